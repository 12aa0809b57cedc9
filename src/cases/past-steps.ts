import type { EntityManager } from '@mikro-orm/postgresql'
import type { ClockEvent } from '../periods/clocks.ts'
import type { PastStep } from './replay.ts'

type StepRow = {
  readonly id: string
  readonly root_seq: string
  readonly act: string
  readonly person: string | null
  readonly by_agency: string
  readonly data: Readonly<Record<string, unknown>>
}

/**
 * The steps of a case that still hold, each with what was entered when it was first taken: a corrected time keeps the place and
 * the facts of the entry that it corrects.
 */
export async function readPastSteps(em: EntityManager, caseId: string, events: readonly ClockEvent[]): Promise<PastStep[]> {
  const rows = await em.execute<StepRow[]>(
    `with recursive origin as (
       select e.id, e.id as root from case_event e where e.case_id = ? and e.corrects is null
       union all select e.id, o.root from case_event e join origin o on e.corrects = o.id where e.act <> 'correctEvent'
     )
     select o.id, r.seq as root_seq, r.act, r.case_person_id as person, r.by_agency, r.data from origin o join case_event r on r.id = o.root
     join case_event e on e.id = o.id where e.voided_by is null`,
    [caseId],
  )
  const known = new Map(rows.map(row => [row.id, row]))
  return events.flatMap(event => {
    const row = known.get(event.id)
    if (row === undefined) return []
    const { act, person: casePersonId, by_agency: byAgency, data } = row
    return [{ seq: Number(row.root_seq), act, casePersonId, byAgency, data, event }]
  })
}
