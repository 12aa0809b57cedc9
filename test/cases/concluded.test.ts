import t from 'tap'
import { foldClocks } from '../../src/periods/clocks.ts'
import { CALENDAR } from '../support/calendar.ts'
import { Course } from '../support/course.ts'
import { shanghai } from '../support/periods.ts'

const [A, B] = ['person-1', 'person-2']
const FINE = { principal: 'S2', principalMonths: 0, suspensionMonths: 0, fineYuan: 2000 }
const SUSPENDED = { principal: 'P2', principalMonths: 1, suspensionMonths: 2, fineYuan: 2000 }
const ACQUITTED = { principal: 'N0', principalMonths: 0, suspensionMonths: 0, fineYuan: 0, acquittalGround: 'evidence' }

/** Two on bail before the court, whom nobody told of their rights and for whom it decided no measure of its own. */
const beforeTheCourt = (): Course => {
  const course = new Course({ openedAt: shanghai('2026-03-02 09:00') }).take('intake', '2026-03-02 09:00').take('file', '2026-03-02 10:00')
  for (const person of [A, B]) course.join(person, '2026-03-03 09:00').take('bail', '2026-03-03 18:00', person, { measure: '02' })
  return course
    .take('sendForProsecution', '2026-03-20 10:00')
    .take('receiveForProsecution', '2026-03-20 11:00')
    .take('acceptForProsecution', '2026-03-20 15:00')
    .take('sendIndictment', '2026-04-01 10:00')
    .take('receiveIndictment', '2026-04-01 11:00')
    .take('acceptIndictment', '2026-04-02 10:00', null, { procedure: 'summary' })
}

const judged = (course: Course, sentences: readonly object[]): Course => {
  for (const [at, person] of [A, B].entries()) course.take('announceJudgment', '2026-04-10 10:00', person, { ...sentences[at] })
  for (const person of [A, B]) course.take('serveOnPerson', '2026-04-10 11:00', person)
  return course.take('serveOnProcuratorate', '2026-04-10 11:00')
}

const running = (course: Course, person: string | null): string[] =>
  course.facts.periods
    .filter(({ endedAt, casePersonId }) => endedAt === null && casePersonId === person)
    .map(({ code }) => code)
    .sort()

t.test('the judgment takes effect: what was left undone falls away, for each by what becomes of him', async t => {
  const course = judged(beforeTheCourt(), [FINE, SUSPENDED])
  t.ok(running(course, A).includes('COURT_RIGHTS_NOTICE_3D') && running(course, B).includes('COURT_RIGHTS_NOTICE_3D'))
  course.take('takeEffect', '2026-04-30 10:00')
  t.same(
    course.facts.persons.map(({ stage }) => stage),
    ['CLOSED_RELEASED', 'EFFECTIVE'],
  )
  t.same(running(course, A), [], 'with a fine alone the proceedings against him are over, and his bail with them')
  t.equal(course.facts.persons[0]?.measure, null)
  t.same(
    running(course, B),
    ['BAIL_POLICE', 'CC_DOCUMENTS_10D', 'CC_NOTICE_5D', 'CC_REPORT_10D'],
    'the other’s bail lasts until the correction begins, and his delivery has begun',
  )
  const duty = foldClocks(course.facts.events, CALENDAR).find(
    ({ code, casePersonId }) => code === 'COURT_RIGHTS_NOTICE_3D' && casePersonId === A,
  )
  t.match(duty?.outcome.ledger.at(-1), { kind: 'fellAway', zh: /诉讼程序终结/, en: /fell away/ }, 'the ledger says why')
  t.match(duty?.outcome.ledger.at(-1)?.eventId, duty?.endedBy, 'and by which step')
})

t.test('acquitted: nothing of his runs on, save the answer that the victim waits for', async t => {
  const course = judged(beforeTheCourt(), [ACQUITTED, ACQUITTED])
    .take('serveOnVictim', '2026-04-10 11:00', A)
    .take('takeProtestRequest', '2026-04-14 10:00', A)
    .take('takeEffect', '2026-04-30 10:00')
  t.same([running(course, A), running(course, B)], [[], []])
  t.same(running(course, null), ['VICTIM_PROTEST_REPLY_5D'], 'a remedy is answered whatever became of the case')
})

t.test('one is not prosecuted: his duties end, the other’s and the case’s own go on', async t => {
  const course = new Course({ openedAt: shanghai('2026-03-02 09:00') }).take('intake', '2026-03-02 09:00').take('file', '2026-03-02 10:00')
  for (const person of [A, B]) course.join(person, '2026-03-03 09:00').take('bail', '2026-03-03 18:00', person, { measure: '02' })
  course
    .take('sendForProsecution', '2026-03-20 10:00')
    .take('receiveForProsecution', '2026-03-20 11:00')
    .take('acceptForProsecution', '2026-03-20 15:00')
    .take('findNoReviewJurisdiction', '2026-03-21 10:00')
    .take('decideNonProsecution', '2026-03-22 10:00', A, { ground: 'discretionary' })
  t.same(running(course, A), [])
  t.same(running(course, B), ['BAIL_POLICE', 'PROC_REVIEW', 'PROC_RIGHTS_NOTICE_3D'])
  t.same(running(course, null), ['PROC_JURIS_TRANSFER_5D'])
  course
    .take('serveNonProsecutionOnPerson', '2026-03-23 10:00', A)
    .take('decideNonProsecution', '2026-03-24 10:00', B, { ground: 'discretionary' })
  t.same(running(course, A), ['NONPROS_PERSON_PETITION_7D'], 'his own remedy runs on though the whole case is closed')
  t.same([running(course, B), running(course, null)], [[], []], 'with the last of them the case’s own duties end too')
})
