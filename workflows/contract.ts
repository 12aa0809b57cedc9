export const caseFlowId = (caseId: string): string => `case:${caseId}`
export const handOverFlowId = (handOverId: string): string => `handover:${handOverId}`
export const letterFlowId = (letterId: string): string => `letter:${letterId}`
export const fastTrackFlowId = (caseId: string): string => `fastTrack:${caseId}`
export const custodyFlowId = (custodyBatchId: string): string => `custody:${custodyBatchId}`
/** A card's version goes into the agency's own system once. */
export const writeBackFlowId = (cardId: string, cardVersion: string): string => `wb:${cardId}:${cardVersion}`
export const zipImportFlowId = (importId: string): string => `intake:${importId}`

/** Ids alone travel through Temporal: its history is kept for years and must name no one. */
export type HandOverRef = { readonly handOverId: string; readonly caseId: string }
export type ImportRef = { readonly importId: string; readonly caseId: string }

/** A fact of a case from the outbox; `eventId` is the outbox row's id, so that a repeated fact is known. */
export type CaseFact = { readonly eventId: string; readonly type: string; readonly handOverId?: string }

/** What a case flow carries over when it continues as new. */
export type CaseFlowInput = { readonly caseId: string; readonly seen?: readonly string[] }

export const CASE_FACT = 'caseFact'
export const HAND_OVER_ANSWERED = 'handOverAnswered'
export const HAND_OVER_RESUMED = 'handOverResumed'
export const HAND_OVER_SUPPLEMENTED = 'handOverSupplemented'
export type HandOverSignal = { readonly eventId: string }

export type LetterRef = { readonly letterId: string; readonly caseId: string }
/** A fact of a letter from the outbox; what people are told of it, the rows say. */
export type LetterFact = { readonly eventId: string; readonly type: string }
export const LETTER_FACT = 'letterFact'

export type TrackRef = { readonly caseId: string }
/** Something happened to a case on the 48-hour track; the rows say what. */
export type TrackFact = { readonly eventId: string }
export const TRACK_FACT = 'trackFact'
/** How a track ended, or in how many real milliseconds its next mark is due. */
export type TrackTurn = { readonly end: string | null; readonly nextMs: number | null }

/** The custody papers of one hand-over or of one event. */
export type CustodyBatchRef = { readonly custodyBatchId: string; readonly caseId: string }
/** Something happened to papers of the batch; the rows say what. */
export type CustodyFact = { readonly eventId: string }
export const CUSTODY_FACT = 'custodyFact'

/** A confirmed version of a card on its way into the agency's own system. */
export type WriteBackRef = { readonly writeBackId: string; readonly caseId: string }
/** Somebody lets it go on, or the rows have changed. */
export type WriteBackFact = { readonly eventId: string }
export const WRITE_BACK_FACT = 'writeBackFact'
/** The state in which it ended, or in how many real milliseconds to look again; null: when a fact comes. */
export type WriteBackTurn = { readonly end: string | null; readonly waitMs: number | null }

/** The queue of what goes to an agency's system: installations that share an engine keep theirs apart. */
export const agencyQueue = (taskQueue: string, agency: string): string =>
  taskQueue === 'flow' ? `agency:${agency}` : `${taskQueue}:agency:${agency}`
