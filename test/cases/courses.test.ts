import t, { type Test } from 'tap'
import { addMonths } from '../../src/cases/sentence.ts'
import { findTransition, TRANSITIONS } from '../../src/cases/transitions.ts'
import { legalDate } from '../../src/domain/legal-date.ts'
import { EVERY_PERIOD } from '../../src/periods/clocks.ts'
import { PERIODS } from '../../src/periods/table.ts'
import { Course } from '../support/course.ts'
import { SAMPLE_DEADLINES, shanghai } from '../support/periods.ts'

const refusalOf = (answer: ReturnType<Course['ask']>): string =>
  answer.ok ? 'allowed' : `${answer.code} ${answer.facts.reason ?? answer.facts.field ?? ''}`.trim()

/** Every deadline of a sample case that its course starts, each found among the ends that the course gives. */
function matchSample(t: Test, number: number, course: Course, atLeast: number): void {
  const mine = SAMPLE_DEADLINES.filter(one => one.case === number && course.dues(one.periodCode).length > 0)
  t.ok(mine.length >= atLeast, `${mine.length} deadlines of case ${number}`)
  for (const { periodCode, due } of mine) {
    const end = due.includes(' ') ? due.replace(' ', 'T') : `${due}T23:59`
    t.ok(course.seen.has(`${periodCode} ${end}`), `${periodCode} ends ${due}: ${course.dues(periodCode)}`)
  }
}

const A = 'person-1'

t.test('sample case 3: fraud, returned twice, a third return refused', async t => {
  const course = new Course({ openedAt: shanghai('2025-06-08 09:00'), chargeCode: 'X049' })
    .take('intake', '2025-06-08 09:00')
    .take('file', '2025-06-08 10:00')
    .join(A, '2025-06-09 08:00')
    .take('detain', '2025-06-09 09:00', A)
    .extend('DET_ARREST_REQUEST', 'DET_EXT_30', '2025-06-11 10:00', A)
    .take('sendArrestRequest', '2025-07-08 14:00', A)
    .take('receiveArrestRequest', '2025-07-08 15:00', A)
    .take('acceptArrestRequest', '2025-07-08 15:00', A)
  course
    .take('approveArrest', '2025-07-15 15:00', A)
    .take('executeArrest', '2025-07-15 17:00', A)
    .extend('INV_CUSTODY', 'INV_EXT_156', '2025-09-05 10:00', A)
    .take('sendForProsecution', '2025-10-12 10:00')
    .take('receiveForProsecution', '2025-10-12 11:00')
    .take('acceptForProsecution', '2025-10-13 10:00')
  for (const [extended, sent, back, accepted] of [
    ['2025-11-10', '2025-11-26', '2025-12-25', '2025-12-26'],
    ['2026-01-23', '2026-02-08', '2026-03-08', '2026-03-09'],
  ] as const) {
    course
      .extend('PROC_REVIEW', 'PROC_REVIEW_EXT_15D', `${extended} 10:00`, A)
      .take('sendSupplementaryReturn', `${sent} 10:00`)
      .take('receiveSupplementaryReturn', `${sent} 11:00`)
    const taken = sent === '2025-11-26' ? '2025-11-27' : '2026-02-09'
    course
      .take('acceptSupplementaryReturn', `${taken} 10:00`)
      .take('retransfer', `${back} 10:00`)
      .take('receiveForProsecution', `${back} 11:00`)
      .take('acceptForProsecution', `${accepted} 10:00`)
  }
  course.extend('PROC_REVIEW', 'PROC_REVIEW_EXT_15D', '2026-04-07 10:00', A)
  t.equal(refusalOf(course.ask('sendSupplementaryReturn', '2026-04-10 10:00')), 'supplement-returns-used-up')
  course
    .take('sendIndictment', '2026-04-21 10:00')
    .take('receiveIndictment', '2026-04-21 11:00')
    .take('acceptIndictment', '2026-04-22 10:00', null, { procedure: 'ordinary' })
    .take('scheduleHearing', '2026-05-06 09:00', null, { hearingAt: '2026-05-20T09:00:00+08:00' })
    .extend('TRIAL_ORDINARY', 'TRIAL_TO_3M', '2026-06-10 10:00', null)
    .take('announceJudgment', '2026-06-18 10:00', A, { principal: 'P3', principalMonths: 48, suspensionMonths: 0, fineYuan: 50_000 })
    .take('serveOnPerson', '2026-06-18 11:00', A)
  matchSample(t, 3, course, 12)
  t.same(course.dues('RELEASE_TERM_SERVED', A), ['2029-06-08T23:59'], 'the term ends four years after the first day of custody, less one')
})

