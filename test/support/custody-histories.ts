import { randomUUID } from 'node:crypto'
import type { Client } from 'pg'
import { chanceFrom } from './walker.ts'

const HOLDERS = ['350503-PSB', '350503-PRO', '350503-CRT', '350500-CRT'] as const
const MINUTE = 60_000

/** An event as its row has it. `voidedBy`: what was entered in its place. */
type EventRow = {
  readonly id: string
  readonly caseId: string
  readonly names: readonly string[]
  readonly at: string
  readonly clock: object
  readonly voidedBy: string | null
}
type PersonRow = {
  readonly id: string
  readonly caseId: string
  readonly seq: number
  readonly idNo: string | null
  measure: string | null
  stage: string
}
export type Histories = { readonly cases: readonly string[]; readonly persons: readonly PersonRow[]; readonly events: readonly EventRow[] }

type Course = { readonly person: PersonRow; held: boolean; serving: boolean }
type Happening = { readonly names: readonly string[]; readonly custody: boolean | null; readonly heldFor?: string }

const plain = (custody: boolean | null, ...names: string[]): Happening => ({ names, custody })

/**
 * Histories at chance, in the order of the law's time and entered in another: detention, arrest, bail, surveillance, release, papers of execution, acceptance by
 * other agencies, corrected entries; several persons in a case, and some who are detained again in the next case once this one has let them go.
 */
export function drawHistories(cases: number, seed: number): Histories {
  const draw = chanceFrom(seed)
  const all = { cases: [] as string[], persons: [] as PersonRow[], events: [] as EventRow[] }
  let from = Date.UTC(2026, 0, 5)
  let again: string[] = []
  for (let n = 0; n < cases; n++) {
    const { rows, persons, until } = aHistory(draw, from, again)
    const [first] = persons
    if (first !== undefined) all.cases.push(first.caseId)
    all.persons.push(...persons)
    all.events.push(...entered(draw, rows))
    const free = persons.filter(({ measure, stage }) => measure === null && stage === 'INVESTIGATION')
    again = free.flatMap(({ idNo }) => idNo ?? [])
    from = again.length > 0 ? until + MINUTE : Date.UTC(2026, 0, 5)
  }
  return all
}

type Drawn = { readonly rows: readonly EventRow[]; readonly persons: readonly PersonRow[]; readonly until: number }

function aHistory(draw: (below: number) => number, from: number, again: readonly string[]): Drawn {
  const caseId = randomUUID()
  const courses = Array.from({ length: 3 }, (_, at): Course => {
    const idNo = again[at] ?? (draw(2) === 0 ? `35050319900101${randomUUID().slice(0, 8)}` : null)
    return { person: { id: randomUUID(), caseId, seq: at + 1, idNo, measure: null, stage: 'INVESTIGATION' }, held: false, serving: false }
  })
  const rows: EventRow[] = []
  let holder = 0
  let now = from
  for (let step = 4 + draw(14); step > 0; step--) {
    // Some things happen in the same instant.
    now += draw(8) === 0 ? 0 : (1 + draw(3000)) * MINUTE
    const takesOver = draw(4) === 0
    if (takesOver) holder = (holder + 1 + draw(3)) % HOLDERS.length
    const concerned = takesOver ? courses : courses.filter((_, at) => at === draw(3) || draw(9) === 0)
    const what = takesOver
      ? { ...plain(null, 'caseAcceptedByReceiver'), heldFor: HOLDERS[holder] ?? '' }
      : happensTo(draw, concerned, HOLDERS[holder] ?? '')
    if (what === null || concerned.length === 0) continue
    for (const course of concerned) follow(course, what)
    const { names, ...clock } = what
    const persons = concerned.map(({ person }) => person.id)
    const row = { caseId, names, clock: { persons, wholeCase: takesOver, starts: [], deadline: null, ...clock } }
    const right = { ...row, id: randomUUID(), at: new Date(now).toISOString(), voidedBy: null }
    // One in six was entered wrongly first, at any time whatever.
    if (draw(6) === 0) rows.push({ ...row, id: randomUUID(), at: new Date(from + draw(40_000) * MINUTE).toISOString(), voidedBy: right.id })
    rows.push(right)
  }
  return { rows, persons: courses.map(({ person }) => person), until: now }
}

