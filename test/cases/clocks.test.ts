import fc from 'fast-check'
import t from 'tap'
import { decideCorrection } from '../../src/cases/correction-rules.ts'
import { type DeadlineCommand, decideDeadline } from '../../src/cases/deadline-rules.ts'
import type { CaseFacts } from '../../src/cases/model.ts'
import { decide } from '../../src/cases/rules.ts'
import { toShanghai } from '../../src/domain/legal-date.ts'
import { accept } from '../../src/domain/problem.ts'
import { type Clock, foldClocks } from '../../src/periods/clocks.ts'
import { CALENDAR } from '../support/calendar.ts'
import { aCase, aCasePerson, afterChange, at } from '../support/case-facts.ts'
import { aStep } from './walks.ts'

const LATER = at('2026-12-31 00:00')
const A = 'person-1'
const B = 'person-2'

type Asked = Partial<DeadlineCommand> & Pick<DeadlineCommand, 'type' | 'occurredAt'>
type Course = {
  readonly facts: CaseFacts
  take(act: string, when: string, casePersonId?: string | null, data?: Record<string, unknown>): Course
  join(id: string, seq: number, when: string): Course
  ask(command: Asked): ReturnType<typeof decideDeadline>
  grant(command: Asked): Course
}

/** A case that is moved step by step, each at its time. */
function course(chargeCode = 'X010', openedAt = '2026-01-12 09:00'): Course {
  let facts = aCase({ chargeCode, openedAt: at(openedAt), holderAgency: '350582-PSB', originAgency: '350582-PSB' })
  const steps: Course = {
    get facts() {
      return facts
    },
    take(act, when, casePersonId = null, data = {}) {
      const step = aStep(facts, act, casePersonId, at(when))
      facts = afterChange(facts, accept(decide(facts, { ...step, data: { ...step.data, ...data } }, LATER)))
      return steps
    },
    join(id, seq, when) {
      facts = { ...facts, persons: [...facts.persons, aCasePerson({ id, seq })] }
      return steps.take('joinPerson', when, id)
    },
    ask(command) {
      const plain = {
        periodCode: null,
        casePersonId: A,
        extension: null,
        length: null,
        reason: null,
        byAgencyType: 'publicSecurity' as const,
      }
      return decideDeadline(facts, { ...plain, ...command }, LATER, CALENDAR)
    },
    grant(command) {
      facts = afterChange(facts, accept(steps.ask(command)))
      return steps
    },
  }
  return steps
}

const due = (clock: Clock | undefined): string | undefined => clock && toShanghai(clock.outcome.dueAt).slice(0, 16).replace('T', ' ')
const clocksOf = ({ events }: CaseFacts): readonly Clock[] => foldClocks(events, CALENDAR)
const clockOf = (facts: CaseFacts, code: string, person: string | null = A): Clock | undefined =>
  clocksOf(facts).findLast(one => one.code === code && one.casePersonId === person)

/** Sample case 2: theft, A detained and arrested, B on bail. */
function sampleCase2() {
  return course()
    .take('intake', '2026-01-12 09:00')
    .take('file', '2026-01-12 10:00')
    .join(A, 1, '2026-01-12 15:00')
    .join(B, 2, '2026-01-13 09:00')
    .take('detain', '2026-01-12 16:30', A)
    .grant({ type: 'extend', periodCode: 'DET_ARREST_REQUEST', extension: 'DET_EXT_30', occurredAt: at('2026-01-14 10:00') })
    .take('bail', '2026-01-13 18:00', B)
    .take('sendArrestRequest', '2026-02-04 10:00', A)
    .take('acceptArrestRequest', '2026-02-04 10:00', A)
    .take('approveArrest', '2026-02-09 10:00', A)
    .take('executeArrest', '2026-02-10 15:00', A)
    .take('sendForProsecution', '2026-04-02 16:00')
    .take('receiveForProsecution', '2026-04-02 17:00')
    .take('acceptForProsecution', '2026-04-03 10:00')
    .take('bail', '2026-04-03 14:00', B)
    .take('sendIndictment', '2026-04-28 09:00')
    .take('receiveIndictment', '2026-04-28 10:00')
    .take('acceptIndictment', '2026-04-29 10:00', null, { procedure: 'summary' })
    .take('announceJudgment', '2026-05-15 16:00', A, { principal: 'P3', principalMonths: 10, suspensionMonths: 0, fineYuan: 5000 })
    .take('announceJudgment', '2026-05-15 16:00', B, { principal: 'P3', principalMonths: 6, suspensionMonths: 12, fineYuan: 3000 })
    .take('serveOnPerson', '2026-05-15 16:30', A)
    .take('serveOnProcuratorate', '2026-05-15 16:30')
    .take('serveOnPerson', '2026-05-18 10:00', B)
    .take('takeEffect', '2026-05-29 00:00')
}

