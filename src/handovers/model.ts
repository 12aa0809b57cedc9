import type { AgencyType, Bilingual } from '../domain/codes.ts'

/** The way a file travels: police to procuratorate, back for supplement and again, procuratorate to court. */
export type Leg = 'transferForProsecution' | 'supplementaryReturn' | 'retransfer' | 'indictment'

export type HandOverState =
  | 'draft'
  | 'sent'
  | 'checked'
  | 'delivered'
  | 'received'
  | 'supplement'
  | 'accepted'
  | 'returned'
  | 'recalled'
  | 'faulty'

/** The receiver's answers (收案审查结果), procedure.md §3. */
export type ReceiptOutcome =
  | 'ACCEPTED'
  | 'ACCEPTED_WITH_NOTE'
  | 'SUPPLEMENT_REQUIRED'
  | 'REBIND_REQUIRED'
  | 'RETURNED_NO_JURISDICTION'
  | 'RETURNED_PERSON_AT_LARGE'
  | 'RETURNED_NOT_PROSECUTABLE'

export type ReturnOutcome = Extract<ReceiptOutcome, `RETURNED_${string}`>

export type SupplementRequest = {
  readonly reason: string
  readonly basis: string
  readonly documentCodes: readonly string[]
  readonly dueOn: string
  readonly askedAt: string
}

/** What a leg consists of: who sends to whom, through which gates, by which steps of the transition table. */
export type LegRule = Bilingual & {
  readonly from: AgencyType
  readonly to: AgencyType
  readonly gate: string
  readonly fastTrackGate: string | null
  readonly send: string
  readonly receive: string
  readonly accept: string
  /** Null: the receiver must take the case. */
  readonly return: string | null
  readonly recall: string
}

export const LEGS: Readonly<Record<Leg, LegRule>> = {
  transferForProsecution: {
    zh: '移送审查起诉',
    en: 'Transfer for prosecution',
    from: 'publicSecurity',
    to: 'procuratorate',
    gate: 'G2',
    fastTrackGate: 'G4A',
    send: 'sendForProsecution',
    receive: 'receiveForProsecution',
    accept: 'acceptForProsecution',
    return: 'returnFromProsecution',
    recall: 'recallFromProsecution',
  },
  supplementaryReturn: {
    zh: '退回补充侦查',
    en: 'Return for supplementary investigation',
    from: 'procuratorate',
    to: 'publicSecurity',
    gate: 'G5',
    fastTrackGate: null,
    send: 'sendSupplementaryReturn',
    receive: 'receiveSupplementaryReturn',
    accept: 'acceptSupplementaryReturn',
    return: null,
    recall: 'recallSupplementaryReturn',
  },
  retransfer: {
    zh: '补充侦查完毕移送',
    en: 'Transfer after supplement',
    from: 'publicSecurity',
    to: 'procuratorate',
    gate: 'G6',
    fastTrackGate: null,
    send: 'retransfer',
    receive: 'receiveForProsecution',
    accept: 'acceptForProsecution',
    return: 'returnToSupplementary',
    recall: 'recallRetransfer',
  },
  indictment: {
    zh: '提起公诉',
    en: 'Indictment',
    from: 'procuratorate',
    to: 'court',
    gate: 'G3',
    fastTrackGate: 'G4B',
    send: 'sendIndictment',
    receive: 'receiveIndictment',
    accept: 'acceptIndictment',
    return: 'returnFromCourt',
    recall: 'recallFromCourt',
  },
}

export const isLeg = (text: string): text is Leg => Object.hasOwn(LEGS, text)

/** States in which the hand-over waits for somebody. */
export const OPEN_STATES: readonly HandOverState[] = ['draft', 'sent', 'checked', 'delivered', 'received', 'supplement', 'faulty']
/** States in which the receiver's desk has it. */
export const AT_RECEIVER: readonly HandOverState[] = ['delivered', 'received', 'supplement']

/** One frozen line of a manifest: a document version by its digests and its place in the dossier. */
export type ManifestEntry = {
  readonly seq: number
  readonly supplement: number
  readonly documentId: string
  readonly volume: string
  readonly volumeSeq: number
  readonly code: string
  readonly title: string
  readonly pageFrom: number
  readonly pageTo: number
  readonly pageCount: number
  readonly sizeBytes: number
  readonly sha256: string
  readonly sm3: string
}

/** A paper in the dossier as a gate sees it. */
export type GateDocument = {
  readonly id: string
  readonly code: string | null
  readonly casePersonId: string | null
  readonly pageCount: number
  readonly hasBothDigests: boolean
}

export type GateItem = Bilingual & {
  readonly code: string
  readonly gate: string
  readonly casePersonId: string | null
  readonly level: 'required' | 'conditional'
  readonly status: 'present' | 'missing' | 'notApplicable'
  readonly reason: Bilingual | null
  readonly documentIds: readonly string[]
}

export type GateCheck = Bilingual & {
  readonly code: string
  readonly ok: boolean
  readonly basis: string
  readonly detail: Bilingual | null
}

/** What the receiver's case desk must see (收案审查), worked out for the sender before he sends. */
export type GateResult = {
  readonly leg: Leg
  readonly gates: readonly string[]
  readonly passed: boolean
  readonly items: readonly GateItem[]
  readonly checks: readonly GateCheck[]
}
