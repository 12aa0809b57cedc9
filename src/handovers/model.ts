import type { Bilingual } from '../domain/codes.ts'
import type { Leg } from './legs.ts'

export type { Leg } from './legs.ts'

export type HandOverState =
  | 'draft'
  | 'sent'
  | 'checked'
  | 'delivered'
  | 'received'
  | 'supplement'
  | 'rebind'
  | 'accepted'
  | 'returned'
  | 'recalled'
  | 'faulty'

/** What a flow hears in place of a state while the line of the sender or the receiver is down. */
export const LINE_DOWN = 'lineDown'

/** The receiver's answers (收案审查结果), procedure.md §3. */
export type ReceiptOutcome =
  | 'ACCEPTED'
  | 'ACCEPTED_WITH_NOTE'
  | 'SUPPLEMENT_REQUIRED'
  | 'REBIND_REQUIRED'
  | 'RETURNED_NO_JURISDICTION'
  | 'RETURNED_PERSON_AT_LARGE'
  | 'RETURNED_NOT_PROSECUTABLE'

export const OUTCOME_NAMES: Readonly<Record<ReceiptOutcome, Bilingual>> = {
  ACCEPTED: { zh: '受理', en: 'Accepted' },
  ACCEPTED_WITH_NOTE: { zh: '受理（附说明）', en: 'Accepted with a note' },
  SUPPLEMENT_REQUIRED: { zh: '要求补充材料', en: 'Papers asked for' },
  REBIND_REQUIRED: { zh: '要求重新装订', en: 'To be bound anew' },
  RETURNED_NO_JURISDICTION: { zh: '退回：不属管辖', en: 'Returned: no jurisdiction' },
  RETURNED_PERSON_AT_LARGE: { zh: '退回：人员不在案', en: 'Returned: person at large' },
  RETURNED_NOT_PROSECUTABLE: { zh: '退回：依法不追究刑事责任', en: 'Returned: not prosecutable' },
}

export type ReturnOutcome = Extract<ReceiptOutcome, `RETURNED_${string}`>

/** Papers that the receiver asks for (要求补充), by a day; the sender's periods run on. */
export type SupplementRequest = {
  readonly reason: string
  readonly basis: string
  readonly documentCodes: readonly string[]
  readonly dueOn: string
  readonly askedAt: string
}

/** The dossier has to be put in order and frozen anew (重新装订) before it is looked at, by a day. */
export type RebindRequest = Omit<SupplementRequest, 'documentCodes'>

/** One answer of the receiving desk as it was given. */
export type HandOverAnswer = {
  readonly outcome: ReceiptOutcome
  readonly reason: string | null
  readonly basis: string | null
  readonly dueOn: string | null
  readonly documentCodes: readonly string[] | null
  /** Whom it is about, where it is not about all. */
  readonly persons: readonly string[] | null
}

/** States in which the hand-over waits for somebody. */
export const OPEN_STATES: readonly HandOverState[] = ['draft', 'sent', 'checked', 'delivered', 'received', 'supplement', 'rebind', 'faulty']
/** States in which the receiver's desk has it. */
export const AT_RECEIVER: readonly HandOverState[] = ['delivered', 'received', 'supplement', 'rebind']

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

/** When and between whom a gate is looked at; `to` is null before a receiver is chosen, `persons` null for the whole case. */
export type GatePlace = {
  readonly now: Date
  readonly from: string
  readonly to: string | null
  readonly persons: readonly string[] | null
  /** Where each person lives, as far as it is known. */
  readonly residences: ReadonlyMap<string, string>
  /** For whom the file came back because they are at large, and who have not been met with since. */
  readonly atLarge: readonly string[]
  /** How far the sender's case card is; null where there is none yet. */
  readonly card: GateCard | null
}

/** What a case card lacks, by the names of its fields; `required`: the agency hands over complete cards only. */
export type GateCard = { readonly missing: readonly Bilingual[]; readonly disputed: readonly Bilingual[]; readonly required: boolean }

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