t.test('sample case 2: one in custody, one on bail, each with dates of his own', async t => {
  const { facts } = sampleCase2()
  const expected: readonly (readonly [string, string | null, string])[] = [
    ['DET_FAMILY_NOTICE_24H', A, '2026-01-13 16:30'],
    ['DET_ARREST_REQUEST', A, '2026-02-11 16:30'],
    ['BAIL_POLICE', B, '2027-01-13 23:59'],
    ['ARREST_REVIEW_DETAINED', A, '2026-02-11 23:59'],
    ['INV_CUSTODY', A, '2026-04-10 23:59'],
    ['PROC_REVIEW', A, '2026-05-03 23:59'],
    ['PROC_REVIEW', B, '2026-05-06 23:59'],
    ['BAIL_PROC', B, '2027-04-03 23:59'],
    ['COURT_ACCEPT_7D', null, '2026-05-05 23:59'],
    ['COURT_MEASURE_REDECIDE_7D', B, '2026-05-06 23:59'],
    ['TRIAL_SUMMARY', null, '2026-05-19 23:59'],
    ['JUDGMENT_DELIVERY_5D', A, '2026-05-20 23:59'],
    ['APPEAL_JUDGMENT_10D', A, '2026-05-25 23:59'],
    ['APPEAL_JUDGMENT_10D', B, '2026-05-28 23:59'],
    ['EXEC_DELIVERY_10D', A, '2026-06-08 23:59'],
    ['CC_NOTICE_5D', B, '2026-06-03 23:59'],
    ['CC_REPORT_10D', B, '2026-06-08 23:59'],
  ]
  for (const [code, person, day] of expected) t.equal(due(clockOf(facts, code, person)), day, `${code} ${person}`)
  t.equal(
    clockOf(facts, 'INV_CUSTODY')?.endedAt?.getTime(),
    at('2026-04-03 10:00').getTime(),
    "the sender's custody period runs until acceptance",
  )
  t.notOk(clockOf(facts, 'EXEC_DELIVERY_10D', B), 'a suspended sentence is not delivered to a prison')
})

t.test("the order of entry does not matter: the dates are those of the law's time", async t => {
  const { events } = sampleCase2().facts
  const shape = (clocks: readonly Clock[]): string[] =>
    clocks
      .map(one =>
        [one.code, one.casePersonId, one.startedAt, one.endedAt, one.endEvent, one.outcome.dueAt, one.outcome.suspended].join(' '),
      )
      .sort()
  const wanted = shape(foldClocks(events, CALENDAR))
  let runs = 0
  fc.assert(
    fc.property(fc.shuffledSubarray([...events], { minLength: events.length }), shuffled => {
      runs++
      return JSON.stringify(shape(foldClocks(shuffled, CALENDAR))) === JSON.stringify(wanted)
    }),
    { numRuns: 500 },
  )
  t.comment(`${runs} orders of ${events.length} events`)
  t.end()
})

