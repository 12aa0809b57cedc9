import { type Decision, refuse } from '../domain/problem.ts'
import { TRANSFER_KINDS, type TransferKind } from './certificate/model.ts'
import { type CheckFacts, type CheckResult, type DispatchState, REFUSALS, type Refusal } from './model.ts'

type KindRule = { readonly kind: TransferKind; readonly basis: string }

/**
 * Which way of a file hands its persons in custody to another holder, by which kind of certificate (custody-transfer.md §1). A way
 * that is not here needs none: the file goes back after the second instance, to be executed, or beside the holder.
 */
const KINDS: Readonly<Record<string, KindRule>> = {
  transferForProsecution: { kind: 'TRANSFER_PROSECUTION', basis: '公监管〔2014〕96号 一（一）1；刑事诉讼法 第162条' },
  retransfer: { kind: 'RETRANSFER', basis: '公监管〔2014〕96号 一（一）2；刑事诉讼法 第175条' },
  supplementaryReturn: { kind: 'RETURN_SUPPLEMENT', basis: '公监管〔2014〕96号 一（一）2；刑事诉讼法 第175条' },
  indictment: { kind: 'INDICT', basis: '公监管〔2014〕96号 一（一）3；刑事诉讼法 第176条' },
  trialSupplement: { kind: 'ADJOURN_SUPPLEMENT', basis: '公监管〔2014〕96号 一（一）4；刑事诉讼法 第204、205条' },
  trialResume: { kind: 'RESUME', basis: '公监管〔2014〕96号 一（一）4；刑事诉讼法 第205条' },
  appeal: { kind: 'APPEAL', basis: '公监管〔2014〕96号 一（一）5；刑事诉讼法 第231、232条' },
  remand: { kind: 'REMAND', basis: '公监管〔2014〕96号 一（一）6；刑事诉讼法 第236、238条' },
  filingJurisdiction: { kind: 'AGENCY_CHANGE', basis: '公监管〔2014〕96号 一（一）8；刑事诉讼法 第110条' },
  prosecutionJurisdiction: { kind: 'AGENCY_CHANGE', basis: '公监管〔2014〕96号 一（一）8；刑事诉讼法 第172条第2款' },
  prosecutionWithdrawal: { kind: 'AGENCY_CHANGE', basis: '公监管〔2014〕96号 一（一）8；法释〔2021〕1号 第296条' },
}

/** The kind of certificate that a way of the file needs, or null. */
export const transferKindOf = (leg: string): KindRule | null => KINDS[leg] ?? null

/** From which kind of agency to which each kind goes. REVIEW_DEATH: high court to the receiving court. */
const SIDES: Readonly<Record<TransferKind, readonly string[]>> = {
  TRANSFER_PROSECUTION: ['publicSecurity procuratorate'],
  RETRANSFER: ['publicSecurity procuratorate'],
  RETURN_SUPPLEMENT: ['procuratorate publicSecurity'],
  INDICT: ['procuratorate court'],
  ADJOURN_SUPPLEMENT: ['court procuratorate'],
  RESUME: ['procuratorate court'],
  APPEAL: ['court court'],
  REMAND: ['court court'],
  REVIEW_DEATH: ['court court'],
  AGENCY_CHANGE: ['publicSecurity publicSecurity', 'procuratorate procuratorate', 'court court', 'court procuratorate'],
}

const isKind = (kind: string): kind is TransferKind => Object.hasOwn(TRANSFER_KINDS, kind)
const same = (a: Date | null, b: Date | null): boolean => a?.getTime() === b?.getTime()

/** A transfer goes from the holder to the next one, a changed period is told by the holder, a release by whoever held the person till then. */
function isOfHolder({ paper, holderBefore, holderAfter, fromAgency, toAgency }: CheckFacts): boolean {
  if (paper === 'transfer') return holderBefore === fromAgency && holderAfter === toAgency
  return (paper === 'releaseNotice' ? holderBefore : holderAfter) === fromAgency
}

/** The checks of custody-transfer.md §4 on one paper, each with what came out. A transfer after the old period's end is recorded, and is an incident. */
export function checkDispatch(facts: CheckFacts): readonly CheckResult[] {
  const isTransfer = facts.paper === 'transfer'
  const fits = !isTransfer || (isKind(facts.kind) && SIDES[facts.kind].includes(`${facts.fromType} ${facts.toType ?? ''}`))
  const isPeriodRight = facts.newTo !== null && same(facts.newTo, facts.lawfulTo) && same(facts.newFrom, facts.lawfulFrom)
  const passed: readonly (readonly [Refusal, boolean])[] = [
    ['PERSON_MISMATCH', facts.isHere],
    ['NOT_HOLDER', isOfHolder(facts)],
    ['SIGNATURE_INVALID', facts.sealsHold],
    ['STAGE_MISMATCH', fits],
    ['PERIOD_WRONG', facts.paper === 'releaseNotice' || isPeriodRight],
    ['DUPLICATE', !facts.numberUsed],
    ['REVOKED', facts.state !== 'revoked' && facts.state !== 'calledOff'],
  ]
  const results = passed.map(([code, holds]): CheckResult => {
    const { zh, en } = REFUSALS[code]
    return { code, zh, en, outcome: holds ? 'passed' : 'failed' }
  })
  const isLate = isTransfer && facts.senderDueAt !== null && facts.acceptedAt !== null && facts.senderDueAt < facts.acceptedAt
  const late = { code: 'LATE', zh: '受理时原羁押期限已经届满', en: 'The old period was over at acceptance', outcome: 'late' } as const
  return isLate ? [...results, late] : results
}

const BASIS = '看守所条例 第15条；公监管〔2014〕96号'

/** Only what lies on the desk is answered, and once. A paper that fails a check is refused with the code of that check. */
export function decideAcknowledge(state: DispatchState, checks: readonly CheckResult[]): Decision<'acknowledged'> {
  if (state !== 'delivered') return refuse('custody-not-delivered', BASIS, { state })
  const failed = checks.find(({ outcome }) => outcome === 'failed')
  return failed ? refuse('custody-check-failed', BASIS, { check: failed.code }) : { ok: true, change: 'acknowledged' }
}

/** What is refused goes back to whoever completed it. */
export const decideRefuse = (state: DispatchState): Decision<'refused'> =>
  state === 'delivered' ? { ok: true, change: 'refused' } : refuse('custody-not-delivered', BASIS, { state })

/** A new version takes the place of one that was refused, or of one that is found wrong while it is on its way or acknowledged. */
export const decideReissue = (state: DispatchState): Decision<'completed'> =>
  state === 'refused' || state === 'delivered' || state === 'acknowledged'
    ? { ok: true, change: 'completed' }
    : refuse('custody-not-delivered', BASIS, { state })

/** What was carried on paper is taken as the centre's answer, once; what waits there on the screen is answered by it too. */
export const decideCarried = (state: DispatchState): Decision<'acknowledged'> =>
  state === 'completed' || state === 'delivered' ? { ok: true, change: 'acknowledged' } : refuse('custody-not-delivered', BASIS, { state })
