import type { EntityManager } from '@mikro-orm/postgresql'
import { appNow } from '../db/clock.ts'
import { HOUR_MS } from '../domain/legal-date.ts'
import { agencyRef, instant, instantOrNull } from '../domain/present.ts'
import { marksOf } from '../fasttrack/rules.ts'

type BoardRow = {
  id: string
  platform_no: string
  stage: string
  track_arrived_at: Date
  track_state: string
  track_closed_at: Date | null
  turn_agency: string
  turn_zh: string
  turn_en: string
  persons: string[]
  acts: Record<string, string>
  documents: Record<string, string>
}

const MOST = 100
const RECENT_HOURS = 12

/** The 48-hour board: open tracks, and those closed within the last hours, with the least time left first; one statement. */
export async function listTrack48(em: EntityManager) {
  const now = await appNow(em)
  const rows = await em.execute<BoardRow[]>(
    `select c.id, c.platform_no, c.stage, c.track_arrived_at, c.track_state, c.track_closed_at, c.turn_agency, c.turn_zh, c.turn_en,
       array(select p.name from case_person p where p.case_id = c.id order by p.seq) as persons,
       coalesce((select json_object_agg(e.act, e.at) from (select act, max(occurred_at) as at from case_event where case_id = c.id group by act) e), '{}'::json) as acts,
       coalesce((select json_object_agg(d.code, d.at) from papers_by_code(c.id) d), '{}'::json) as documents
     from criminal_case c where c.track_arrived_at is not null and (c.track_state = 'open' or c.track_closed_at > app_now() - interval '${RECENT_HOURS} hours')
     order by c.track_state <> 'open', c.track_arrived_at limit ${MOST}`,
  )
  return rows.map(row => {
    const arrivedAt = new Date(row.track_arrived_at)
    const dueAt = new Date(arrivedAt.getTime() + 48 * HOUR_MS)
    const closedAt = row.track_closed_at ? new Date(row.track_closed_at) : null
    const marks = marksOf(arrivedAt, { acts: toDates(row.acts), documents: toDates(row.documents) }, closedAt ?? now)
    return {
      caseId: row.id,
      platformNo: row.platform_no,
      person: row.persons.join('、'),
      stage: row.stage,
      track48: {
        arrivedAt: instant(arrivedAt),
        state: row.track_state,
        closedAt: instantOrNull(closedAt),
        dueAt: instant(dueAt),
        marks: marks.map(mark => ({ ...mark, dueAt: instant(mark.dueAt), doneAt: instantOrNull(mark.doneAt) })),
      },
      turn: {
        agency: agencyRef(row.turn_agency),
        what: { zh: row.turn_zh, en: row.turn_en },
        remainingSeconds: Math.round((dueAt.getTime() - (closedAt ?? now).getTime()) / 1000),
      },
    }
  })
}

const toDates = (times: Readonly<Record<string, string>>): ReadonlyMap<string, Date> =>
  new Map(Object.entries(times).map(([key, at]) => [key, new Date(at)]))