t.test('an event that concerns nobody in the case moves nothing', async t => {
  const { events } = sampleCase2().facts
  const dues = (history: CaseFacts['events']): (string | undefined)[] => foldClocks(history, CALENDAR).map(due)
  for (const event of events) {
    const stranger = { ...event, id: 'stranger', seq: 99, persons: ['nobody'], starts: [], wholeCase: false }
    t.same(dues([...events, stranger]), dues(events), event.names.join(' '))
  }
})

t.test('what the law does not allow is refused with its code and article, and nothing moves', async t => {
  const detained = () =>
    course()
      .take('intake', '2026-01-12 09:00')
      .take('file', '2026-01-12 10:00')
      .join(A, 1, '2026-01-12 15:00')
      .take('detain', '2026-01-12 16:30', A)
  const code = (held: Course, command: Asked): string => {
    const decision = held.ask(command)
    return decision.ok ? 'allowed' : decision.code
  }
  const extend = (extension: string, when: string, rest: Partial<DeadlineCommand> = {}) =>
    ({ type: 'extend', periodCode: 'DET_ARREST_REQUEST', extension, occurredAt: at(when), ...rest }) as const
  t.equal(code(detained(), extend('DET_EXT_1_4', '2026-01-14 10:00', { length: 4 })), 'allowed')
  t.equal(code(detained(), extend('DET_EXT_1_4', '2026-01-14 10:00')), 'extension-length-required', 'one to four days: which')
  t.equal(code(detained(), extend('DET_EXT_1_4', '2026-01-14 10:00', { length: 5 })), 'extension-length-invalid')
  t.equal(code(detained(), extend('INV_EXT_156', '2026-01-14 10:00')), 'extension-unknown')
  t.equal(code(detained(), extend('DET_EXT_30', '2026-01-16 10:00')), 'extension-after-expiry')
  t.equal(
    code(detained(), extend('DET_EXT_30', '2026-01-14 10:00', { byAgencyType: 'court' })),
    'forbidden',
    'a court does not extend police detention',
  )
  t.equal(code(detained(), extend('DET_EXT_30', '2026-01-14 10:00', { casePersonId: B })), 'period-not-running', "nobody else's clock")
  t.equal(code(detained(), extend('DET_EXT_30', '2026-01-11 10:00')), 'occurred-before-case')
  t.equal(code(detained(), extend('DET_EXT_30', '2027-02-01 10:00')), 'occurred-in-future')
  t.equal(code(detained(), { type: 'suspend', reason: 'TRIAL_SUSPENDED', occurredAt: at('2026-01-14 10:00') }), 'period-not-running')
  t.equal(
    code(detained(), {
      type: 'restart',
      periodCode: 'DET_ARREST_REQUEST',
      reason: 'OTHER_MAJOR_CRIME_FOUND',
      occurredAt: at('2026-01-14 10:00'),
    }),
    'period-not-running',
  )
})

t.test('another major crime counts the custody anew, and the earlier count is closed with what it had', async t => {
  const arrested = course()
    .take('intake', '2026-01-12 09:00')
    .take('file', '2026-01-12 10:00')
    .join(A, 1, '2026-01-12 15:00')
    .take('detain', '2026-01-12 16:30', A)
    .take('sendArrestRequest', '2026-01-14 10:00', A)
    .take('acceptArrestRequest', '2026-01-14 10:00', A)
    .take('approveArrest', '2026-01-14 16:00', A)
    .take('executeArrest', '2026-01-15 09:00', A)
    .grant({ type: 'restart', periodCode: 'INV_CUSTODY', reason: 'OTHER_MAJOR_CRIME_FOUND', occurredAt: at('2026-03-10 15:00') })
  const [first, second] = clocksOf(arrested.facts).filter(({ code }) => code === 'INV_CUSTODY')
  t.equal(first?.endEvent, 'restarted')
  t.equal(due(first), '2026-03-15 23:59')
  t.equal(due(second), '2026-05-10 23:59', 'two months from the day of discovery')
})

