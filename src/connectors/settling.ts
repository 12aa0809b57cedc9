import type { EntityManager } from '@mikro-orm/postgresql'
import { record, SYSTEM } from '../audit/commands.ts'
import { forCase } from '../db/orm.ts'
import { newObjectKey, type ObjectStore } from '../storage/object-store.ts'
import { noteDifferences } from './differences.ts'
import { plainFields } from './document.ts'
import type { Job, Written } from './job.ts'
import { SYSTEM_FAULTS, type SystemFault, type SystemFaultCode } from './model.ts'
import { pauseAfter } from './rules.ts'
import type { ConnectorDeps } from './sessions.ts'

/** Faults of one card alone; everything else that needs a person concerns the whole system. */
const OF_ONE_CARD: ReadonlySet<SystemFaultCode> = new Set(['rejected', 'noPlace'])

/** Keeps a picture. @returns its key */
export async function keepPicture(store: ObjectStore, picture: Uint8Array | null): Promise<string | null> {
  if (picture === null) return null
  const key = newObjectKey('picture')
  await store.put(key, oneBatch(picture), picture.length, 'image/png')
  return key
}

async function* oneBatch(bytes: Uint8Array): AsyncGenerator<readonly Buffer[]> {
  yield [Buffer.from(bytes)]
}

/** What was read back after writing, with what differs and the picture. Whoever has lost the row meanwhile changes nothing. */
export async function settleDone(deps: ConnectorDeps, { row, claim, snapshot }: Job, written: Written): Promise<void> {
  const picture = await keepPicture(deps.store, written.picture)
  await forCase(deps.orm, row.caseId).transactional(async em => {
    const state = written.differences.length === 0 ? 'done' : 'differs'
    const settled = await em.execute(
      `update write_back set state = ?, reference = ?, read_back = ?::jsonb, differences = ?::jsonb, left_out = ?::text[], picture = coalesce(?::text, picture), fault = null, fault_detail = null, done_at = app_now()
       where id = ? and claim = ? returning id`,
      [
        ...[state, written.reference, JSON.stringify(plainFields(written.readBack)), JSON.stringify(written.differences)],
        ...[`{${written.leftOut.map(pointer => `"${pointer}"`).join(',')}}`, picture, row.id, claim],
      ],
    )
    await noteAnswer(em, row.agency)
    if (settled.length === 0) return
    await noteDifferences(em, { row, card: snapshot.card }, written.differences)
    await log(em, row.agency, row.id, state, null)
    const details = { reference: written.reference, cardVersion: row.cardVersion, differences: written.differences.length }
    await record(em, SYSTEM, row.caseId, { action: `writeBack.${state}`, target: row.id, details })
  })
}

/** The system answered: it is not left alone any longer, and the pace counts from now. */
export const noteAnswer = async (em: EntityManager, agency: string): Promise<void> => {
  await em.execute('update connector set failures = 0, retry_at = null, last_at = now() where agency_code = ?', [agency])
}

export const log = async (em: EntityManager, agency: string, messageId: string, result: string, detail: string | null): Promise<void> => {
  await em.execute(
    "insert into connector_message (agency_code, at, way, message_id, result, detail) values (?, app_now(), 'out', ?, ?, ?) on conflict do nothing",
    [agency, messageId, result, detail],
  )
}

/** A fault that passes is waited out; one that needs a person stops the card, or the whole connector, with its picture. */
export async function settleFault(deps: ConnectorDeps, { row, claim }: Job, fault: SystemFault): Promise<void> {
  const picture = await keepPicture(deps.store, fault.picture)
  const { code, detail } = fault
  const { needsPerson } = SYSTEM_FAULTS[code]
  const ends = needsPerson && OF_ONE_CARD.has(code) ? (code === 'rejected' ? 'refused' : 'stopped') : null
  await forCase(deps.orm, row.caseId).transactional(async em => {
    await em.execute(
      `update write_back set state = coalesce(?::text, case when state = 'writing' then 'waiting' else state end), fault = ?, fault_detail = ?, picture = coalesce(?::text, picture)
       where id = ? and claim = ?`,
      [ends, code, detail, picture, row.id, claim],
    )
    if (ends !== null) await noteAnswer(em, row.agency)
    else await noteFault(em, row.agency, fault, picture)
    await log(em, row.agency, row.id, code, detail)
    if (needsPerson) await record(em, SYSTEM, row.caseId, { action: 'writeBack.stopped', target: row.id, details: { fault: code } })
  })
}

/** A system that does not answer is left alone for a while; one that needs a person is stopped till somebody says that it may go on. */
export async function noteFault(em: EntityManager, agency: string, { code, detail }: SystemFault, picture: string | null): Promise<void> {
  if (!SYSTEM_FAULTS[code].needsPerson) {
    const [row] = await em.execute<{ failures: number }[]>(
      'update connector set failures = failures + 1, last_at = now() where agency_code = ? returning failures',
      [agency],
    )
    await em.execute("update connector set retry_at = now() + ? * interval '1 millisecond' where agency_code = ?", [
      pauseAfter(row?.failures ?? 1),
      agency,
    ])
    return
  }
  const stopped = await em.execute(
    `update connector set state = 'stopped', why = ?, picture = ?::text, since = app_now(), by_user = null, version = version + 1 where agency_code = ? and state = 'on' returning agency_code`,
    [`${SYSTEM_FAULTS[code].zh}：${detail}`.slice(0, 500), picture, agency],
  )
  if (stopped.length > 0) await record(em, SYSTEM, null, { action: 'connector.stopped', target: null, details: { agency, fault: code } })
}
