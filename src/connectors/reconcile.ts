import { record, SYSTEM } from '../audit/commands.ts'
import { snapshotOf } from '../cards/snapshot.ts'
import { forCase } from '../db/orm.ts'
import { noteDifferences } from './differences.ts'
import { fieldsOf } from './document.ts'
import { type AgencySystem, SystemFault } from './model.ts'
import { valuesOf } from './record.ts'
import { differencesOf } from './rules.ts'
import type { ConnectorDeps } from './sessions.ts'
import { log } from './settling.ts'
import type { Connector, WriteBack } from './store.ts'

type Reference = { readonly case_id: string; readonly reference: string }

/**
 * Reads the record of every open case back and compares it with the agency's card, field by field. Opens and closes differences; a record
 * that cannot be read is named and the others go on.
 */
export async function reconcile(deps: ConnectorDeps, connector: Connector): Promise<void> {
  const { agency } = connector
  const known = await deps.orm.em
    .fork()
    .transactional(async em => await em.execute<Reference[]>('select case_id, reference from known_references(?)', [agency]))
  let open = 0
  await deps.sessions.with(connector, async system => {
    for (const one of known) open += await compareOne(deps, system, connector, one)
  })
  await deps.orm.em.fork().transactional(async em => {
    await em.execute(
      'update connector set reconciled_at = app_now(), reconcile_asked_at = null, failures = 0, retry_at = null where agency_code = ?',
      [agency],
    )
    await log(em, agency, `reconciliation:${agency}:${connector.version}`, 'reconciled', `核对 ${known.length} 件，差异 ${open} 项`)
    const details = { agency, cases: known.length, differences: open }
    await record(em, SYSTEM, null, { action: 'connector.reconciled', target: null, details })
  })
}

async function compareOne(
  deps: ConnectorDeps,
  system: AgencySystem,
  { agency }: Connector,
  { case_id: caseId, reference }: Reference,
): Promise<number> {
  const there = await system.read(reference).catch(async (error: unknown) => {
    if (!(error instanceof SystemFault) || (error.code !== 'rejected' && error.code !== 'noPlace')) throw error
    await deps.orm.em.fork().transactional(async em => await log(em, agency, reference, error.code, error.detail))
    return null
  })
  if (there === null) return 0
  return await forCase(deps.orm, caseId).transactional(async em => {
    const [card] = await em.execute<{ id: string; stage: WriteBack['stage'] }[]>(
      'select id, stage from case_card where case_id = ? and agency_code = ? order by opened_at desc limit 1',
      [caseId, agency],
    )
    if (card === undefined) return 0
    const snapshot = await snapshotOf(em, card.id)
    const row = { cardId: card.id, caseId, agency, stage: card.stage }
    const { open } = await noteDifferences(em, { row, card: snapshot.card }, differencesOf(fieldsOf(snapshot.card), valuesOf(there)))
    return open
  })
}
