import type { AgencyType, Bilingual } from '../domain/codes.ts'
import type { LegalDate } from '../domain/legal-date.ts'
import type { Stage } from '../domain/stages.ts'
import type { FastTrackBar } from '../eligibility/model.ts'
import type { ClockEvent, DeadlineChange } from '../periods/clocks.ts'

/** Trial procedures (程序): fast-track 速裁, summary 简易, ordinary 普通. */
export type Procedure = 'fastTrack' | 'summary' | 'ordinary'

/** suspect until indictment, defendant after it, convict after judgment takes effect. */
export type AccusedRole = 'suspect' | 'defendant' | 'convict'

/** A compulsory measure (强制措施) in force. */
export type CompulsoryMeasure = {
  readonly code: string
  readonly decidedBy: string
  readonly decidedByType: AgencyType
  readonly from: Date
  readonly docNo: string | null
}

/** What a court decided for one person. Months and yuan are whole numbers. */
export type Sentence = {
  readonly principal: string
  readonly principalMonths: number
  readonly suspensionMonths: number
  readonly fineYuan: number
  /** Why somebody is acquitted: not guilty by `law` (CPL 200(2)), or the `evidence` does not suffice (CPL 200(3)). */
  readonly acquittal?: 'law' | 'evidence'
}

/** A person in a case (人案): the unit that stages, measures, periods and outcomes belong to (procedure.md §1.1). */
export type CasePerson = {
  readonly id: string
  readonly seq: number
  readonly role: AccusedRole
  readonly stage: Stage
  readonly birthDate: LegalDate | null
  readonly measure: CompulsoryMeasure | null
  readonly pleads: boolean | null
  readonly fastTrackConsent: boolean | null
  readonly counsel: 'defence' | 'dutyLawyer' | null
  readonly sentence: Sentence | null
  readonly servedOnPersonAt: Date | null
  /** Held in custody for another case: nobody is held for two. */
  readonly heldElsewhere: boolean
}

/** The 48-hour overlay of a case: a service level, never a statutory period. */
export type Track48 = { readonly arrivedAt: Date; readonly state: Track48State; readonly closedAt: Date | null }
export type Track48State = 'open' | 'done' | 'converted' | 'left' | 'late'

/** All that `decide` may look at: one case with its persons and running periods, and no name of anybody. */
export type CaseFacts = {
  readonly id: string
  readonly version: number
  readonly stage: Stage
  readonly holderAgency: string
  readonly originAgency: string
  readonly chargeCode: string
  readonly circumstances: readonly string[]
  readonly procedure: Procedure | null
  readonly track48: Track48 | null
  /** What stands against the fast track by the eligibility table, asked as the stage of the case asks it; null: nothing. */
  readonly fastTrackBar: FastTrackBar | null
  /** What stands against the short review, by what the police can know. SPP 273. */
  readonly fastReviewBar: FastTrackBar | null
  readonly openedAt: Date
  readonly servedOnProcuratorateAt: Date | null
  readonly persons: readonly CasePerson[]
  readonly periods: readonly CasePeriod[]
  /** What has happened, as far as clocks go; voided events are not in it. */
  readonly events: readonly ClockEvent[]
}

/** A period of a case as its row has it. */
export type CasePeriod = {
  readonly id: string
  readonly code: string
  readonly casePersonId: string | null
  readonly startedBy: string
  readonly startedAt: Date
  readonly dueAt: Date
  readonly endedAt: Date | null
  readonly suspended: boolean
}

export type FieldKind =
  | 'text'
  | 'longText'
  | 'dateTime'
  | 'date'
  | 'choice'
  | 'integer'
  | 'boolean'
  | 'person'
  | 'persons'
  | 'agency'
  | 'staff'
  | 'documentCodes'

/** One question that a step asks the person who takes it: drives the form, the request check and the API document. */
export type Field = Bilingual & {
  readonly name: string
  readonly kind: FieldKind
  readonly required: boolean
  readonly options?: readonly (Bilingual & { readonly value: string })[]
  readonly hint?: string
}

/** A step somebody or something takes on a case: an act of the transition table with its time and facts. */
export type CaseCommand = {
  readonly act: string
  readonly occurredAt: Date
  readonly casePersonId: string | null
  readonly byAgency: string
  readonly byAgencyType: AgencyType
  readonly data: Readonly<Record<string, unknown>>
}

export type PersonPatch = Partial<
  Pick<CasePerson, 'role' | 'stage' | 'pleads' | 'fastTrackConsent' | 'counsel' | 'sentence' | 'servedOnPersonAt'>
> & { readonly measure?: CompulsoryMeasure | null }

/** The event that a decision is about, before it has an id of its own. */
export const NEW_EVENT = 'new'

/** What one step changes: written as it stands, in one transaction, by the store. */
export type CaseChange = {
  readonly transition: number
  readonly act: string
  readonly occurredAt: Date
  readonly casePersonId: string | null
  readonly events: readonly string[]
  readonly basis: string
  readonly stage: Stage
  readonly holderAgency: string
  readonly casePatch: {
    readonly procedure?: Procedure | null
    readonly track48?: Track48 | null
    readonly servedOnProcuratorateAt?: Date | null
  }
  readonly persons: ReadonlyMap<string, PersonPatch>
  readonly clock: ClockFacts
  /** All that has happened once the step is taken: the clocks follow from it. The step itself is `NEW_EVENT`. */
  readonly history: readonly ClockEvent[]
}

/** What an event says to the clocks and no table can say for it: kept with the event. */
export type ClockFacts = Pick<ClockEvent, 'persons' | 'wholeCase' | 'starts' | 'custody' | 'heldFor' | 'concludes'> & {
  readonly deadline: DeadlineChange | null
}

/** What a second person decides: a change of running periods, or the correction of an event. */
export type DeadlineType = DeadlineChange['type'] | 'correct'
