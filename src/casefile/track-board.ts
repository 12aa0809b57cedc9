import type { EntityManager } from '@mikro-orm/postgresql'
import { type CaseRelation, can } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { transitionOf } from '../cases/transitions.ts'
import { appNow } from '../db/clock.ts'
import type { Bilingual } from '../domain/codes.ts'
import { HOUR_MS } from '../domain/legal-date.ts'
import { agencyRef, instant, instantOrNull } from '../domain/present.ts'
import { ACCESS_STAGE, type Stage } from '../domain/stages.ts'
import { endOf, evidenceOf, type MarkView, marksOf, remainingOf, stillToDo } from '../fasttrack/rules.ts'
import { trackColumns } from '../fasttrack/store.ts'
import { ownerAgency } from '../fasttrack/track.ts'

/** What the marks of a track are read from, as `trackColumns` gives it. */
export type TrackColumns = {
  circumstances: string[]
  acts: Record<string, string>
  entered: Record<string, string>
  documents: Record<string, string>
  happenings: Record<string, string>
  told: string[]
  reason: string | null
}

type BoardRow = TrackColumns & {
  id: string
  version: number
  platform_no: string
  stage: Stage
  origin_agency: string
  track_arrived_at: Date
  track_state: string
  track_closed_at: Date | null
  turn_agency: string
  turn_zh: string
  turn_en: string
  persons: { id: string | null; name: string; stage: Stage }[]
  running: string[]
  mode: CaseRelation['mode']
  assigned: boolean
}

const MOST = 100
const RECENT_HOURS = 12

type Track = { readonly arrivedAt: Date; readonly state: string; readonly closedAt: Date | null }

/** A track with its marks, as every answer shows it. */
export function presentTrack48(track: Track, columns: TrackColumns, now: Date) {
  const marks = marksOf(track.arrivedAt, evidenceOf(columns), track.closedAt ?? now)
  return {
    arrivedAt: instant(track.arrivedAt),
    state: track.state,
    end: endOf(track.state, columns.reason, marks),
    closedAt: instantOrNull(track.closedAt),
    dueAt: instant(new Date(track.arrivedAt.getTime() + 48 * HOUR_MS)),
    marks: marks.map(mark => ({
      ...mark,
      dueAt: instant(mark.dueAt),
      doneAt: instantOrNull(mark.doneAt),
      enteredAt: instantOrNull(mark.enteredAt),
    })),
  }
}

/** The 48-hour board: one line per person of open tracks, the most urgent first, then those closed within the last hours. */
export async function listTrack48(em: EntityManager, actor: Actor) {
  const now = await appNow(em)
  const rows = await em.execute<BoardRow[]>(
    `select c.id, c.version, c.platform_no, c.stage, c.origin_agency, c.track_arrived_at, c.track_state, c.track_closed_at, c.turn_agency, c.turn_zh, c.turn_en, c.circumstances,
       (select coalesce(json_agg(json_build_object('id', p.id, 'name', p.name, 'stage', p.stage) order by p.seq), '[]'::json) from case_person p where p.case_id = c.id and p.moved_to is null) as persons,
       array(select distinct i.code from period_instance i where i.case_id = c.id and i.ended_at is null) as running,
       (select a.mode from case_access a where a.case_id = c.id and a.agency_code = app_agency()) as mode,
       exists (select 1 from case_assignment s where s.case_id = c.id and s.user_id = app_user()) as assigned, ${trackColumns('papers_by_code')}
     from criminal_case c where c.track_arrived_at is not null and (c.track_state = 'open' or c.track_closed_at > app_now() - interval '${RECENT_HOURS} hours')
     order by c.track_state <> 'open', c.track_arrived_at limit ${MOST}`,
  )
  return rows
    .map(row => ({ row, marks: marksOfRow(row, now) }))
    .sort((a, b) => urgencyOf(a.row, a.marks, now) - urgencyOf(b.row, b.marks, now))
    .flatMap(({ row, marks }) => presentRows(row, marks, actor, now))
}

const closedAtOf = ({ track_closed_at: at }: BoardRow): Date | null => (at ? new Date(at) : null)
const marksOfRow = (row: BoardRow, now: Date): MarkView[] =>
  marksOf(new Date(row.track_arrived_at), evidenceOf(row), closedAtOf(row) ?? now)
const todoOf = (marks: readonly MarkView[]): MarkView | undefined => stillToDo(marks)[0]

/** Milliseconds to the first thing that is not done, missed ones before all; what has ended comes last. */
function urgencyOf(row: BoardRow, marks: readonly MarkView[], now: Date): number {
  const todo = todoOf(marks)
  if (row.track_state !== 'open' || todo === undefined) return Number.MAX_SAFE_INTEGER
  return Number(todo.dueAt) - Number(now)
}

function presentRows(row: BoardRow, marks: readonly MarkView[], actor: Actor, now: Date) {
  const arrivedAt = new Date(row.track_arrived_at)
  const closedAt = closedAtOf(row)
  const track48 = presentTrack48({ arrivedAt, state: row.track_state, closedAt }, row, now)
  const todo = row.track_state === 'open' ? todoOf(marks) : undefined
  const common = {
    caseId: row.id,
    version: row.version,
    platformNo: row.platform_no,
    track48,
    remaining: row.track_state === 'open' ? remainingOf(marks, now) : [],
    todo: todo ? presentTodo(todo, row.origin_agency, now) : null,
    // What came late is done: only what is still owed is said again.
    told: row.told.filter(code => marks.some(mark => mark.code === code && mark.state === 'missed')),
    endings: row.track_state === 'open' ? endingsOf(row, actor) : [],
    turn: {
      agency: agencyRef(row.turn_agency),
      what: { zh: row.turn_zh, en: row.turn_en },
      remainingSeconds: Math.round((arrivedAt.getTime() + 48 * HOUR_MS - (closedAt ?? now).getTime()) / 1000),
    },
  }
  const persons = row.persons.length > 0 ? row.persons : [{ id: null, name: '', stage: row.stage }]
  return persons.map(({ id, name, stage }) => ({ ...common, casePersonId: id, person: name, stage }))
}

const presentTodo = ({ code, zh, en, owner, dueAt }: MarkView, originAgency: string, now: Date) => ({
  code,
  zh,
  en,
  owner,
  agency: agencyRef(ownerAgency(owner, originAgency)),
  dueAt: instant(dueAt),
  seconds: Math.round((Number(dueAt) - Number(now)) / 1000),
})

/** The steps by which a track ends before its time, each where the table of steps has it. */
const ENDINGS = ['convertTrackReview', 'convertToSummary', 'convertToOrdinary', 'leaveTrack48'] as const

function endingsOf(row: BoardRow, actor: Actor): (Bilingual & { act: string })[] {
  const relation: CaseRelation = { mode: row.mode, assigned: row.assigned, recused: false, stage: ACCESS_STAGE[row.stage] }
  if (can(actor, 'case.card.edit', relation) !== 'allowed') return []
  return ENDINGS.flatMap(act => {
    const { zh, en, from, agency, who, needsRunning = [] } = transitionOf(act)
    const isTheirs = agency.includes(actor.agencyType) && who.some(role => actor.roles.includes(role))
    const isPossible = from.includes(row.stage) && needsRunning.some(code => row.running.includes(code))
    return isTheirs && isPossible ? [{ act, zh, en }] : []
  })
}
