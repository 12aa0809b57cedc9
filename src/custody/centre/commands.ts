import type { EntityManager } from '@mikro-orm/postgresql'
import { mustBeAble } from '../../access/rules.ts'
import type { Actor } from '../../agencies/model.ts'
import { record, tell } from '../../audit/commands.ts'
import { takeNumber } from '../../cases/commands.ts'
import { documentNumber } from '../../cases/numbers.ts'
import { appNow } from '../../db/clock.ts'
import { AGENCIES } from '../../domain/codes.ts'
import { accept, Problem } from '../../domain/problem.ts'
import { CENTRE_STEPS, type CentreFact, type HealthBar, type LeftReason, type Presented } from './model.ts'
import { decideAdmission, decideRelease, endsStay } from './rules.ts'
import {
  endStay,
  findPersonAtCentre,
  insertFact,
  insertStay,
  lockStay,
  moveStay,
  type Numbered,
  reportStep,
  residentOf,
  type StayAtCentre,
  tellOfPerson,
} from './store.ts'

/** A register of a centre: admissions (入), overdue reports (超). */
export async function takeCentreNumber(em: EntityManager, centre: string, kind: string, at: Date): Promise<Numbered> {
  const format = documentNumber(centre, { kind }, at)
  const { number, seq } = await takeNumber(em, format)
  return { number, seq, year: format.year }
}

/** An instant as it was given, or now; never later than now. @throws Problem `occurred-in-future` */
function notLater(at: Date | null, now: Date): Date {
  if (at !== null && at > now) throw new Problem('occurred-in-future')
  return at ?? now
}

export type Admit = Presented & { readonly casePersonId: string; readonly at: Date | null; readonly note: string | null }
export type Admitted =
  | { readonly admitted: true; readonly stayId: string; readonly admissionNo: string; readonly bar: null }
  | { readonly admitted: false; readonly stayId: null; readonly admissionNo: null; readonly bar: HealthBar }

/**
 * Admits a person (收押) for whom there is a title in this centre, on the warrant that the case names; the duty of the police to send him
 * there is done with it. Whom the doctor bars is not admitted, and his agency is told to change the measure. 看守所条例 9-10; CPL 85(2).
 */
export async function admit(em: EntityManager, actor: Actor, input: Admit): Promise<Admitted> {
  mustBeAble(actor, 'custody.centre.keep', null)
  const found = await findPersonAtCentre(em, input.casePersonId)
  if (found === null) throw new Problem('not-found')
  const { casePersonId } = input
  const expected = {
    ...{ titleHere: found.title_id !== null && found.centre === actor.agency, isHere: found.stay_id !== null },
    ...{ name: found.name, idNo: found.id_no, warrantNo: found.warrant_no },
  }
  const admission = accept(decideAdmission(expected, input))
  const at = notLater(input.at, await appNow(em))
  const { case_id: caseId, holder_agency: holder } = found
  if (!admission.admitted) {
    const fact = { casePersonId, stayId: null, kind: 'NOT_ADMITTED', at, ground: admission.bar, note: input.note }
    const factId = await insertFact(em, fact)
    await tellOfPerson(em, { casePersonId, kind: 'NOT_ADMITTED', about: factId }, holder === null ? [] : [holder])
    await record(em, actor, caseId, { action: 'custody.not-admitted', target: factId, basis: '看守所条例 第10条' })
    await tell(em, { type: 'custody.not-admitted', caseId, payload: {} })
    return { admitted: false, stayId: null, admissionNo: null, bar: admission.bar }
  }
  const no = await takeCentreNumber(em, actor.agency, '入', at)
  const stayId = await insertStay(em, casePersonId, no, { at, warrantNo: input.warrantNo, health: admission.health, note: input.note })
  await reportStep(em, casePersonId, CENTRE_STEPS.admission, at)
  await record(em, actor, caseId, {
    action: 'custody.admitted',
    target: stayId,
    basis: '看守所条例 第9条',
    details: { at: at.toISOString() },
  })
  await tell(em, { type: 'custody.admitted', caseId, payload: {} })
  return { admitted: true, stayId, admissionNo: no.number, bar: null }
}

async function mustStay(em: EntityManager, actor: Actor, stayId: string): Promise<StayAtCentre> {
  mustBeAble(actor, 'custody.centre.keep', null)
  const stay = await lockStay(em, stayId)
  if (stay === null) throw new Problem('not-found')
  if (stay.leftAt !== null) throw new Problem('custody-not-here')
  return stay
}

