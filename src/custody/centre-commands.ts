import type { EntityManager } from '@mikro-orm/postgresql'
import { mustBeAble } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { record, tell } from '../audit/commands.ts'
import type { Signer } from '../crypto/signing.ts'
import { appNow } from '../db/clock.ts'
import { accept, Problem } from '../domain/problem.ts'
import { checkRows } from './checking.ts'
import type { CustodyDispatchRow } from './entities.ts'
import type { Refusal } from './model.ts'
import { decideAcknowledge, decideRefuse } from './rules.ts'
import { lockDispatch } from './store.ts'

/** Acknowledges one paper after all checks: the new title is entered in the one-person-one-card register. Repeated, it finds the work done. */
export async function acknowledgeDispatch(
  em: EntityManager,
  actor: Actor,
  signer: Signer,
  id: string,
): Promise<{ state: string; late: boolean }> {
  const row = await ofCentre(em, actor, id)
  const [checks = []] = await checkRows(em, signer, [row])
  const state = accept(decideAcknowledge(row.state, checks))
  const late = checks.some(({ outcome }) => outcome === 'late')
  Object.assign(row, { state, checks, answeredAt: await appNow(em), answeredBy: actor.userId, refusal: null })
  await settle(em, actor, row, { late })
  return { state, late }
}

/** Refuses one paper with a code of §4: the receiver corrects it; the person stays held on the lawful title. */
export async function refuseDispatch(
  em: EntityManager,
  actor: Actor,
  id: string,
  refusal: Refusal,
  note: string | null,
): Promise<{ state: string }> {
  const row = await ofCentre(em, actor, id)
  const state = accept(decideRefuse(row.state))
  Object.assign(row, { state, refusal, note, answeredAt: await appNow(em), answeredBy: actor.userId })
  await settle(em, actor, row, { refusal })
  return { state }
}

/** Opened by the centre: the time at which it was first looked at. */
export async function openDispatch(em: EntityManager, actor: Actor, id: string): Promise<void> {
  const row = await ofCentre(em, actor, id)
  if (row.openedAt) return
  row.openedAt = await appNow(em)
  await em.flush()
}

/** The centre lets papers that pass every check be acknowledged without a click, or wants to click itself. */
export async function setAutomatic(em: EntityManager, actor: Actor, automatic: boolean): Promise<void> {
  mustBeAble(actor, 'custody.cert.confirm', null)
  await em.execute(
    `insert into custody_centre_setting (centre, automatic, changed_by, changed_at) values (?, ?, ?, app_now())
     on conflict (centre) do update set automatic = excluded.automatic, changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
    [actor.agency, automatic, actor.userId],
  )
  await record(em, actor, null, { action: 'custody.automatic', target: actor.agency, details: { automatic } })
}

async function ofCentre(em: EntityManager, actor: Actor, id: string): Promise<CustodyDispatchRow> {
  mustBeAble(actor, 'custody.cert.confirm', null)
  const row = await lockDispatch(em, id)
  if (row.centre !== actor.agency) throw new Problem('not-found')
  return row
}

async function settle(
  em: EntityManager,
  actor: Actor,
  row: CustodyDispatchRow,
  details: Readonly<Record<string, string | boolean>>,
): Promise<void> {
  await em.flush()
  await record(em, actor, row.caseId, { action: `custody.${row.state}`, target: row.id, details: { certNo: row.certNo, ...details } })
  await tell(em, { type: 'custody.answered', caseId: row.caseId, payload: { custodyBatchId: row.batchId } })
}