t.test('sample case 4: arrest not approved, released at once, reconsideration and review do not keep him in', async t => {
  const course = new Course({ openedAt: shanghai('2026-04-20 18:00'), chargeCode: 'X030' })
    .take('intake', '2026-04-20 18:00')
    .take('file', '2026-04-20 18:30')
    .join(A, '2026-04-20 19:00')
    .take('detain', '2026-04-20 20:00', A)
    .extend('DET_ARREST_REQUEST', 'DET_EXT_1_4', '2026-04-22 10:00', A, 4)
    .take('sendArrestRequest', '2026-04-27 10:00', A)
    .take('receiveArrestRequest', '2026-04-27 11:00', A)
    .take('acceptArrestRequest', '2026-04-27 11:00', A)
    .take('rejectArrest', '2026-04-30 15:00', A, { ground: 'noNeed' })
    .take('receiveNonArrest', '2026-04-30 15:30', A)
  t.ok(course.running().includes('NONARREST_RELEASE'))
  t.notOk(course.running().includes('NONARREST_FOLLOWUP_15D'), 'only where there is no crime the case is to be withdrawn')
  t.equal(refusalOf(course.ask('executeArrest', '2026-04-30 16:00', A)), 'state-conflict arrest-not-approved')
  course.take('bail', '2026-04-30 16:00', A, { measure: '02' })
  t.notOk(course.running().includes('NONARREST_RELEASE'), 'out')
  t.equal(refusalOf(course.ask('requestNonArrestReconsideration', '2026-05-07 09:00', A)), 'state-conflict period-over')
  course
    .take('requestNonArrestReconsideration', '2026-05-06 16:00', A)
    .take('decideNonArrestReconsideration', '2026-05-12 10:00', A, { outcome: 'upheld' })
    .take('requestNonArrestReview', '2026-05-18 10:00', A)
  matchSample(t, 4, course, 9)
  course.take('decideNonArrestReview', '2026-05-29 10:00', A, { outcome: 'changed' })
  t.equal(
    refusalOf(course.ask('executeArrest', '2026-05-29 16:00', A)),
    'allowed',
    'where the higher procuratorate approves, he is arrested',
  )
})

t.test('sample case 5: fast-track converted to ordinary; the court counts from the decision', async t => {
  const course = new Course({ openedAt: shanghai('2026-04-30 09:00'), chargeCode: 'X050', fastReviewBar: null })
    .take('intake', '2026-04-30 09:00')
    .take('file', '2026-04-30 10:00')
    .join(A, '2026-05-01 09:00')
    .take('detain', '2026-05-01 10:00', A)
    .extend('DET_ARREST_REQUEST', 'DET_EXT_1_4', '2026-05-03 10:00', A, 4)
    .take('sendArrestRequest', '2026-05-06 08:30', A)
    .take('receiveArrestRequest', '2026-05-06 09:00', A)
    .take('acceptArrestRequest', '2026-05-06 09:00', A)
    .take('approveArrest', '2026-05-08 15:00', A)
    .take('executeArrest', '2026-05-08 16:00', A)
  course
    .take('sendForProsecution', '2026-05-31 10:00')
    .take('receiveForProsecution', '2026-05-31 11:00')
    .take('acceptForProsecution', '2026-06-01 10:00')
    .take('signUndertaking', '2026-06-05 10:00', A, { counsel: 'dutyLawyer', fastTrackConsent: true })
    .take('sendIndictment', '2026-06-10 09:00')
    .take('receiveIndictment', '2026-06-10 10:00')
    .take('acceptIndictment', '2026-06-11 10:00', null, { procedure: 'fastTrack' })
    .take('scheduleHearing', '2026-06-16 09:00', null, { hearingAt: '2026-06-18T09:00:00+08:00' })
  t.same(course.dues('COURT_INDICTMENT_SERVICE'), [], 'no limit of service binds the fast-track court')
  t.equal(
    refusalOf(
      course.ask('announceJudgmentOnDate', '2026-06-18 10:00', A, {
        principal: 'P2',
        principalMonths: 3,
        suspensionMonths: 0,
        fineYuan: 0,
      }),
    ),
    'state-conflict announced-in-court-only',
  )
  course
    .take('convertToOrdinary', '2026-06-18 15:30')
    .take('scheduleHearing', '2026-06-18 16:00', null, { hearingAt: '2026-07-08T09:00:00+08:00' })
  matchSample(t, 5, course, 9)
})