export type Release = { readonly at: Date | null; readonly reason: LeftReason | null; readonly docNo: string | null }

/** Lets a person out (释放): his title has ended, or the holder's release notice is there before the holder entered it. CPL 99; 规则 615. */
export async function release(em: EntityManager, actor: Actor, stayId: string, input: Release): Promise<{ reason: LeftReason }> {
  const stay = await mustStay(em, actor, stayId)
  const now = await appNow(em)
  const at = input.at ?? now
  const reason = accept(decideRelease({ ...stay, titleOpen: stay.titleId !== null }, input.reason, input.docNo, at, now))
  await endStay(em, stayId, at, reason, input.docNo)
  if (stay.titleId !== null && stay.holder !== null)
    await tellOfPerson(em, { casePersonId: stay.casePersonId, kind: 'RELEASED_ON_NOTICE', about: stayId }, [stay.holder])
  await record(em, actor, stay.caseId, {
    action: 'custody.released',
    target: stayId,
    basis: '刑事诉讼法 第99条',
    details: { reason, at: at.toISOString(), onNotice: stay.titleId !== null },
  })
  await tell(em, { type: 'custody.released', caseId: stay.caseId, payload: {} })
  return { reason }
}

export type Move = { readonly toCentre: string; readonly approvalNo: string; readonly at: Date | null }

/** Takes a person to another centre (变更羁押地点): stay and title change together; for whom he is held does not, so it is no transfer. */
export async function move(em: EntityManager, actor: Actor, stayId: string, input: Move): Promise<{ stayId: string; admissionNo: string }> {
  const stay = await mustStay(em, actor, stayId)
  const { toCentre, approvalNo } = input
  if (AGENCIES.get(toCentre)?.type !== 'detention' || toCentre === actor.agency)
    throw new Problem('validation', { facts: { field: 'toCentre' } })
  if (stay.titleId === null || stay.holder === null) throw new Problem('custody-no-title', { basis: '看守所条例 第9条' })
  const at = notLater(input.at, await appNow(em))
  if (at < stay.admittedAt) throw new Problem('validation', { facts: { field: 'at' } })
  const no = await takeCentreNumber(em, toCentre, '入', at)
  const movedTo = await moveStay(em, stayId, { toCentre, approvalNo, at }, no)
  await tellOfPerson(em, { casePersonId: stay.casePersonId, kind: 'MOVED', about: movedTo }, [stay.holder, toCentre])
  await record(em, actor, stay.caseId, { action: 'custody.moved', target: movedTo, details: { from: actor.agency, to: toCentre } })
  await tell(em, { type: 'custody.moved', caseId: stay.caseId, payload: {} })
  return { stayId: movedTo, admissionNo: no.number }
}

export type HappenedAtCentre = { readonly kind: CentreFact; readonly at: Date | null; readonly note: string }

/** Facts of which the procuratorate hears too. 看守所条例 27; 规则 615. */
const ALSO_RESIDENT: readonly CentreFact[] = ['DEATH', 'ESCAPED', 'RELEASED_IN_ERROR']

/**
 * What befell a person at the centre: illness, death, escape, release in error. The holder is told at once, the resident procurator of all
 * but illness; death and escape end the stay and, entered by the worker, the title.
 */
export async function reportFact(em: EntityManager, actor: Actor, stayId: string, input: HappenedAtCentre): Promise<{ factId: string }> {
  const stay = await mustStay(em, actor, stayId)
  const { kind, note } = input
  const at = notLater(input.at, await appNow(em))
  if (at < stay.admittedAt) throw new Problem('validation', { facts: { field: 'at' } })
  const { casePersonId, caseId } = stay
  const factId = await insertFact(em, { casePersonId, stayId, kind, at, ground: null, note })
  if (endsStay(kind)) await endStay(em, stayId, at, kind, null)
  if (kind === 'DEATH' || kind === 'ESCAPED') await reportStep(em, casePersonId, CENTRE_STEPS[kind], at)
  const holder = stay.holder ?? stay.lastHolder
  const residents = ALSO_RESIDENT.includes(kind) ? [residentOf(actor.agency)] : []
  await tellOfPerson(em, { casePersonId, kind, about: factId }, holder === null ? [] : [holder], residents)
  await record(em, actor, caseId, {
    action: 'custody.fact',
    target: factId,
    basis: '看守所条例 第27条',
    details: { kind, at: at.toISOString() },
  })
  await tell(em, { type: 'custody.fact', caseId, payload: {} })
  return { factId }
}