/** What one step may mean for all whom it concerns; null: nothing that fits them together. */
function happensTo(draw: (below: number) => number, concerned: readonly Course[], holder: string): Happening | null {
  if (concerned.some(({ serving }) => serving)) return plain(null, 'familyNotified')
  const allHeld = concerned.every(({ held }) => held)
  const noneHeld = concerned.every(({ held }) => !held)
  if (!allHeld)
    return noneHeld && draw(5) > 0
      ? { ...plain(true, 'detentionDeclared', 'measureChanged'), heldFor: holder }
      : plain(null, 'firstInterrogationDone')
  switch (draw(8)) {
    case 0:
      return plain(false, 'bailDecided', 'measureChanged', 'released')
    case 1:
      return plain(false, 'residentialSurveillanceDecided', 'surveillanceDecided', 'released')
    case 2:
      return plain(false, 'released', 'measureChanged')
    case 3:
      return plain(null, 'executionDocumentsServed', 'executionDocumentsReceived')
    case 4:
      return plain(true, 'arrestExecuted', 'measureChanged')
    default:
      return plain(null, 'arrestExecuted', 'measureChanged')
  }
}

function follow(course: Course, { names, custody }: Happening): void {
  if (custody !== null) course.held = custody
  if (names.includes('executionDocumentsServed')) course.serving = true
  course.person.measure = course.held ? '07' : null
  if (course.serving) course.person.stage = 'EXECUTION_DELIVERY'
}

/** The order of entry: any, save that what happened in one instant was entered in its order. */
function entered(draw: (below: number) => number, rows: readonly EventRow[]): EventRow[] {
  const place = new Map<string, number>()
  for (const { at } of rows) if (!place.has(at)) place.set(at, draw(3) === 0 ? draw(1_000_000) : 1_000_000 + place.size)
  return [...rows].sort((a, b) => (place.get(a.at) ?? 0) - (place.get(b.at) ?? 0))
}

/** Writes the histories as rows, without titles. */
export async function writeHistories(admin: Client, { cases, persons, events }: Histories): Promise<void> {
  await admin.query('begin')
  // The triggers would announce each case to open screens; the foreign keys hold by construction.
  await admin.query("set local session_replication_role = 'replica'")
  await admin.query(
    `insert into criminal_case (id, platform_no, name, stage, holder_agency, origin_agency, charge_code, source, opened_at, turn_agency, turn_since, turn_zh, turn_en, updated_at)
     select c::uuid, c, '盗窃案', 'INVESTIGATION', '350503-PSB', '350503-PSB', 'X042', 'report', '2026-01-01', '350503-PSB', '2026-01-01', '审查', 'Decide', '2026-01-01' from unnest($1::text[]) c`,
    [cases],
  )
  await admin.query(
    `insert into case_person (id, case_id, seq, stage, name, sex, id_type, id_no, measure_code)
     select p.id, p."caseId", p.seq, p.stage, '某某', '1', '111', p."idNo", p.measure
     from jsonb_to_recordset($1::jsonb) as p (id uuid, "caseId" uuid, seq int, stage text, "idNo" text, measure text)`,
    [JSON.stringify(persons)],
  )
  await admin.query(
    `insert into case_event (id, case_id, transition, act, events, occurred_at, recorded_at, by_agency, basis, clock, voided_by)
     select (e ->> 'id')::uuid, (e ->> 'caseId')::uuid, 0, 'note', array(select jsonb_array_elements_text(e -> 'names')), (e ->> 'at')::timestamptz, '2026-12-01', '350503-PSB', '', e -> 'clock', (e ->> 'voidedBy')::uuid
     from jsonb_array_elements($1::jsonb) with ordinality as x (e, n) order by n`,
    [JSON.stringify(events)],
  )
  await admin.query('commit')
  await admin.query('analyze')
}
