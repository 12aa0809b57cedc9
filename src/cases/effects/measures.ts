import { refuse } from '../../domain/problem.ts'
import { isClosed } from '../../domain/stages.ts'
import { lastOf } from '../conditions.ts'
import { isInCustody, isOnBail } from '../measures.ts'
import type { CaseCommand, CasePerson } from '../model.ts'
import { change, conflict, doneAlready, type EffectRule, measureBy, missing, runningPeriod } from './effect.ts'

const DETENTION = '06'
const ARREST = '07'
const BAILS: readonly unknown[] = ['02', '03']
const SURVEILLANCES: readonly unknown[] = ['04', '05']

/** Nobody is held for two cases: the second one waits until the first lets go (一人双押). 公监管〔2014〕96号 */
function custody(person: CasePerson | null, command: CaseCommand, code: string, basis: string): ReturnType<EffectRule> {
  if (person?.measure?.code === code || person?.measure?.code === ARREST) return doneAlready(basis)
  if (person?.heldElsewhere) return refuse('custody-held-elsewhere', '看守所条例 第15条；公监管〔2014〕96号')
  return change({ person: { measure: measureBy(command, code) } })
}

/** A remedy against a rejection is asked for within its days; after them it is lost. */
const inTime =
  (code: string): EffectRule =>
  ({ facts, person, command }) => {
    const right = runningPeriod(facts, code, person?.id ?? null)
    return right && right.dueAt < command.occurredAt ? conflict('刑事诉讼法 第92条', 'period-over') : change({})
  }

const REJECTION_GROUNDS: Readonly<Record<string, string>> = {
  noCrime: 'arrestRejectedNoCrime',
  insufficient: 'arrestRejectedInsufficient',
  noNeed: 'arrestRejectedNoNeed',
}

const RECALL = '移送规则 第5节；刑事诉讼法 第87条'
const RECALL_EVENTS = ['arrestRequestReceived', 'arrestRecallAsked', 'arrestRecallRefused', 'arrestRequestWithdrawn']
const SEPARATE = '规则 第158条第3款'

/** Compulsory measures, the arrest, who leaves a case. */
export const MEASURE_EFFECTS = {
  // One agency bails once, for twelve months at most (CPL 79); the next agency decides anew.
  bail: ({ person, command }) => {
    if (person && isOnBail(person) && person.measure?.decidedBy === command.byAgency) return doneAlready('刑事诉讼法 第79条')
    const { measure } = command.data
    return typeof measure === 'string' && BAILS.includes(measure)
      ? change({ person: { measure: measureBy(command, measure) } })
      : missing(null, 'measure')
  },
  surveillance: ({ person, command }) => {
    const { measure } = command.data
    if (typeof measure !== 'string' || !SURVEILLANCES.includes(measure)) return missing('刑事诉讼法 第75条', 'measure')
    if (SURVEILLANCES.includes(person?.measure?.code) && person?.measure?.decidedBy === command.byAgency)
      return doneAlready('刑事诉讼法 第79条')
    return change({ person: { measure: measureBy(command, measure) } })
  },
  liberty: () => change({ person: { measure: null } }),
  release: ({ person }) => (person && isInCustody(person) ? change({ person: { measure: null } }) : doneAlready('刑事诉讼法 第99条')),

  detention: ({ person, command }) => custody(person, command, DETENTION, '刑事诉讼法 第82条'),
  // One request at a time; a person under arrest is not arrested again.
  arrestRequest: ({ facts, person }) => {
    const pending = facts.periods.some(
      ({ code, casePersonId, endedAt }) => code.startsWith('ARREST_REVIEW') && casePersonId === person?.id && endedAt === null,
    )
    return pending || person?.measure?.code === ARREST ? doneAlready('刑事诉讼法 第87条') : change({})
  },
  arrestReview: ({ person }) => (person?.measure?.code === ARREST ? doneAlready('刑事诉讼法 第87条') : change({})),
  // Only what the procuratorate approved is executed; where it changed its mind on reconsideration, that holds.
  arrest: ({ facts, person, command }) =>
    person && lastOf(facts, person.id, 'arrestApproved', 'arrestRejected', 'arrestExecuted') !== 'arrestApproved'
      ? conflict('刑事诉讼法 第80条', 'arrest-not-approved')
      : custody(person, command, ARREST, '刑事诉讼法 第80、90条'),
  arrestRejection: ({ command }) => {
    const event = typeof command.data.ground === 'string' ? REJECTION_GROUNDS[command.data.ground] : undefined
    return event ? change({ events: [event] }) : missing('刑事诉讼法 第90条', 'ground')
  },
  nonArrest: ({ facts, person }) =>
    person && lastOf(facts, person.id, 'arrestRejected', 'nonArrestDecisionReceived', 'arrestApproved') === 'arrestRejected'
      ? change({})
      : doneAlready('刑事诉讼法 第91条第3款'),
  inTimeForReconsideration: inTime('NONARREST_RECON_REQUEST_5D'),
  inTimeForReview: inTime('NONARREST_REVIEW_REQUEST_5D'),
  reconsideration: ({ command }) => {
    const { outcome } = command.data
    if (outcome !== 'upheld' && outcome !== 'changed') return missing('刑事诉讼法 第92条', 'outcome')
    return change(outcome === 'changed' ? { events: ['arrestApproved'] } : {})
  },
  arrestOfConvict: ({ person, command }) => custody(person, command, ARREST, '社区矫正法 第47条'),
  // Asked for until it is answered; what is asked anew after a refusal is asked anew.
  arrestRecall: ({ facts, person }) =>
    person && lastOf(facts, person.id, ...RECALL_EVENTS) === 'arrestRecallAsked' ? doneAlready(RECALL) : change({}),
  arrestRecallAnswer: ({ facts, person }) =>
    person && lastOf(facts, person.id, ...RECALL_EVENTS) === 'arrestRecallAsked' ? change({}) : conflict(RECALL, 'recall-not-asked'),
  // Somebody stays, and nobody leaves with a measure: that one is split off.
  separate: ({ facts, person }) => {
    if (person?.measure) return conflict(SEPARATE, 'measure-in-force')
    const others = facts.persons.some(({ id, stage }) => id !== person?.id && !isClosed(stage))
    return others ? change({}) : refuse('split-leaves-nobody', SEPARATE)
  },
  counsel: () => change({ person: { counsel: 'defence' } }),
} satisfies Record<string, EffectRule>
