import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import { forCase } from '../../db/orm.ts'
import type { Json } from '../../domain/json.ts'
import { plainFields } from '../document.ts'
import type { SystemRecord } from '../model.ts'
import { officerIn, valuesOf } from '../record.ts'
import { noteSourceChange } from './changes.ts'
import type { InboundRefusal } from './rules.ts'

/** What is known of a record: the mark of its state when it was last read, and its case. */
export type Mark = { readonly reference: string; readonly changed: string; readonly state: string; readonly case_id: string | null }

const within = (orm: MikroORM, caseId: string | null): EntityManager => (caseId === null ? orm.em.fork() : forCase(orm, caseId))

/**
 * Takes in a record as it was read: a new one is to open a case, one whose case is open is compared with the card. The same state of a
 * record, seen again, changes nothing.
 */
export async function receive(orm: MikroORM, agency: string, record: SystemRecord, changed: string, mark: Mark | null): Promise<void> {
  const values = JSON.stringify(plainFields(valuesOf(record)))
  const caseId = mark?.case_id ?? (record.platformCaseId === null ? null : await caseOf(orm, agency, record.platformCaseId))
  await within(orm, caseId).transactional(async em => {
    const before = caseId === null ? null : await valuesBefore(em, agency, record.reference)
    const seen = [agency, record.reference, changed, caseId, values, officerIn(record)]
    const state = caseId === null ? 'seen' : 'opened'
    await em.execute(
      `insert into inbound_record (agency_code, reference, changed, case_id, values, officer, state, seen_at, settled_at) values (?, ?, ?, ?::uuid, ?::jsonb, ?::text, ?, app_now(), case when ? = 'opened' then app_now() end)
       on conflict (agency_code, reference) do update set changed = excluded.changed, values = excluded.values, officer = excluded.officer, seen_at = excluded.seen_at,
         case_id = coalesce(inbound_record.case_id, excluded.case_id), state = case when inbound_record.state = 'opened' then 'opened' else excluded.state end,
         why = case when inbound_record.state = 'opened' then inbound_record.why end`,
      [...seen, state, state],
    )
    if (caseId !== null) await noteSourceChange(em, { caseId, agency, before }, record)
  })
}

/** A record that cannot be read is refused, and the others go on; it is looked at again once it has changed. */
export async function refuse(orm: MikroORM, agency: string, reference: string, changed: string, why: InboundRefusal): Promise<void> {
  await orm.em.fork().transactional(
    async em =>
      await em.execute(
        `insert into inbound_record (agency_code, reference, changed, state, why, seen_at, settled_at) values (?, ?, ?, 'refused', ?, app_now(), app_now())
         on conflict (agency_code, reference) do update set changed = excluded.changed, state = 'refused', why = excluded.why, settled_at = app_now() where inbound_record.case_id is null`,
        [agency, reference, changed, why],
      ),
  )
}

async function valuesBefore(em: EntityManager, agency: string, reference: string): Promise<ReadonlyMap<string, Json> | null> {
  const [row] = await em.execute<{ values: Record<string, Json> }[]>(
    'select values from inbound_record where agency_code = ? and reference = ? for update',
    [agency, reference],
  )
  return row === undefined ? null : new Map(Object.entries(row.values))
}

async function caseOf(orm: MikroORM, agency: string, platformNo: string): Promise<string | null> {
  const [row] = await orm.em
    .fork()
    .transactional(async em => await em.execute<{ id: string | null }[]>('select case_of_agency(?, ?) as id', [agency, platformNo]))
  return row?.id ?? null
}