t.test('sample case 6: discretionary non-prosecution; each who is served has his own days', async t => {
  const course = new Course({ openedAt: shanghai('2026-05-25 09:00') })
    .take('intake', '2026-05-25 09:00')
    .take('file', '2026-05-25 10:00')
    .join(A, '2026-05-25 11:00')
    .take('bail', '2026-05-25 17:00', A, { measure: '02' })
    .take('sendForProsecution', '2026-06-30 10:00')
    .take('receiveForProsecution', '2026-06-30 11:00')
    .take('acceptForProsecution', '2026-07-01 10:00')
    .take('bail', '2026-07-02 10:00', A, { measure: '02' })
  t.equal(
    refusalOf(course.ask('decideNonProsecution', '2026-07-20 10:00', A, { ground: 'doubt' })),
    'state-conflict no-return-before',
    'doubt is for after a return',
  )
  course.take('decideNonProsecution', '2026-07-20 10:00', A, { ground: 'discretionary' })
  t.equal(course.facts.stage, 'CLOSED_NONPROSECUTION')
  t.equal(course.facts.persons[0]?.measure, null, 'the bail is lifted with it')
  course
    .take('serveNonProsecutionOnPerson', '2026-07-20 11:00', A)
    .take('serveNonProsecutionOnPolice', '2026-07-21 10:00', A)
    .take('serveNonProsecutionOnVictim', '2026-07-22 10:00', A)
  matchSample(t, 6, course, 6)
  t.equal(refusalOf(course.ask('serveNonProsecutionOnPolice', '2026-07-23 10:00', A)), 'state-conflict done-already')
  course.take('takeNonProsecutionReconsideration', '2026-07-24 10:00', A).take('decideNonProsecutionReconsideration', '2026-08-10 10:00', A)
  t.ok(course.running().includes('NONPROS_REVIEW_REQUEST_7D'))
})

t.test('sample case 7: conditional non-prosecution of a juvenile, for eight months, then not prosecuted', async t => {
  const course = new Course({ openedAt: shanghai('2026-08-15 20:00') })
    .take('intake', '2026-08-15 20:00')
    .take('file', '2026-08-16 10:00')
    .join(A, '2026-08-17 09:00', { birthDate: legalDate('2009-10-21') })
    .take('findMandatoryDefence', '2026-08-17 09:00', A)
    .take('notifyLegalAid', '2026-08-18 10:00', A)
    .take('bail', '2026-08-18 11:00', A, { measure: '02' })
    .take('appointLawyer', '2026-08-19 10:00', A)
    .take('sendForProsecution', '2026-10-08 10:00')
    .take('receiveForProsecution', '2026-10-08 11:00')
    .take('acceptForProsecution', '2026-10-09 10:00')
  t.equal(
    refusalOf(course.ask('decideConditionalNonProsecution', '2026-11-02 10:00', A, { probationMonths: 13 })),
    'fact-required probationMonths',
    'a year at most',
  )
  course.take('decideConditionalNonProsecution', '2026-11-02 10:00', A, { probationMonths: 8 })
  t.same(course.dues('COND_NONPROS_PROBATION'), ['2027-07-02T23:59'])
  matchSample(t, 7, course, 5)
  t.equal(refusalOf(course.ask('passObservation', '2027-07-01 10:00', A)), 'state-conflict probation-running')
  course.take('serveConditionalDecision', '2026-11-03 10:00', A).take('passObservation', '2027-07-03 10:00', A)
  t.same([course.facts.stage, course.running()], ['CLOSED_NONPROSECUTION', []])
})

t.test('a grown-up is not released on probation from prosecution', async t => {
  const course = new Course({ openedAt: shanghai('2026-08-15 20:00') })
    .take('intake', '2026-08-15 20:00')
    .take('file', '2026-08-16 10:00')
    .join(A, '2026-08-17 09:00', { birthDate: legalDate('2008-08-14') })
    .take('bail', '2026-08-18 11:00', A, { measure: '02' })
    .take('sendForProsecution', '2026-10-08 10:00')
    .take('receiveForProsecution', '2026-10-08 11:00')
    .take('acceptForProsecution', '2026-10-09 10:00')
  t.equal(refusalOf(course.ask('decideConditionalNonProsecution', '2026-11-02 10:00', A, { probationMonths: 8 })), 'not-a-juvenile')
})