t.test('an appraisal stops every count that it stops, and a resumption gives the days back', async t => {
  const stopped = course()
    .take('intake', '2026-01-12 09:00')
    .take('file', '2026-01-12 10:00')
    .join(A, 1, '2026-01-12 15:00')
    .take('detain', '2026-01-12 16:30', A)
    .take('sendArrestRequest', '2026-01-14 10:00', A)
    .take('acceptArrestRequest', '2026-01-14 10:00', A)
    .take('approveArrest', '2026-01-14 16:00', A)
    .take('executeArrest', '2026-01-15 09:00', A)
    .grant({ type: 'suspend', reason: 'PSYCHIATRIC_APPRAISAL', occurredAt: at('2026-02-10 10:00') })
  t.equal(clockOf(stopped.facts, 'INV_CUSTODY')?.outcome.suspended, true)
  stopped.grant({ type: 'resume', reason: 'PSYCHIATRIC_APPRAISAL', occurredAt: at('2026-03-06 16:00') })
  t.equal(due(clockOf(stopped.facts, 'INV_CUSTODY')), '2026-04-08 23:59')
})

t.test("a change of procedure: the court's starts a new limit on the day, the procuratorate's goes on from the receipt", async t => {
  const reviewed = course('X010', '2026-06-01 08:00')
    .take('intake', '2026-06-01 08:00')
    .take('file', '2026-06-01 09:00')
    .join(A, 1, '2026-06-01 09:10')
  reviewed
    .take('bail', '2026-06-01 09:20', A)
    .take('sendForProsecution', '2026-06-01 09:30')
    .take('receiveForProsecution', '2026-06-01 09:40')
  const fast = { ...reviewed.facts, persons: reviewed.facts.persons.map(one => ({ ...one, pleads: true, fastTrackConsent: true })) }
  const accepted = afterChange(fast, accept(decide(fast, aStep(fast, 'acceptForProsecution', null, at('2026-06-01 10:00')), LATER)))
  const converted = afterChange(accepted, accept(decide(accepted, aStep(accepted, 'convertReview', A, at('2026-06-08 10:00')), LATER)))
  t.equal(due(clockOf(accepted, 'PROC_REVIEW_FAST')), '2026-06-11 23:59')
  t.equal(due(clockOf(converted, 'PROC_REVIEW')), '2026-07-01 23:59', 'one month from the original receipt (SPP 273)')
})

t.test('a corrected time gives the dates that it always would have given; the wrong entry moves nothing any more', async t => {
  const { facts } = sampleCase2()
  const wrong = facts.events.find(({ names }) => names.includes('arrestExecuted'))
  if (!wrong) return t.fail('the arrest')
  const right = at('2026-02-09 11:00')
  const change = accept(decideCorrection(facts, { event: wrong, act: 'executeArrest', replacementAt: right }, LATER))
  const corrected = foldClocks(change.history, CALENDAR)
  const custody = corrected.find(({ code }) => code === 'INV_CUSTODY')
  t.equal(due(custody), '2026-04-09 23:59')
  t.equal(custody?.startedAt.getTime(), right.getTime())
  t.equal(corrected.filter(({ code }) => code === 'INV_CUSTODY').length, 1)
  const code = (replacementAt: Date | null): string => {
    const decision = decideCorrection(facts, { event: wrong, act: 'executeArrest', replacementAt }, LATER)
    return decision.ok ? 'allowed' : decision.code
  }
  t.equal(code(null), 'correction-needs-time', 'an arrest does not vanish: the way back is a step of its own')
  t.equal(code(at('2026-02-03 11:00')), 'correction-out-of-order', 'not before the request')
  t.equal(code(at('2026-04-05 11:00')), 'correction-out-of-order', 'not after the acceptance by the procuratorate')
})
