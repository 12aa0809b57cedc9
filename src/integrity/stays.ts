import type { LetterState } from '../alerts/letters/model.ts'
import { STAGES } from '../domain/codes.ts'
import { LEGS, type LongestStay } from '../handovers/legs.ts'
import type { HandOverState } from '../handovers/model.ts'

/** Who must act in a state, and how long it may last at most, in hours of legal time. A backstop beside the statutory periods, never one of them. */
type Stay<Owner extends string> = { readonly owner: Owner; readonly hours: number; readonly basis: string }

const DAY = 24
const MONTH = 31 * DAY
const YEAR = 366 * DAY

/** Stages in which the holder of the case must act. What is not listed is an end. */
export const STAGE_STAYS: Readonly<Record<string, Stay<'holder'>>> = {
  INTAKE: { owner: 'holder', hours: MONTH, basis: '程序规定 第171、178条' },
  FILED: { owner: 'holder', hours: YEAR, basis: '平台规则：立案后一年未确定嫌疑人应当复核' },
  INVESTIGATION: { owner: 'holder', hours: 2 * YEAR, basis: '刑事诉讼法 第79、156—159条' },
  ARREST_REVIEW: { owner: 'holder', hours: 20 * DAY, basis: '刑事诉讼法 第91条；规则 第282条' },
  TRANSFERRED_PROSECUTION: { owner: 'holder', hours: MONTH, basis: '规则 第156—158条' },
  SUPPLEMENTARY: { owner: 'holder', hours: MONTH + 3 * DAY, basis: '刑事诉讼法 第175条' },
  PROSECUTION_REVIEW: { owner: 'holder', hours: YEAR, basis: '刑事诉讼法 第79、172条' },
  COND_NONPROSECUTION: { owner: 'holder', hours: YEAR + MONTH, basis: '刑事诉讼法 第283条' },
  INDICTED: { owner: 'holder', hours: MONTH, basis: '法释〔2021〕1号 第219条' },
  COURT_CHECK: { owner: 'holder', hours: MONTH, basis: '法释〔2021〕1号 第219条' },
  TRIAL: { owner: 'holder', hours: 2 * YEAR, basis: '刑事诉讼法 第208条' },
  ADJOURNED_SUPPLEMENT: { owner: 'holder', hours: MONTH + 3 * DAY, basis: '刑事诉讼法 第205条' },
  TRIAL_SUSPENDED: { owner: 'holder', hours: 2 * YEAR, basis: '刑事诉讼法 第206条' },
  JUDGED: { owner: 'holder', hours: 15 * DAY, basis: '刑事诉讼法 第202条' },
  APPEAL_PERIOD: { owner: 'holder', hours: 2 * MONTH, basis: '刑事诉讼法 第230条' },
  SECOND_INSTANCE: { owner: 'holder', hours: YEAR, basis: '刑事诉讼法 第243条' },
  EFFECTIVE: { owner: 'holder', hours: MONTH, basis: '刑事诉讼法 第264条' },
  EXECUTION_DELIVERY: { owner: 'holder', hours: 2 * MONTH, basis: '刑事诉讼法 第264条' },
  SERVING_PRISON: { owner: 'holder', hours: 25 * YEAR, basis: '刑法 第69条' },
  SERVING_CENTRE: { owner: 'holder', hours: YEAR, basis: '刑事诉讼法 第264条；刑法 第42条' },
  CORRECTION: { owner: 'holder', hours: 5 * YEAR, basis: '刑法 第73条' },
}

/** Stages that end a case or the part of a person. */
export const CLOSED_STAGES: readonly string[] = STAGES.map(({ code }) => code).filter(code => code.startsWith('CLOSED_'))

/** Stages in which a person in custody is held on a period: after the judgment it is the sentence, or the appeal, that holds him. */
export const COUNTED_STAGES: readonly string[] = [
  'FILED',
  'INVESTIGATION',
  'ARREST_REVIEW',
  'TRANSFERRED_PROSECUTION',
  'SUPPLEMENTARY',
  'PROSECUTION_REVIEW',
  'INDICTED',
  'COURT_CHECK',
  'TRIAL',
  'ADJOURNED_SUPPLEMENT',
  'TRIAL_SUSPENDED',
  'SECOND_INSTANCE',
]

/** What a state of a hand-over needs: the columns that it cannot be without, and while it waits, for whom and how long at most. */
type HandOverStay = { readonly columns: readonly string[]; readonly waits: HandOverWait | null }
type HandOverWait = Stay<'sender' | 'platform'> | LegWait
/** The receiver's time is a matter of the leg. */
type LegWait = { readonly owner: 'receiver'; readonly hoursOn: (leg: LongestStay) => number }

const SENT = ['sent_at', 'sent_by', 'manifest_digest', 'signature']
const DELIVERED = [...SENT, 'checked_at', 'delivered_at']
const ENDED = ['answered_at', 'answered_by']
/** Both sides are told at the leg's own time; that nobody heeds it for so long is a finding. */
const UNHEEDED = 6 * DAY

