import type { AgencyType, Bilingual } from '../domain/codes.ts'
import type { Stage } from '../domain/stages.ts'
import type { DeadlineChange } from '../periods/clocks.ts'
import type { StartCondition } from './conditions.ts'
import type { Effect } from './effects.ts'
import type { Field } from './model.ts'
import type { StartInstant } from './start-instants.ts'

/** Roles of staff; the letters are those of the access matrix. */
export type StaffRole = 'PO' | 'PL' | 'PP' | 'PC' | 'CJ' | 'CC' | 'DO' | 'JB'

/**
 * `since`: counted from the start of this period, which the step ends, not from the step itself. `at`: from an instant that
 * follows from the facts, such as a hearing; without one the period does not start. `months`: the field that fixes its length.
 */
export type PeriodStart = {
  readonly code: string
  readonly when?: StartCondition
  readonly since?: string
  readonly at?: StartInstant
  readonly months?: string
}

/**
 * One row of the transition table (procedure.md §2): who may take which step from where to where, what the law calls the
 * event, which periods it starts and ends. `decide`, the API, the buttons and the tests all read this table.
 */
export type Transition = Bilingual & {
  readonly act: string
  /** Row of procedure.md §2. */
  readonly no: number
  readonly basis: string
  readonly from: readonly Stage[]
  /** Null: the stage stays. */
  readonly to: Stage | null
  /** Whether the step concerns one person or all persons of the case who are not done with. */
  readonly unit: 'case' | 'person'
  readonly agency: readonly AgencyType[]
  readonly who: readonly StaffRole[]
  /**
   * `act`: a button of its own. `handOver`: taken by a step of a hand-over. `creation`: opens the case or adds a person.
   * `deadline`: changes running periods or corrects an event, on a request that a second person decides.
   * `centre`: reported by the detention centre, which sees no case, and entered by the system.
   */
  readonly by: 'act' | 'handOver' | 'creation' | 'deadline' | 'centre'
  /** Lawful at its stage, but not what usually comes next: the screens keep it behind the others. */
  readonly seldom?: true
  /** Names of the law's events; a period ends by the events its own row names. */
  readonly events: readonly string[]
  readonly starts: readonly PeriodStart[]
  /** Periods that go on although the event would end them, because the step is complete only when the receiver accepts. */
  readonly keeps?: readonly string[]
  /** Periods ended by this step itself: an earlier step kept them, or what they wait for can no longer come. */
  readonly ends?: readonly string[]
  /** Periods that an earlier step ended and that go on where their own time is not over and the person is still held. */
  readonly revives?: readonly string[]
  /** Makes sense only while one of these periods runs: a duty that is done is not done twice. */
  readonly needsRunning?: readonly string[]
  /** Another step's turn while one of these runs: a file in its supplementary round does not go back to the first. */
  readonly unlessRunning?: readonly string[]
  /** Where the legal holder changes, to whom. */
  readonly holder?: 'receiver'
  /** Taken by an agency that works on the case beside its holder: the arrest review, the centre, the prison, the correction office. */
  readonly partner?: true
  /** Stops or resumes the count of periods that know this reason. */
  readonly deadline?: Extract<DeadlineChange, { readonly type: 'suspend' | 'resume' }>
  /** Its persons leave the case, or were never of it. */
  readonly parts?: true
  readonly effect?: Effect
  readonly fields: readonly Field[]
}

type Defaults = 'to' | 'events' | 'starts' | 'fields'

/** A row with what most rows leave out. */
export const step = (row: Omit<Transition, Defaults> & Partial<Pick<Transition, Defaults>>): Transition => ({
  to: null,
  events: [],
  starts: [],
  fields: [],
  ...row,
})

export const POLICE: readonly AgencyType[] = ['publicSecurity']
export const PROCURATORATE: readonly AgencyType[] = ['procuratorate']
export const COURT: readonly AgencyType[] = ['court']
export const CENTRE: readonly AgencyType[] = ['detention']
export const PRISON: readonly AgencyType[] = ['prison']
export const CORRECTION: readonly AgencyType[] = ['communityCorrection']
export const THREE_AGENCIES: readonly AgencyType[] = [...POLICE, ...PROCURATORATE, ...COURT]
