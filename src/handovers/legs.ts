import type { AgencyType, Bilingual } from '../domain/codes.ts'

/** How long a delivered file may lie unsigned and a signed one unanswered before both sides are told, in hours. */
export type LongestStay = { readonly receiveHours: number; readonly answerHours: number }

/** What a leg consists of: who sends to whom, through which gates, by which steps of the transition table. */
export type LegRule = Bilingual & {
  readonly from: AgencyType
  readonly to: readonly AgencyType[]
  /** Null: no papers are prescribed for this way. */
  readonly gate: string | null
  readonly fastTrackGate: string | null
  readonly send: string
  readonly receive: string
  readonly accept: string
  /** Null: the receiver must take the case. */
  readonly return: string | null
  readonly recall: string
  readonly stay: LongestStay
}

/** SPP 158 and the one-stop rules: the case desk looks at a file at once; three days where papers have to be compared. */
const DESK: LongestStay = { receiveHours: 24, answerHours: 72 }
/** CC Law 20-22: the receipt goes back within five days. */
const CORRECTION: LongestStay = { receiveHours: 24, answerHours: 120 }
/** Custody or evidence waits: the desk looks at it at once (CPL 91; MPS 175). */
const URGENT: LongestStay = { receiveHours: 12, answerHours: 24 }
/** SPC 219: the court decides within seven days of receipt. */
const COURT: LongestStay = { receiveHours: 24, answerHours: 168 }

/** The way a file travels. */
export type Leg =
  | 'filingJurisdiction'
  | 'arrestRequest'
  | 'transferForProsecution'
  | 'prosecutionJurisdiction'
  | 'supplementaryReturn'
  | 'retransfer'
  | 'indictment'
  | 'trialSupplement'
  | 'trialResume'
  | 'prosecutionWithdrawal'
  | 'appeal'
  | 'remand'
  | 'fileDown'
  | 'executionDelivery'
  | 'correctionDelivery'

/** The five steps of a leg in the table, by the word that they share; where the receiver must take the case there is no return. */
const steps = (word: string, mayReturn: boolean) => ({
  send: `send${word}`,
  receive: `receive${word}`,
  accept: `accept${word}`,
  return: mayReturn ? `return${word}` : null,
  recall: `recall${word}`,
})

export const LEGS: Readonly<Record<Leg, LegRule>> = {
  filingJurisdiction: {
    zh: '移送有管辖权的公安机关',
    en: 'Transfer to the competent police',
    from: 'publicSecurity',
    to: ['publicSecurity'],
    gate: null,
    fastTrackGate: null,
    ...steps('FilingJurisdiction', true),
    stay: URGENT,
  },
  arrestRequest: {
    zh: '提请批准逮捕',
    en: 'Request for arrest',
    from: 'publicSecurity',
    to: ['procuratorate'],
    gate: 'G1',
    fastTrackGate: null,
    ...steps('ArrestRequest', true),
    stay: URGENT,
  },
  transferForProsecution: {
    zh: '移送审查起诉',
    en: 'Transfer for prosecution',
    from: 'publicSecurity',
    to: ['procuratorate'],
    gate: 'G2',
    fastTrackGate: 'G4A',
    send: 'sendForProsecution',
    receive: 'receiveForProsecution',
    accept: 'acceptForProsecution',
    return: 'returnFromProsecution',
    recall: 'recallFromProsecution',
    stay: DESK,
  },
  prosecutionJurisdiction: {
    zh: '移送有管辖权的人民检察院',
    en: 'Transfer to the competent procuratorate',
    from: 'procuratorate',
    to: ['procuratorate'],
    gate: null,
    fastTrackGate: null,
    ...steps('ProsecutionJurisdiction', true),
    stay: DESK,
  },
  supplementaryReturn: {
    zh: '退回补充侦查',
    en: 'Return for supplementary investigation',
    from: 'procuratorate',
    to: ['publicSecurity'],
    gate: 'G5',
    fastTrackGate: null,
    send: 'sendSupplementaryReturn',
    receive: 'receiveSupplementaryReturn',
    accept: 'acceptSupplementaryReturn',
    return: null,
    recall: 'recallSupplementaryReturn',
    stay: DESK,
  },
  retransfer: {
    zh: '补充侦查完毕移送',
    en: 'Transfer after supplement',
    from: 'publicSecurity',
    to: ['procuratorate'],
    gate: 'G6',
    fastTrackGate: null,
    send: 'retransfer',
    receive: 'receiveForProsecution',
    accept: 'acceptForProsecution',
    return: 'returnToSupplementary',
    recall: 'recallRetransfer',
    stay: DESK,
  },
  indictment: {
    zh: '提起公诉',
    en: 'Indictment',
    from: 'procuratorate',
    to: ['court'],
    gate: 'G3',
    fastTrackGate: 'G4B',
    send: 'sendIndictment',
    receive: 'receiveIndictment',
    accept: 'acceptIndictment',
    return: 'returnFromCourt',
    recall: 'recallFromCourt',
    stay: COURT,
  },
  trialSupplement: {
    zh: '延期审理，检察院取卷补充侦查',
    en: 'Adjournment for supplement',
    from: 'court',
    to: ['procuratorate'],
    gate: null,
    fastTrackGate: null,
    ...steps('TrialSupplement', false),
    stay: DESK,
  },
  trialResume: {
    zh: '补充侦查完毕，提请恢复审理',
    en: 'Resumption of the trial',
    from: 'procuratorate',
    to: ['court'],
    gate: null,
    fastTrackGate: null,
    ...steps('TrialResume', false),
    stay: DESK,
  },
  prosecutionWithdrawal: {
    zh: '准许撤回起诉，退回卷宗',
    en: 'Prosecution withdrawn, file back',
    from: 'court',
    to: ['procuratorate'],
    gate: null,
    fastTrackGate: null,
    ...steps('ProsecutionWithdrawal', false),
    stay: DESK,
  },
  appeal: {
    zh: '上诉、抗诉案件移送',
    en: 'Appeal',
    from: 'court',
    to: ['court'],
    gate: 'G7',
    fastTrackGate: null,
    ...steps('Appeal', false),
    stay: DESK,
  },
  remand: {
    zh: '发回重新审判',
    en: 'Remand',
    from: 'court',
    to: ['court'],
    gate: null,
    fastTrackGate: null,
    ...steps('Remand', false),
    stay: DESK,
  },
  fileDown: {
    zh: '二审结案，卷宗发还',
    en: 'File back after the second instance',
    from: 'court',
    to: ['court'],
    gate: null,
    fastTrackGate: null,
    ...steps('FileDown', false),
    stay: DESK,
  },
  executionDelivery: {
    zh: '交付执行',
    en: 'Delivery for execution',
    from: 'court',
    to: ['detention', 'prison'],
    gate: 'G8',
    fastTrackGate: null,
    ...steps('Execution', true),
    stay: DESK,
  },
  correctionDelivery: {
    zh: '交付社区矫正',
    en: 'Delivery for community correction',
    from: 'court',
    to: ['communityCorrection'],
    gate: 'G9',
    fastTrackGate: null,
    ...steps('Correction', true),
    stay: CORRECTION,
  },
}

export const isLeg = (text: string): text is Leg => Object.hasOwn(LEGS, text)
export const LEG_RULES: readonly (readonly [Leg, LegRule])[] = Object.entries(LEGS).flatMap(([leg, rule]) =>
  isLeg(leg) ? [[leg, rule] as const] : [],
)
