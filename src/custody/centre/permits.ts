import type { EntityManager } from '@mikro-orm/postgresql'
import { mustBeAble } from '../../access/rules.ts'
import type { Actor } from '../../agencies/model.ts'
import { record, tell } from '../../audit/commands.ts'
import { takeNumber } from '../../cases/commands.ts'
import { lockCase } from '../../cases/locked-case.ts'
import { documentNumber } from '../../cases/numbers.ts'
import { appNow } from '../../db/clock.ts'
import { accept, Problem } from '../../domain/problem.ts'
import { decideAtGate, decidePermitEnd, type GateAnswer } from './rules.ts'
import { endInterrogation, findPermitAtGate, findTitle, insertPermit, noteShown } from './store.ts'

const BASIS = '看守所条例 第19条；公通字〔2006〕17号 第28条'

export type PermitWanted = { readonly casePersonId: string; readonly validUntil: Date | null }
export type PermitIssued = { readonly permitId: string; readonly permitNo: string; readonly validUntil: Date }

/**
 * Issues a permit to interrogate (提讯提解证) for a person whom the actor's agency holds, good until his custody ends at the latest; the
 * one before it is over. After a transfer or an extension it is issued anew with the new period.
 * @throws Problem `custody-not-holder`, `permit-past-custody`
 */
export async function issuePermit(em: EntityManager, actor: Actor, caseId: string, wanted: PermitWanted): Promise<PermitIssued> {
  const { relation, now } = await lockCase(em, caseId)
  mustBeAble(actor, 'custody.permit.issue', relation)
  const { casePersonId } = wanted
  const title = await findTitle(em, caseId, casePersonId)
  if (title === null || title.holder !== actor.agency) throw new Problem('custody-not-holder', { basis: BASIS })
  const until = accept(decidePermitEnd(wanted.validUntil, title.dueAt, now))
  const format = documentNumber(actor.agency, { kind: '提', unit: '刑' }, now)
  const { number, seq } = await takeNumber(em, format)
  const permit = { caseId, casePersonId, code: title.code ?? '', from: now, until }
  const permitId = await insertPermit(em, permit, { number, seq, year: format.year, series: format.series })
  await record(em, actor, caseId, { action: 'custody.permit', target: permitId, basis: BASIS, details: { until: until.toISOString() } })
  await tell(em, { type: 'custody.permit', caseId, payload: {} })
  return { permitId, permitNo: number, validUntil: until }
}

export type Shown = { readonly permitNo: string; readonly purpose: 'INTERROGATE' | 'ESCORT'; readonly officers: number }
export type Checked = GateAnswer & { readonly entryId: string; readonly at: Date; readonly validUntil: Date | null }

/** The centre looks at a permit that is shown at its gate: let in or not, with the reason; each time is noted. */
export async function checkPermit(em: EntityManager, actor: Actor, shown: Shown): Promise<Checked> {
  mustBeAble(actor, 'custody.centre.keep', null)
  const permit = await findPermitAtGate(em, shown.permitNo)
  const at = await appNow(em)
  const answer = decideAtGate(permit, shown.officers, at)
  const entryId = await noteShown(em, { ...shown, agency: permit?.holder ?? '', code: answer.code })
  await record(em, actor, answer.code === 'ALLOWED' && permit ? permit.caseId : null, {
    action: 'custody.permit.checked',
    target: entryId,
    basis: BASIS,
    outcome: answer.code === 'ALLOWED' ? 'done' : 'denied',
    details: { code: answer.code },
  })
  // Another house's permit says nothing here beyond that it is good for nothing.
  return { ...answer, entryId, at, validUntil: permit?.isHere ? permit.validUntil : null }
}

/** The person is back with the guard (看守所条例 20). */
export async function closeInterrogation(em: EntityManager, actor: Actor, entryId: string): Promise<{ endedAt: Date }> {
  mustBeAble(actor, 'custody.centre.keep', null)
  const endedAt = await endInterrogation(em, entryId)
  if (endedAt === null) throw new Problem('not-found')
  await record(em, actor, null, { action: 'custody.interrogation.ended', target: entryId, basis: '看守所条例 第20条' })
  return { endedAt }
}