/** 苏建华 of sample case 8 up to his judgment of 23 September. */
function upToJudgment(): Course {
  return new Course({ openedAt: shanghai('2026-02-26 09:00'), chargeCode: 'X030' })
    .take('intake', '2026-02-26 09:00')
    .take('file', '2026-02-26 10:00')
    .join(A, '2026-02-27 08:00')
    .take('detain', '2026-02-27 09:00', A)
    .take('sendArrestRequest', '2026-03-01 09:00', A)
    .take('receiveArrestRequest', '2026-03-01 10:00', A)
    .take('acceptArrestRequest', '2026-03-01 10:00', A)
    .take('approveArrest', '2026-03-06 10:00', A)
    .take('executeArrest', '2026-03-06 15:00', A)
    .take('sendForProsecution', '2026-04-30 10:00')
    .take('receiveForProsecution', '2026-04-30 11:00')
    .take('acceptForProsecution', '2026-05-01 10:00')
    .take('sendIndictment', '2026-05-28 10:00')
    .take('receiveIndictment', '2026-05-28 11:00')
    .take('acceptIndictment', '2026-05-29 10:00', null, { procedure: 'ordinary' })
    .take('announceJudgmentOnDate', '2026-09-23 10:00', A, { principal: 'P3', principalMonths: 42, suspensionMonths: 0, fineYuan: 0 })
    .take('serveOnPerson', '2026-09-24 10:00', A)
    .take('serveOnProcuratorate', '2026-09-24 10:00')
}

t.test('sample case 8: appeal posted on the last day, dismissed, effective on service, executed by the first court', async t => {
  const course = upToJudgment()
  t.same(course.dues('RELEASE_TERM_SERVED', A), ['2029-08-26T23:59'])
  t.equal(refusalOf(course.ask('sendAppeal', '2026-10-08 10:00')), 'state-conflict not-appealed')
  t.equal(refusalOf(course.ask('fileAppeal', '2026-10-09 10:00', A)), 'state-conflict period-over')
  course.take('fileAppeal', '2026-10-08 16:00', A)
  t.equal(refusalOf(course.ask('takeEffect', '2026-10-12 09:00')), 'state-conflict appeal-pending')
  course
    .take('sendAppeal', '2026-10-12 10:00')
    .take('receiveAppeal', '2026-10-15 10:00')
    .take('acceptAppeal', '2026-10-20 10:00')
    .take('decideSecondInstance', '2026-12-10 10:00', null, { outcome: 'upheld' })
  course.take('serveSecondInstance', '2026-12-11 10:00')
  matchSample(t, 8, course, 5)
  course.take('sendFileDown', '2026-12-12 10:00').take('receiveFileDown', '2026-12-12 11:00').take('acceptFileDown', '2026-12-12 11:30')
  t.equal(course.facts.holderAgency, '350503-CRT')
  t.same(course.dues('EXEC_DELIVERY_10D').slice(-1), ['2026-12-21T23:59'], 'the ten days go on from the day of effect')
  course
    .take('sendExecution', '2026-12-15 10:00', A)
    .take('receiveExecution', '2026-12-15 15:00', A)
    .take('acceptExecution', '2026-12-15 16:00', A)
  t.same([course.facts.stage, course.dues('PRISON_DELIVERY_1M')], ['EXECUTION_DELIVERY', ['2027-01-15T23:59']])
  course.take('admitToPrison', '2026-12-28 10:00', A).take('notifyFamilyOfPrison', '2026-12-29 10:00', A)
  t.equal(refusalOf(course.ask('releaseServed', '2029-08-25 09:00', A)), 'state-conflict term-running')
  course.take('releaseServed', '2029-08-26 09:00', A)
  t.same([course.facts.stage, course.running()], ['CLOSED_RELEASED', []])
})