export const HAND_OVER_STAYS: Readonly<Record<HandOverState, HandOverStay>> = {
  draft: { columns: ['gate'], waits: { owner: 'sender', hours: MONTH, basis: '内部审批制度' } },
  sent: { columns: SENT, waits: { owner: 'platform', hours: DAY, basis: '平台规则：即时核验送达' } },
  checked: { columns: [...SENT, 'checked_at'], waits: { owner: 'platform', hours: DAY, basis: '平台规则：即时核验送达' } },
  delivered: { columns: DELIVERED, waits: { owner: 'receiver', hoursOn: ({ receiveHours }) => receiveHours + UNHEEDED } },
  received: {
    columns: [...DELIVERED, 'received_at'],
    waits: { owner: 'receiver', hoursOn: ({ answerHours }) => answerHours + UNHEEDED },
  },
  supplement: { columns: [...DELIVERED, 'received_at', 'supplement'], waits: { owner: 'sender', hours: MONTH, basis: '规则 第158条' } },
  rebind: { columns: [...DELIVERED, 'received_at', 'rebind'], waits: { owner: 'sender', hours: MONTH, basis: '规则 第158条' } },
  faulty: {
    columns: [...SENT, 'checked_at', 'fault'],
    waits: { owner: 'sender', hours: 3 * DAY, basis: '平台规则：卷宗与清单不符即行重送' },
  },
  accepted: { columns: [...DELIVERED, 'received_at', 'outcome', ...ENDED], waits: null },
  returned: { columns: [...DELIVERED, 'received_at', 'outcome', 'reason', 'basis', ...ENDED], waits: null },
  recalled: { columns: ENDED, waits: null },
}

/** A request that waits for a second person. */
export const REQUEST_STAYS: Readonly<Record<'open', Stay<'agency'>>> = {
  open: { owner: 'agency', hours: 7 * DAY, basis: '内部审批制度' },
}

/** Letters: the issuer signs and reviews, the addressed agency answers. */
export const LETTER_STAYS: Readonly<Record<LetterState, Stay<'issuer' | 'agency'> | null>> = {
  RAISED: { owner: 'issuer', hours: 7 * DAY, basis: '督办规则：签发' },
  DELIVERED: { owner: 'agency', hours: MONTH, basis: '督办规则：签收' },
  ACKNOWLEDGED: { owner: 'agency', hours: 2 * MONTH, basis: '督办规则：反馈' },
  IN_PROGRESS: { owner: 'agency', hours: 2 * MONTH, basis: '督办规则：反馈' },
  FED_BACK: { owner: 'issuer', hours: MONTH, basis: '督办规则：审核反馈' },
  DISPUTED: { owner: 'issuer', hours: MONTH, basis: '督办规则：异议' },
  CLOSED: null,
  CANCELLED: null,
  SUPERSEDED: null,
}

/** States of a hand-over in which somebody or something has it. */
export const OPEN_HAND_OVERS = Object.entries(HAND_OVER_STAYS).flatMap(([state, { waits }]) => (waits ? [state] : []))

type Owned = { readonly owner: string }
type Waiting<One extends Owned> = Readonly<Record<string, One | null>>
const waiting = <One extends Owned>(stays: Waiting<One>): [string, One][] =>
  Object.entries(stays).flatMap(([state, stay]) => (stay ? [[state, stay]] : []))
const hoursOf = (stays: Waiting<Stay<string>>): Record<string, number> =>
  Object.fromEntries(waiting(stays).map(([state, { hours }]) => [state, hours]))
const ownersOf = (stays: Waiting<Owned>): Record<string, string> =>
  Object.fromEntries(waiting(stays).map(([state, { owner }]) => [state, owner]))

const HAND_OVER_WAITS: Waiting<HandOverWait> = Object.fromEntries(
  Object.entries(HAND_OVER_STAYS).map(([state, { waits }]) => [state, waits]),
)
const handOverHours = (leg: LongestStay): Record<string, number> =>
  Object.fromEntries(waiting(HAND_OVER_WAITS).map(([state, wait]) => [state, 'hoursOn' in wait ? wait.hoursOn(leg) : wait.hours]))

type Hours = Readonly<Record<string, Readonly<Record<string, number>>>>
const HOURS: Hours = { stage: hoursOf(STAGE_STAYS), request: hoursOf(REQUEST_STAYS), letter: hoursOf(LETTER_STAYS) }
const LEG_HOURS: Hours = Object.fromEntries(Object.entries(LEGS).map(([leg, { stay }]) => [leg, handOverHours(stay)]))

/** The longest stays by kind and state, those of hand-overs by leg and state, and who must act where the state decides it. */
export const LONGEST = { ...HOURS, leg: LEG_HOURS, owner: ownersOf(HAND_OVER_WAITS), letterOwner: ownersOf(LETTER_STAYS) }

/** The longest stay in hours; null for a state that is no waiting. */
export const longestStay = (what: string, state: string, leg: string | null): number | null =>
  (leg === null ? HOURS[what] : LEG_HOURS[leg])?.[state] ?? null
