import type { AgencyType } from '../domain/codes.ts'
import { isInCustody, isOnBail } from './measures.ts'
import type { CaseFacts, CasePerson, Procedure } from './model.ts'
import { goesToCorrection, goesToPrison, isFreeByJudgment, isToServe } from './sentence.ts'

/** What a condition may look at; `person` is null for a period of the whole case. */
export type ConditionInput = {
  readonly facts: CaseFacts
  readonly person: CasePerson | null
  readonly byAgencyType: AgencyType
  readonly procedure: Procedure | null
  readonly occurredAt: Date
  /** What the law calls the step itself. */
  readonly names: readonly string[]
}

const DRUNK_DRIVING = 'X001'
const DESIGNATED_PLACE = '05'
const REJECTIONS = ['arrestRejectedNoCrime', 'arrestRejectedInsufficient', 'arrestRejectedNoNeed']
const NON_PROSECUTIONS = ['nonProsecutionStatutory', 'nonProsecutionDiscretionary', 'nonProsecutionDoubt', 'nonProsecutionSpecial']

export const isDrunkDriving = (facts: CaseFacts): boolean => facts.chargeCode === DRUNK_DRIVING
/** The case runs on the open 48-hour track, everybody pleads and consents, or the conditions of the fast track hold as far as they are asked. */
export const isFastTrack = (facts: CaseFacts): boolean =>
  facts.track48?.state === 'open' ||
  (facts.persons.length > 0 && facts.fastReviewBar === null) ||
  (facts.persons.length > 0 && facts.persons.every(({ pleads, fastTrackConsent }) => pleads === true && fastTrackConsent === true))

/** How often the case went back for supplement, as the police took it; two times at most (CPL 175(3)). */
export const returnsForSupplement = ({ events }: CaseFacts): number =>
  events.filter(({ names }) => names.includes('returnedForSupplement')).length

/** The events in the order of the law's time. */
const inOrder = (events: CaseFacts['events']): CaseFacts['events'] =>
  [...events].sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || a.seq - b.seq)

/** The last of these events that concerns a person, by its name. */
export function lastOf(facts: CaseFacts, personId: string, ...names: readonly string[]): string | null {
  const last = inOrder(facts.events).findLast(event => event.persons.includes(personId) && event.names.some(name => names.includes(name)))
  return last?.names.findLast(name => names.includes(name)) ?? null
}

/** Whether an appeal or protest against the last judgment stands: filed and not withdrawn, and not yet decided. CPL 227—233. */
export function isAppealed(facts: CaseFacts): boolean {
  const events = inOrder(facts.events)
  const since = events.slice(events.findLastIndex(({ names }) => names.includes('remanded') || names.includes('secondInstanceDecided')) + 1)
  const protested = since.findLast(({ names }) => names.includes('protestFiled') || names.includes('protestWithdrawn'))
  if (protested?.names.includes('protestFiled')) return true
  return facts.persons.some(({ id }) => {
    const mine = since.filter(({ persons }) => persons.includes(id))
    const last = mine.findLast(({ names }) => names.includes('appealFiled') || names.includes('appealWithdrawn'))
    return last?.names.includes('appealFiled') ?? false
  })
}

/** Whether somebody is still held who has to be free: a release is never skipped. CPL 260; SPC 170. */
export const isReleaseDue = ({ periods, persons }: CaseFacts, at: Date): boolean =>
  periods.some(
    ({ code, casePersonId, dueAt, endedAt }) =>
      ['RELEASE_ACQUITTED', 'RELEASE_TERM_SERVED', 'NONARREST_RELEASE'].includes(code) &&
      endedAt === null &&
      dueAt <= at &&
      persons.some(person => person.id === casePersonId && isInCustody(person)),
  )

/**
 * When a transition starts a period. The court decides anew on bail (SPC 162), save in the rapid drunk-driving mechanism, where
 * the earlier bail goes on (高检发办字〔2023〕187号, article to be verified).
 */
export const START_CONDITIONS = {
  drunkDriving: ({ facts }) => isDrunkDriving(facts),
  fastTrack: ({ facts }) => isFastTrack(facts),
  notFastTrack: ({ facts }) => !isFastTrack(facts),
  inCustody: ({ person }) => person !== null && isInCustody(person),
  // Held, and the detention's own time before a request for arrest is over.
  detainedBeyondTime: ({ facts, person, occurredAt }) =>
    person !== null &&
    isInCustody(person) &&
    !facts.periods.some(
      ({ code, casePersonId, dueAt }) => code === 'DET_ARREST_REQUEST' && casePersonId === person.id && dueAt > occurredAt,
    ),
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
  toServe: ({ person }) => person !== null && isToServe(person),
  freeByJudgment: ({ person }) => person?.sentence != null && isInCustody(person) && isFreeByJudgment(person.sentence),
  servesInCustody: ({ person }) => person !== null && isInCustody(person) && isToServe(person),
  goesToPrison: ({ facts, person, occurredAt, byAgencyType }) =>
    byAgencyType === 'detention' && person !== null && goesToPrison(facts, person, occurredAt),
  inPrison: ({ byAgencyType }) => byAgencyType === 'prison',
  atDesignatedPlace: ({ person }) => person?.measure?.code === DESIGNATED_PLACE,
  rejectedAsNoCrime: ({ facts, person }) => person !== null && lastOf(facts, person.id, ...REJECTIONS) === 'arrestRejectedNoCrime',
  nonArrestUpheld: ({ names }) => !names.includes('arrestApproved'),
  discretionaryNonProsecution: ({ facts, person }) =>
    person !== null && lastOf(facts, person.id, ...NON_PROSECUTIONS) === 'nonProsecutionDiscretionary',
  // The limits of service before a hearing do not bind the fast-track procedure (CPL 224).
  serviceLimitsApply: ({ procedure }) => procedure !== 'fastTrack',
} satisfies Record<string, (input: ConditionInput) => boolean>

export type StartCondition = keyof typeof START_CONDITIONS