t.test('remanded once for unclear facts: the first court tries anew in the ordinary procedure, and not a second time', async t => {
  const course = upToJudgment()
    .take('fileAppeal', '2026-10-08 16:00', A)
    .take('sendAppeal', '2026-10-12 10:00')
    .take('receiveAppeal', '2026-10-15 10:00')
    .take('acceptAppeal', '2026-10-20 10:00')
    .take('sendRemand', '2026-11-20 10:00')
    .take('receiveRemand', '2026-11-25 10:00')
    .take('acceptRemand', '2026-11-26 10:00')
  t.match(course.facts, { stage: 'TRIAL', procedure: 'ordinary', holderAgency: '350503-CRT', servedOnProcuratorateAt: null })
  t.same(course.dues('TRIAL_ORDINARY').slice(-1), ['2027-01-26T23:59'])
  t.notOk(course.running().includes('SECOND_INSTANCE'))
  const acquittal = { principal: 'N0', principalMonths: 0, suspensionMonths: 0, fineYuan: 0 }
  t.equal(
    refusalOf(course.ask('announceJudgment', '2026-12-20 10:00', A, acquittal)),
    'fact-required acquittalGround',
    'an acquittal says by which of its two grounds',
  )
  course.take('announceJudgment', '2026-12-20 10:00', A, {
    principal: 'N0',
    principalMonths: 0,
    suspensionMonths: 0,
    fineYuan: 0,
    acquittalGround: 'evidence',
  })
  t.ok(course.running().includes('RELEASE_ACQUITTED'), 'acquitted: to be released at once')
  course.take('serveOnPerson', '2026-12-20 11:00', A).take('serveOnProcuratorate', '2026-12-20 11:00')
  t.equal(refusalOf(course.ask('takeEffect', '2027-01-10 09:00')), 'state-conflict release-due', 'no step goes on while he is held')
  const again = course.take('fileProtest', '2026-12-29 10:00')
  t.equal(refusalOf(again.ask('sendAppeal', '2026-12-31 10:00')), 'state-conflict release-due')
  again
    .take('release', '2026-12-29 11:00', A)
    .take('sendAppeal', '2026-12-31 10:00')
    .take('receiveAppeal', '2027-01-04 10:00')
    .take('acceptAppeal', '2027-01-05 10:00')
  t.equal(refusalOf(again.ask('sendRemand', '2027-01-20 10:00')), 'state-conflict remanded-before')
  again.take('decideSecondInstance', '2027-01-25 10:00', null, { outcome: 'upheld' }).take('serveSecondInstance', '2027-01-26 10:00')
  t.equal(again.facts.stage, 'CLOSED_ACQUITTED')
  t.notOk(again.running().some(code => /^(RELEASE|TRIAL|SECOND|APPEAL|PROTEST|EXEC)/.test(code)))
})

t.test('a suspended sentence: correction from the effect to the last day of the suspension, or revoked on the way', async t => {
  const course = new Course({ openedAt: shanghai('2026-01-12 09:00') })
    .take('intake', '2026-01-12 09:00')
    .take('file', '2026-01-12 10:00')
    .join(A, '2026-01-13 10:00')
    .take('bail', '2026-01-13 18:00', A, { measure: '02' })
    .take('sendForProsecution', '2026-04-02 16:00')
    .take('receiveForProsecution', '2026-04-02 17:00')
    .take('acceptForProsecution', '2026-04-03 10:00')
    .take('sendIndictment', '2026-04-28 09:00')
    .take('receiveIndictment', '2026-04-28 10:00')
    .take('acceptIndictment', '2026-04-29 10:00', null, { procedure: 'summary' })
    .take('announceJudgment', '2026-05-15 16:00', A, { principal: 'P3', principalMonths: 6, suspensionMonths: 12, fineYuan: 3000 })
    .take('serveOnPerson', '2026-05-18 10:00', A)
    .take('serveOnProcuratorate', '2026-05-15 16:30')
    .take('takeEffect', '2026-06-01 09:00')
  t.equal(refusalOf(course.ask('sendExecution', '2026-06-02 10:00', A)), 'state-conflict nothing-to-serve')
  course
    .take('sendCorrection', '2026-06-02 10:00', A)
    .take('receiveCorrection', '2026-06-03 10:00', A)
    .take('acceptCorrection', '2026-06-05 10:00', A)
    .take('reportForCorrection', '2026-06-07 10:00', A)
  t.same(course.dues('CC_RELEASE_SAME_DAY'), ['2027-05-28T23:59'])
  t.equal(refusalOf(course.ask('releaseFromCorrection', '2027-05-27 10:00', A)), 'state-conflict term-running')
  const revoked = course.ask('proposeRevocation', '2026-09-01 10:00', A)
  t.ok(revoked.ok)
  course.take('releaseFromCorrection', '2027-05-28 10:00', A)
  t.same([course.facts.stage, course.running()], ['CLOSED_RELEASED', []])
})

