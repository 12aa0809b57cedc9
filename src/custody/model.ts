import type { Bilingual } from '../domain/codes.ts'
import type { TransferKind } from './certificate/model.ts'

/**
 * What goes to a detention centre about one person: a 换押证 from one agency to the next, a 变更羁押期限通知书 or a 释放通知书 of the agency that
 * holds the person. One per person; co-defendants go in one batch.
 */
export type DispatchPaper = 'transfer' | 'changeNotice' | 'releaseNotice'

/**
 * `announced`: sent with the case, the sender still holds the person. `completed`: the receiver accepted and named the new period.
 * `delivered`: it lies on the centre's desk. `refused`: the centre gave a code, the receiver corrects. `calledOff`: the receiver did
 * not take the case. `revoked`: the sender took it back before acceptance.
 */
export const DISPATCH_STATES = {
  announced: { zh: '已预告', en: 'Announced' },
  completed: { zh: '已完成，送达中', en: 'Completed, on its way' },
  delivered: { zh: '已送达，待看守所确认', en: 'Delivered, to be acknowledged' },
  refused: { zh: '看守所不予办理，待更正', en: 'Refused, to be corrected' },
  acknowledged: { zh: '看守所已确认', en: 'Acknowledged' },
  calledOff: { zh: '已取消（接收单位未受理）', en: 'Called off' },
  revoked: { zh: '已撤销（移送单位撤回）', en: 'Revoked' },
} as const satisfies Record<string, Bilingual>
export type DispatchState = keyof typeof DISPATCH_STATES

/** States in which somebody still has something to do. */
export const OPEN_DISPATCH: readonly DispatchState[] = ['announced', 'completed', 'delivered', 'refused']

/** Why a centre does not carry out a transfer (custody-transfer.md §4). The person is held on the old title meanwhile. */
export const REFUSALS = {
  PERSON_MISMATCH: { zh: '人员不在本所或者身份不符', en: 'The person is not here, or is somebody else', basis: '看守所条例 第9、15条' },
  NOT_HOLDER: { zh: '移送单位不是当前办案机关（一人双押）', en: 'The sender does not hold the person', basis: '公监管〔2014〕96号' },
  SIGNATURE_INVALID: { zh: '签名、印章或者文件摘要无效', en: 'A seal or signature is not valid', basis: '电子签名法 第13、14条' },
  STAGE_MISMATCH: { zh: '换押种类与诉讼阶段、法律依据不符', en: 'The kind does not fit the stage', basis: '公监管〔2014〕96号' },
  PERIOD_WRONG: { zh: '新的羁押期限有误', en: 'The new period is wrong', basis: '刑事诉讼法 第156—160、172、208条' },
  DUPLICATE: { zh: '文号已经使用', en: 'The number has been used', basis: '公监管〔2014〕96号' },
  REVOKED: { zh: '换押证已经撤销', en: 'The certificate has been revoked', basis: '公监管〔2014〕96号' },
} as const satisfies Record<string, Bilingual & { basis: string }>
export type Refusal = keyof typeof REFUSALS

/** One check of §4 as it came out; `late` lets the transfer through and opens an incident. */
export type CheckResult = Bilingual & { readonly code: Refusal | 'LATE'; readonly outcome: 'passed' | 'failed' | 'late' }

/** What the centre's checks look at. Times are instants. */
export type CheckFacts = {
  readonly paper: DispatchPaper
  readonly kind: TransferKind | string
  readonly state: DispatchState
  readonly fromType: string
  readonly toType: string | null
  /** In this centre, under the identity that the paper names. */
  readonly isHere: boolean
  /** For whom the person was held before the acceptance and since. */
  readonly holderBefore: string | null
  readonly holderAfter: string | null
  readonly fromAgency: string
  readonly toAgency: string | null
  readonly sealsHold: boolean
  readonly senderDueAt: Date | null
  readonly acceptedAt: Date | null
  readonly newFrom: Date | null
  readonly newTo: Date | null
  /** Until when the acceptance, as the events have it now, lets the person be held. */
  readonly lawfulFrom: Date | null
  readonly lawfulTo: Date | null
  readonly numberUsed: boolean
}
