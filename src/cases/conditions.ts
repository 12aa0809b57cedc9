import type { AgencyType } from '../domain/codes.ts'
import { isCustodyMeasure } from '../domain/codes.ts'
import type { CaseFacts, CasePerson, Procedure } from './model.ts'

/** What a condition may look at; `person` is null for a period of the whole case. */
export type ConditionInput = {
  readonly facts: CaseFacts
  readonly person: CasePerson | null
  readonly byAgencyType: AgencyType
  readonly procedure: Procedure | null
}

const DRUNK_DRIVING = 'X001'

export const isInCustody = (person: CasePerson): boolean => person.measure !== null && isCustodyMeasure(person.measure.code)
export const isOnBail = (person: CasePerson): boolean => person.measure?.code === '02' || person.measure?.code === '03'
export const isDrunkDriving = (facts: CaseFacts): boolean => facts.chargeCode === DRUNK_DRIVING
/** Everybody pleads and consents, or the case runs on the open 48-hour track. */
export const isFastTrack = (facts: CaseFacts): boolean =>
  facts.track48?.state === 'open' ||
  (facts.persons.length > 0 && facts.persons.every(({ pleads, fastTrackConsent }) => pleads === true && fastTrackConsent === true))

/** How often the case went back for supplement, as the police took it; two times at most (CPL 175(3)). */
export const returnsForSupplement = ({ events }: CaseFacts): number =>
  events.filter(({ names }) => names.includes('returnedForSupplement')).length

/** A control or suspended sentence goes to community correction. CC Law 2. */
const goesToCorrection = ({ sentence }: CasePerson): boolean =>
  sentence !== null && (sentence.suspensionMonths > 0 || sentence.principal === 'P1')

/**
 * When a transition starts a period. The court decides anew on bail (SPC 162), save in the rapid drunk-driving mechanism, where
 * the earlier bail goes on (高检发办字〔2023〕187号, article to be verified).
 */
export const START_CONDITIONS = {
  drunkDriving: ({ facts }) => isDrunkDriving(facts),
  fastTrack: ({ facts }) => isFastTrack(facts),
  notFastTrack: ({ facts }) => !isFastTrack(facts),
  inCustody: ({ person }) => person !== null && isInCustody(person),
  notInCustody: ({ person }) => person !== null && !isInCustody(person),
  firstReview: ({ facts }) => returnsForSupplement(facts) === 0,
  byPolice: ({ byAgencyType }) => byAgencyType === 'publicSecurity',
  byProcuratorate: ({ byAgencyType }) => byAgencyType === 'procuratorate',
  byCourt: ({ byAgencyType }) => byAgencyType === 'court',
  procedureFastTrack: ({ procedure }) => procedure === 'fastTrack',
  procedureSummary: ({ procedure }) => procedure === 'summary',
  procedureOrdinary: ({ procedure }) => procedure === 'ordinary',
  bailNeedsNewDecision: ({ facts, person }) => person !== null && isOnBail(person) && !isDrunkDriving(facts),
  correction: ({ person }) => person !== null && goesToCorrection(person),
  toServe: ({ person }) => person?.sentence != null && !goesToCorrection(person),
} satisfies Record<string, (input: ConditionInput) => boolean>

export type StartCondition = keyof typeof START_CONDITIONS