t.test('one person goes free, the case goes on for the other and ends with the last', async t => {
  const B = 'person-2'
  const course = new Course({ openedAt: shanghai('2026-01-12 09:00') })
    .take('intake', '2026-01-12 09:00')
    .take('file', '2026-01-12 10:00')
    .join(A, '2026-01-13 10:00')
    .join(B, '2026-01-13 11:00')
    .take('bail', '2026-01-13 18:00', A, { measure: '02' })
    .take('bail', '2026-01-13 18:00', B, { measure: '02' })
    .take('terminateInvestigation', '2026-02-01 10:00', A)
  t.match(course.facts.persons, [{ stage: 'CLOSED_WITHDRAWN', measure: null }, { stage: 'INVESTIGATION' }])
  t.equal(course.facts.stage, 'INVESTIGATION', 'the case stands where the other stands')
  course
    .take('sendForProsecution', '2026-04-02 16:00')
    .take('receiveForProsecution', '2026-04-02 17:00')
    .take('acceptForProsecution', '2026-04-03 10:00')
  t.equal(course.facts.persons[0]?.stage, 'CLOSED_WITHDRAWN', 'who is out stays out')
  t.equal(course.dues('PROC_REVIEW', A).length, 0)
})

t.test('a trial suspended for one goes on for the other; for all it stands still and its days are given back', async t => {
  const B = 'person-2'
  const course = new Course({ openedAt: shanghai('2026-01-12 09:00') })
    .take('intake', '2026-01-12 09:00')
    .take('file', '2026-01-12 10:00')
    .join(A, '2026-01-13 10:00')
    .join(B, '2026-01-13 11:00')
    .take('sendForProsecution', '2026-04-02 16:00')
    .take('receiveForProsecution', '2026-04-02 17:00')
    .take('acceptForProsecution', '2026-04-03 10:00')
    .take('sendIndictment', '2026-04-28 09:00')
    .take('receiveIndictment', '2026-04-28 10:00')
    .take('acceptIndictment', '2026-04-29 10:00', null, { procedure: 'ordinary' })
  const [before] = course.dues('TRIAL_ORDINARY')
  course.take('suspendTrial', '2026-05-10 10:00', A)
  t.same([course.facts.stage, course.dues('TRIAL_ORDINARY')], ['TRIAL', [before]])
  course.take('suspendTrial', '2026-05-10 10:00', B)
  t.equal(course.facts.stage, 'TRIAL_SUSPENDED')
  course.take('resumeTrial', '2026-05-20 10:00', B)
  t.same(course.dues('TRIAL_ORDINARY'), ['2026-07-09T23:59'], 'ten days later than 29 June')
})

t.test('every row of the procedure has its steps; where one step serves several rows it is named', async t => {
  const rows = new Set(TRANSITIONS.map(({ no }) => no))
  const servedBy: Readonly<Record<number, string>> = { 7: 'extendPeriod', 14: 'suspendPeriods', 23: 'withdrawCase' }
  for (let no = 1; no <= 50; no++) t.ok(rows.has(no) || findTransition(servedBy[no] ?? ''), `row ${no}`)
  const acts = TRANSITIONS.map(({ act }) => act)
  t.equal(new Set(acts).size, acts.length, 'each step stands once')
  for (const { act, starts, ends = [], needsRunning = [], unlessRunning = [], keeps = [] } of TRANSITIONS)
    for (const code of [...starts.map(start => start.code), ...ends, ...needsRunning, ...unlessRunning, ...keeps])
      t.ok(code === EVERY_PERIOD || PERIODS.has(code), `${act} names the period ${code}`)
})

t.test('a term of months ends the day before its date comes again; from the last of a month, the day before the last', t => {
  const ends = (from: string, months: number): string => addMonths(legalDate(from), months)
  t.equal(ends('2026-01-12', 10), '2026-11-11')
  t.equal(ends('2026-01-31', 1), '2026-02-27', 'SPC 202(2)')
  t.equal(ends('2026-02-28', 1), '2026-03-30')
  t.equal(ends('2026-01-30', 1), '2026-02-27', 'February has no thirtieth')
  t.equal(ends('2024-02-29', 12), '2025-02-27')
  t.end()
})
