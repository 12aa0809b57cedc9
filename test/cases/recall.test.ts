import t from 'tap'
import type { Decision } from '../../src/domain/problem.ts'
import { Course } from '../support/course.ts'
import { shanghai } from '../support/periods.ts'

const [A, B] = ['person-1', 'person-2']
const refusalOf = (decision: Decision<unknown>): string =>
  decision.ok ? 'taken' : [decision.code, decision.facts.reason ?? ''].join(' ').trim()

/** Detained on 20 April at 20:00, extended to 27 April, the request with the procuratorate since the morning of the 25th. */
const requested = (): Course =>
  new Course({ openedAt: shanghai('2026-04-20 18:00'), chargeCode: 'X030' })
    .take('intake', '2026-04-20 18:00')
    .take('file', '2026-04-20 18:30')
    .join(A, '2026-04-20 19:00')
    .join(B, '2026-04-20 19:00')
    .take('detain', '2026-04-20 20:00', A)
    .extend('DET_ARREST_REQUEST', 'DET_EXT_1_4', '2026-04-22 10:00', A, 4)
    .take('sendArrestRequest', '2026-04-25 09:00', A)
    .take('receiveArrestRequest', '2026-04-25 10:00', A)
    .take('acceptArrestRequest', '2026-04-25 10:00', A)

t.test('a request for arrest is withdrawn while the detention still has time: it goes on to the end that it had', async t => {
  const course = requested()
  const [due] = course.dues('DET_ARREST_REQUEST', A)
  t.equal(due, '2026-04-27T20:00')
  t.notOk(course.running().includes('DET_ARREST_REQUEST'))
  t.equal(refusalOf(course.ask('consentArrestRecall', '2026-04-25 11:00', A)), 'state-conflict recall-not-asked')
  course.take('askArrestRecall', '2026-04-25 12:00', A)
  t.ok(course.running().includes('ARREST_REVIEW_DETAINED'), 'asking alone ends nothing')
  t.equal(refusalOf(course.ask('askArrestRecall', '2026-04-25 13:00', A)), 'state-conflict done-already')
  course.take('consentArrestRecall', '2026-04-26 10:00', A)
  t.notOk(course.running().includes('ARREST_REVIEW_DETAINED'), 'the review is over')
  t.notOk(course.running().includes('NONARREST_RELEASE'))
  t.ok(course.running().includes('DET_ARREST_REQUEST'))
  t.same(course.dues('DET_ARREST_REQUEST', A), [due], 'the same period, with the extension that it had')
  t.match(refusalOf(course.ask('approveArrest', '2026-04-26 11:00', A)), 'state-conflict')
  course.take('sendArrestRequest', '2026-04-26 15:00', A).take('receiveArrestRequest', '2026-04-26 16:00', A)
  course.take('acceptArrestRequest', '2026-04-26 16:00', A)
  t.notOk(course.running().includes('DET_ARREST_REQUEST'), 'it may be asked again')
  t.equal(
    refusalOf(course.ask('consentArrestRecall', '2026-04-26 17:00', A)),
    'state-conflict recall-not-asked',
    'an old wish is not a new one',
  )
})

t.test('where the time of the detention is over it is not revived: he is to be released', async t => {
  const course = requested().take('askArrestRecall', '2026-04-28 09:00', A).take('consentArrestRecall', '2026-04-28 10:00', A)
  t.notOk(course.running().includes('DET_ARREST_REQUEST'))
  t.ok(course.running().includes('NONARREST_RELEASE'))
  t.notOk(course.take('release', '2026-04-28 11:00', A).running().includes('NONARREST_RELEASE'))
})

t.test('who was let out meanwhile is not detained again by a recall', async t => {
  const course = requested().take('bail', '2026-04-25 15:00', A, { measure: '02' })
  course.take('askArrestRecall', '2026-04-26 09:00', A).take('consentArrestRecall', '2026-04-26 10:00', A)
  t.notOk(course.running().some(code => ['DET_ARREST_REQUEST', 'NONARREST_RELEASE'].includes(code)))
})

t.test('a refused recall leaves the review running; after the decision there is nothing to recall', async t => {
  const course = requested().take('askArrestRecall', '2026-04-26 09:00', A).take('refuseArrestRecall', '2026-04-26 10:00', A)
  t.ok(course.running().includes('ARREST_REVIEW_DETAINED'))
  t.equal(refusalOf(course.ask('consentArrestRecall', '2026-04-26 11:00', A)), 'state-conflict recall-not-asked')
  course.take('askArrestRecall', '2026-04-26 12:00', A).take('approveArrest', '2026-04-26 15:00', A)
  t.match(refusalOf(course.ask('consentArrestRecall', '2026-04-26 16:00', A)), /state-conflict/)
  t.match(refusalOf(course.ask('askArrestRecall', '2026-04-26 16:00', A)), /state-conflict/)
})

t.test('a person at large is handled separately: the others are transferred without him', async t => {
  const course = requested()
  t.equal(refusalOf(course.ask('handleSeparately', '2026-04-26 09:00', A)), 'state-conflict measure-in-force', 'who is held is split off')
  course.take('handleSeparately', '2026-04-26 09:00', B, { relatedCase: 'ETZF-350503-2026-000777' })
  t.match(course.facts.persons[1], { stage: 'CLOSED_MOVED' })
  t.equal(course.facts.stage, 'INVESTIGATION')
  course.take('approveArrest', '2026-04-27 10:00', A).take('executeArrest', '2026-04-27 11:00', A)
  course.take('sendForProsecution', '2026-05-10 10:00')
  t.match(
    course.facts.persons.map(({ stage }) => stage),
    ['TRANSFERRED_PROSECUTION', 'CLOSED_MOVED'],
  )
  const alone = new Course({ openedAt: shanghai('2026-04-20 18:00') }).take('intake', '2026-04-20 18:00').take('file', '2026-04-20 18:30')
  t.equal(refusalOf(alone.join(A, '2026-04-20 19:00').ask('handleSeparately', '2026-04-21 09:00', A)), 'split-leaves-nobody')
})
