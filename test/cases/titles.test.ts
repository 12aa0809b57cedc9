import fc from 'fast-check'
import t from 'tap'
import { decideCorrection } from '../../src/cases/correction-rules.ts'
import { decideMergeIn, decideSplit, decideSplitIn } from '../../src/cases/parting/rules.ts'
import { custodyEnds, notedEnds } from '../../src/cases/titles/ends.ts'
import type { CustodyTitle } from '../../src/cases/titles/model.ts'
import { foldTitles } from '../../src/cases/titles/rules.ts'
import { toShanghai } from '../../src/domain/legal-date.ts'
import { accept } from '../../src/domain/problem.ts'
import type { ClockEvent } from '../../src/periods/clocks.ts'
import { afterChange } from '../support/case-facts.ts'
import { Course } from '../support/course.ts'
import { shanghai } from '../support/periods.ts'

const A = 'person-1'
const B = 'person-2'
const [POLICE, PROSECUTION, COURT, CITY_COURT] = ['350503-PSB', '350503-PRO', '350503-CRT', '350500-CRT']
const LATER = shanghai('2030-12-31')

const wall = (at: Date | null): string => (at === null ? '' : toShanghai(at).slice(0, 16).replace('T', ' '))
/** `for whom, from – until, why it ended`, as people say it. */
const inWords = ({ holder, from, until, end }: CustodyTitle): string =>
  `${holder} ${wall(from)} – ${wall(until)}${end === null ? '' : ` ${end}`}`
const chainOf = (events: readonly ClockEvent[], person = A): string[] =>
  foldTitles(events)
    .filter(({ casePersonId }) => casePersonId === person)
    .map(inWords)
const chainIn = (course: Course, person = A): string[] => chainOf(course.facts.events, person)

/** Detained on 12 January at 16:30 in Fengze, and arrested if wanted. */
function detained(): Course {
  return new Course({ openedAt: shanghai('2026-01-12 09:00') })
    .take('intake', '2026-01-12 09:00')
    .take('file', '2026-01-12 10:00')
    .join(A, '2026-01-12 15:00')
    .take('detain', '2026-01-12 16:30', A)
}
const arrested = (): Course =>
  detained()
    .extend('DET_ARREST_REQUEST', 'DET_EXT_30', '2026-01-14 10:00', A)
    .take('sendArrestRequest', '2026-02-04 10:00', A)
    .take('receiveArrestRequest', '2026-02-04 10:00', A)
    .take('acceptArrestRequest', '2026-02-04 10:00', A)
    .take('approveArrest', '2026-02-09 10:00', A)
    .take('executeArrest', '2026-02-10 15:00', A)
const reviewed = (course: Course): Course =>
  course
    .take('sendForProsecution', '2026-04-02 16:00')
    .take('receiveForProsecution', '2026-04-02 17:00')
    .take('acceptForProsecution', '2026-04-03 10:00')
const tried = (course: Course): Course =>
  reviewed(course)
    .take('sendIndictment', '2026-04-28 09:00')
    .take('receiveIndictment', '2026-04-28 10:00')
    .take('acceptIndictment', '2026-04-29 10:00', null, { procedure: 'summary' })
const POLICE_TITLE = `${POLICE} 2026-01-12 16:30 – 2026-04-03 10:00 TRANSFERRED`

t.test('sample case 2: one is held for three agencies one after the other, the other on bail for nobody', async t => {
  const course = tried(arrested().join(B, '2026-02-11 09:00').take('bail', '2026-02-11 10:00', B, { measure: '02' }))
    .take('announceJudgment', '2026-05-15 16:00', A, { principal: 'P3', principalMonths: 10, suspensionMonths: 0, fineYuan: 5000 })
    .take('announceJudgment', '2026-05-15 16:00', B, { principal: 'P3', principalMonths: 6, suspensionMonths: 12, fineYuan: 3000 })
    .take('serveOnPerson', '2026-05-15 16:30', A)
    .take('serveOnPerson', '2026-05-18 10:00', B)
    .take('serveOnProcuratorate', '2026-05-15 16:30')
    .take('takeEffect', '2026-05-29 00:00')
  const chain = [POLICE_TITLE, `${PROSECUTION} 2026-04-03 10:00 – 2026-04-29 10:00 TRANSFERRED`]
  t.same(chainIn(course), [...chain, `${COURT} 2026-04-29 10:00 – `], 'a judgment with effect ends no title: he waits for its papers')
  course
    .take('sendExecution', '2026-06-02 09:00', A)
    .take('receiveExecution', '2026-06-02 10:00', A)
    .take('acceptExecution', '2026-06-02 11:00', A)
  t.same(chainIn(course), [...chain, `${COURT} 2026-04-29 10:00 – 2026-06-02 11:00 SENTENCE_STARTED`])
  t.same(chainIn(course, B), [])
})

t.test('sample case 3: returned twice, six transfers', async t => {
  const course = new Course({ openedAt: shanghai('2025-06-08 09:00'), chargeCode: 'X049' })
    .take('intake', '2025-06-08 09:00')
    .take('file', '2025-06-08 10:00')
    .join(A, '2025-06-09 08:00')
    .take('detain', '2025-06-09 09:00', A)
    .extend('DET_ARREST_REQUEST', 'DET_EXT_30', '2025-06-11 10:00', A)
    .take('sendArrestRequest', '2025-07-08 14:00', A)
    .take('receiveArrestRequest', '2025-07-08 15:00', A)
    .take('acceptArrestRequest', '2025-07-08 15:00', A)
    .take('approveArrest', '2025-07-15 15:00', A)
    .take('executeArrest', '2025-07-15 17:00', A)
    .take('sendForProsecution', '2025-10-12 10:00')
    .take('receiveForProsecution', '2025-10-12 11:00')
    .take('acceptForProsecution', '2025-10-13 10:00')
  for (const [sent, taken, back, accepted] of [
    ['2025-11-12', '2025-11-13', '2025-12-10', '2025-12-11'],
    ['2026-01-08', '2026-01-09', '2026-02-08', '2026-02-09'],
  ] as const)
    course
      .take('sendSupplementaryReturn', `${sent} 10:00`)
      .take('receiveSupplementaryReturn', `${sent} 11:00`)
      .take('acceptSupplementaryReturn', `${taken} 10:00`)
      .take('retransfer', `${back} 10:00`)
      .take('receiveForProsecution', `${back} 11:00`)
      .take('acceptForProsecution', `${accepted} 10:00`)
  course
    .take('sendIndictment', '2026-03-05 10:00')
    .take('receiveIndictment', '2026-03-05 11:00')
    .take('acceptIndictment', '2026-03-06 10:00', null, { procedure: 'ordinary' })
  const chain = chainIn(course)
  t.same(chain, [
    `${POLICE} 2025-06-09 09:00 – 2025-10-13 10:00 TRANSFERRED`,
    `${PROSECUTION} 2025-10-13 10:00 – 2025-11-13 10:00 TRANSFERRED`,
    `${POLICE} 2025-11-13 10:00 – 2025-12-11 10:00 TRANSFERRED`,
    `${PROSECUTION} 2025-12-11 10:00 – 2026-01-09 10:00 TRANSFERRED`,
    `${POLICE} 2026-01-09 10:00 – 2026-02-09 10:00 TRANSFERRED`,
    `${PROSECUTION} 2026-02-09 10:00 – 2026-03-06 10:00 TRANSFERRED`,
    `${COURT} 2026-03-06 10:00 – `,
  ])
  t.equal(chain.filter(one => one.endsWith('TRANSFERRED')).length, 6)
})

t.test('sample case 5: a change of procedure changes no holder', async t => {
  const course = new Course({ openedAt: shanghai('2026-04-30 09:00'), chargeCode: 'X050', fastReviewBar: null })
    .take('intake', '2026-04-30 09:00')
    .take('file', '2026-04-30 10:00')
    .join(A, '2026-05-01 09:00')
    .take('detain', '2026-05-01 10:00', A)
    .take('sendArrestRequest', '2026-05-04 08:30', A)
    .take('receiveArrestRequest', '2026-05-04 09:00', A)
    .take('acceptArrestRequest', '2026-05-04 09:00', A)
    .take('approveArrest', '2026-05-08 15:00', A)
    .take('executeArrest', '2026-05-08 16:00', A)
    .take('sendForProsecution', '2026-05-31 10:00')
    .take('receiveForProsecution', '2026-05-31 11:00')
    .take('acceptForProsecution', '2026-06-01 10:00')
    .take('signUndertaking', '2026-06-05 10:00', A, { counsel: 'dutyLawyer', fastTrackConsent: true })
    .take('sendIndictment', '2026-06-10 09:00')
    .take('receiveIndictment', '2026-06-10 10:00')
    .take('acceptIndictment', '2026-06-11 10:00', null, { procedure: 'fastTrack' })
    .take('convertToOrdinary', '2026-06-18 15:30')
  t.same(chainIn(course), [
    `${POLICE} 2026-05-01 10:00 – 2026-06-01 10:00 TRANSFERRED`,
    `${PROSECUTION} 2026-06-01 10:00 – 2026-06-11 10:00 TRANSFERRED`,
    `${COURT} 2026-06-11 10:00 – `,
  ])
})

/** Sample case 8 up to the acceptance of the appeal by the city's court. */
const appealed = (): Course =>
  tried(arrested())
    .take('announceJudgment', '2026-05-15 16:00', A, { principal: 'P3', principalMonths: 42, suspensionMonths: 0, fineYuan: 0 })
    .take('serveOnPerson', '2026-05-16 10:00', A)
    .take('serveOnProcuratorate', '2026-05-16 10:00')
    .take('fileAppeal', '2026-05-20 16:00', A)
    .take('sendAppeal', '2026-05-22 10:00')
    .take('receiveAppeal', '2026-05-25 10:00')
    .take('acceptAppeal', '2026-05-26 10:00')
const FIRST_COURT = [
  POLICE_TITLE,
  `${PROSECUTION} 2026-04-03 10:00 – 2026-04-29 10:00 TRANSFERRED`,
  `${COURT} 2026-04-29 10:00 – 2026-05-26 10:00 TRANSFERRED`,
]

t.test('sample case 8: the court of appeal holds from its acceptance, and the first court again for the execution', async t => {
  const course = appealed()
    .take('decideSecondInstance', '2026-07-10 10:00', null, { outcome: 'upheld' })
    .take('serveSecondInstance', '2026-07-11 10:00')
    .take('sendFileDown', '2026-07-12 10:00')
    .take('receiveFileDown', '2026-07-12 11:00')
    .take('acceptFileDown', '2026-07-12 11:30')
    .take('sendExecution', '2026-07-15 10:00', A)
    .take('receiveExecution', '2026-07-15 15:00', A)
    .take('acceptExecution', '2026-07-15 16:00', A)
    .take('admitToPrison', '2026-07-28 10:00', A)
    .take('releaseServed', '2029-07-11 09:00', A)
  t.same(chainIn(course), [
    ...FIRST_COURT,
    `${CITY_COURT} 2026-05-26 10:00 – 2026-07-12 11:30 TRANSFERRED`,
    `${COURT} 2026-07-12 11:30 – 2026-07-15 16:00 SENTENCE_STARTED`,
  ])
})

t.test('remanded, the first court holds from its own acceptance', async t => {
  const course = appealed()
    .take('sendRemand', '2026-06-20 10:00')
    .take('receiveRemand', '2026-06-25 10:00')
    .take('acceptRemand', '2026-06-26 10:00')
  t.same(chainIn(course), [...FIRST_COURT, `${CITY_COURT} 2026-05-26 10:00 – 2026-06-26 10:00 TRANSFERRED`, `${COURT} 2026-06-26 10:00 – `])
})

t.test('what happens to one who is held for the police', async t => {
  const rows: readonly { what: string; course: Course; chain: readonly string[] }[] = [
    { what: 'nobody is held before he is detained', course: new Course({ openedAt: shanghai('2026-01-12 09:00') }), chain: [] },
    { what: 'detained', course: detained(), chain: [`${POLICE} 2026-01-12 16:30 – `] },
    { what: 'detention that becomes arrest is one title', course: arrested(), chain: [`${POLICE} 2026-01-12 16:30 – `] },
    {
      what: 'released',
      course: detained().take('release', '2026-01-14 09:00', A),
      chain: [`${POLICE} 2026-01-12 16:30 – 2026-01-14 09:00 RELEASED`],
    },
    {
      what: 'bailed: the names of a bail also say released',
      course: detained().take('bail', '2026-01-14 09:00', A, { measure: '02' }),
      chain: [`${POLICE} 2026-01-12 16:30 – 2026-01-14 09:00 BAIL`],
    },
    {
      what: 'under surveillance',
      course: detained().take('superviseResidence', '2026-01-14 09:00', A, { measure: '04' }),
      chain: [`${POLICE} 2026-01-12 16:30 – 2026-01-14 09:00 SURVEILLANCE`],
    },
    {
      what: 'dead',
      course: detained().take('dieInCustody', '2026-01-14 09:00', A),
      chain: [`${POLICE} 2026-01-12 16:30 – 2026-01-14 09:00 DEATH`],
    },
    {
      what: 'escaped, and caught again',
      course: detained().take('escapeFromCustody', '2026-01-14 09:00', A).take('detain', '2026-01-15 09:00', A),
      chain: [`${POLICE} 2026-01-12 16:30 – 2026-01-14 09:00 ESCAPED`, `${POLICE} 2026-01-15 09:00 – `],
    },
    {
      what: 'detained again',
      course: detained().take('release', '2026-01-14 09:00', A).take('detain', '2026-01-20 09:00', A),
      chain: [`${POLICE} 2026-01-12 16:30 – 2026-01-14 09:00 RELEASED`, `${POLICE} 2026-01-20 09:00 – `],
    },
    {
      what: 'bailed by the procuratorate',
      course: reviewed(arrested()).take('bail', '2026-04-10 09:00', A, { measure: '02' }),
      chain: [POLICE_TITLE, `${PROSECUTION} 2026-04-03 10:00 – 2026-04-10 09:00 BAIL`],
    },
    {
      what: 'not prosecuted',
      course: reviewed(arrested()).take('decideNonProsecution', '2026-04-20 10:00', A, { ground: 'discretionary' }),
      chain: [POLICE_TITLE, `${PROSECUTION} 2026-04-03 10:00 – 2026-04-20 10:00 RELEASED`],
    },
    {
      what: 'transferred while still detained: held for the procuratorate from its acceptance (刑拘直诉)',
      course: reviewed(detained()),
      chain: [POLICE_TITLE, `${PROSECUTION} 2026-04-03 10:00 – `],
    },
  ]
  for (const { what, course, chain } of rows) t.same(chainIn(course), chain, what)
})

t.test('a file that comes back unaccepted, or is called back, changes no holder', async t => {
  const sent = (): Course => arrested().take('sendForProsecution', '2026-04-02 16:00').take('receiveForProsecution', '2026-04-02 17:00')
  for (const act of ['returnFromProsecution', 'recallFromProsecution'])
    t.same(chainIn(sent().take(act, '2026-04-03 09:00')), [`${POLICE} 2026-01-12 16:30 – `], act)
  const atCourt = reviewed(arrested()).take('sendIndictment', '2026-04-28 09:00').take('receiveIndictment', '2026-04-28 10:00')
  t.same(chainIn(atCourt.take('returnFromCourt', '2026-04-29 09:00')), [POLICE_TITLE, `${PROSECUTION} 2026-04-03 10:00 – `])
})

t.test('whoever joins later is held from his own detention, for whoever took it, and goes along from then on', async t => {
  const course = tried(arrested().join(B, '2026-03-01 09:00').take('detain', '2026-03-02 08:00', B))
  t.same(chainIn(course, B), [
    `${POLICE} 2026-03-02 08:00 – 2026-04-03 10:00 TRANSFERRED`,
    `${PROSECUTION} 2026-04-03 10:00 – 2026-04-29 10:00 TRANSFERRED`,
    `${COURT} 2026-04-29 10:00 – `,
  ])
  t.equal(chainIn(course).length, 3, 'and the first one keeps his')
})

t.test('a corrected time moves the titles on both sides of it', async t => {
  const course = reviewed(arrested())
  const corrected = (name: string, act: string, when: string): string[] => {
    const event = course.facts.events.find(({ names }) => names.includes(name))
    if (event === undefined) throw new Error(name)
    return chainOf(accept(decideCorrection(course.facts, { event, act, replacementAt: shanghai(when) }, LATER)).history)
  }
  t.same(corrected('detentionDeclared', 'detain', '2026-01-12 15:30'), [
    `${POLICE} 2026-01-12 15:30 – 2026-04-03 10:00 TRANSFERRED`,
    `${PROSECUTION} 2026-04-03 10:00 – `,
  ])
  t.same(corrected('caseAcceptedByReceiver', 'acceptForProsecution', '2026-04-03 08:30'), [
    `${POLICE} 2026-01-12 16:30 – 2026-04-03 08:30 TRANSFERRED`,
    `${PROSECUTION} 2026-04-03 08:30 – `,
  ])
})

t.test('who is split off is held in the other case and not in this one; those who stay are not held in the other', async t => {
  const both = reviewed(arrested().join(B, '2026-03-01 09:00').take('detain', '2026-03-02 08:00', B)).facts
  const parted = afterChange(both, accept(decideSplit(both, [B], null, shanghai('2026-04-10 09:00'))))
  t.same(chainOf(parted.events, B), [])
  t.same(chainOf(parted.events), chainOf(both.events))
  const child = { ...both, persons: both.persons.filter(({ id }) => id === B) }
  const opened = afterChange(child, decideSplitIn(child, [A], shanghai('2026-04-10 09:00')))
  t.same(chainOf(opened.events), [])
  t.same(chainOf(opened.events, B), chainOf(both.events, B))
  const merged = afterChange(both, decideMergeIn(both, [B], shanghai('2026-04-12 09:00')))
  t.same(chainOf(merged.events, B), chainOf(both.events, B), 'taken in, he keeps what he brings')
})

t.test('a step that is dated before what it ends or takes over is refused: nobody would be held for whom the case says', async t => {
  const answer = (course: Course, act: string, when: string, person: string | null = null): string => {
    const decision = course.ask(act, when, person)
    return decision.ok ? 'allowed' : `${decision.code} ${decision.facts.reason}`
  }
  const outOfOrder = 'state-conflict custody-out-of-order'
  t.equal(answer(detained(), 'release', '2026-01-12 16:29', A), outOfOrder)
  t.equal(answer(detained(), 'release', '2026-01-12 16:30', A), 'allowed', 'in the same minute, entered after it')
  t.equal(answer(detained().take('release', '2026-01-14 09:00', A), 'detain', '2026-01-13 09:00', A), outOfOrder)
  const received = arrested().take('sendForProsecution', '2026-01-12 16:00').take('receiveForProsecution', '2026-01-12 16:10')
  t.equal(answer(received, 'acceptForProsecution', '2026-01-12 16:20'), outOfOrder, 'taken over before he was detained')
  t.equal(answer(received, 'acceptForProsecution', '2026-04-03 10:00'), 'allowed')
  t.end()
})

type Period = Parameters<typeof custodyEnds>[1][number]
const aPeriod = (code: string, from: string, due: string, more: Partial<Period> = {}): Period => ({
  ...{ code, casePersonId: A, startedAt: shanghai(from), dueAt: shanghai(due), endedAt: null, suspended: false },
  ...more,
})
const endIn = (measureCode: string | null, ...periods: readonly Period[]): string | undefined => {
  const end = custodyEnds([{ id: A, measureCode }], periods).get(A)
  return end && `${end.code} ${wall(end.dueAt)}${end.suspended ? ' suspended' : ''}`
}

t.test('until when somebody may be held', async t => {
  const detention = aPeriod('DET_ARREST_REQUEST', '2026-01-12 16:30', '2026-02-11 16:30')
  const over = { ...detention, endedAt: shanghai('2026-01-20 10:00') }
  const review = aPeriod('PROC_REVIEW', '2026-01-20 10:00', '2026-02-20 23:59')
  const custody = aPeriod('INV_CUSTODY', '2026-02-10 15:00', '2026-04-10 23:59')
  const ofCase = aPeriod('TRIAL_SUMMARY', '2026-04-29 10:00', '2026-05-19 23:59', { casePersonId: null })
  const rows: readonly (readonly [string, string | undefined, string | undefined])[] = [
    ['at large: no end', endIn(null, custody), undefined],
    ['on bail: no end', endIn('02', custody), undefined],
    ['detained: the end of the detention', endIn('06', detention), 'DET_ARREST_REQUEST 2026-02-11 16:30'],
    [
      'who is only detained keeps that end, whoever holds the case (刑拘直诉)',
      endIn('06', over, review, ofCase),
      'DET_ARREST_REQUEST 2026-02-11 16:30',
    ],
    ['arrested: the review is a title', endIn('07', over, review), 'PROC_REVIEW 2026-02-20 23:59'],
    ['of several the earliest', endIn('07', custody, review), 'PROC_REVIEW 2026-02-20 23:59'],
    ['what runs for the whole case counts for each', endIn('07', ofCase), 'TRIAL_SUMMARY 2026-05-19 23:59'],
    ['what ended counts no more', endIn('07', { ...custody, endedAt: shanghai('2026-04-03 10:00') }), undefined],
    ["another's periods do not count", endIn('07', { ...custody, casePersonId: B }), undefined],
    ['what is not a title of custody does not count', endIn('07', aPeriod('PROC_RIGHTS_NOTICE_3D', '2026-04-03', '2026-04-06')), undefined],
    ['suspended', endIn('07', { ...custody, suspended: true }), 'INV_CUSTODY 2026-04-10 23:59 suspended'],
    [
      'of two detentions the later',
      endIn('06', over, aPeriod('DET_ARREST_REQUEST', '2026-03-01 09:00', '2026-03-04 09:00', { endedAt: shanghai('2026-03-03 09:00') })),
      'DET_ARREST_REQUEST 2026-03-04 09:00',
    ],
    [
      'a detention that was entered wrongly never ran, and bears on nothing',
      endIn('06', over, aPeriod('DET_ARREST_REQUEST', '2026-01-14 09:00', '2026-02-13 09:00', { endedAt: shanghai('2026-01-14 09:00') })),
      'DET_ARREST_REQUEST 2026-02-11 16:30',
    ],
  ]
  for (const [what, found, wanted] of rows) t.equal(found, wanted, what)
})

t.test('what an event changes of it', async t => {
  const ends = (due: string, suspended = false) =>
    custodyEnds([{ id: A, measureCode: '07' }], [aPeriod('INV_CUSTODY', '2026-02-10', due, { suspended })])
  const [plain, later, stopped] = [ends('2026-04-10 23:59'), ends('2026-05-10 23:59'), ends('2026-04-10 23:59', true)]
  t.same(notedEnds(plain, plain, [A], false), [])
  t.match(notedEnds(plain, plain, [A], true), [{ casePersonId: A, changed: false }], 'a correction says all of it again')
  t.match(notedEnds(new Map(), plain, [A], false), [{ casePersonId: A, changed: true, previous: null }])
  t.match(notedEnds(plain, later, [A], false), [{ changed: true, previous: { dueAt: shanghai('2026-04-10 23:59') } }])
  t.match(notedEnds(plain, stopped, [A], false), [{ changed: true, suspended: true, previous: { suspended: false } }])
  t.same(notedEnds(plain, new Map(), [], false), [], 'release is told by its own paper')
  t.match(notedEnds(plain, new Map(), [A], false), [{ code: null, dueAt: null, changed: true }], 'after the judgment no limit runs')
})

const HOLDERS = [POLICE, PROSECUTION, COURT] as const
/** What may happen to somebody: custody begins or ends, an agency takes over, papers of execution come, or nothing of the kind. */
const HAPPENINGS: readonly Pick<ClockEvent, 'names' | 'custody'>[] = [
  { names: ['detentionDeclared'], custody: true },
  { names: ['arrestExecuted'], custody: null },
  { names: ['released'], custody: false },
  { names: ['bailDecided', 'released'], custody: false },
  { names: ['residentialSurveillanceDecided', 'surveillanceDecided'], custody: false },
  { names: ['executionDocumentsServed'], custody: null },
  { names: ['acceptedByOther'], custody: null },
  { names: ['interrogated'], custody: null },
]
const happening = fc.record({
  what: fc.constantFrom(...HAPPENINGS),
  hour: fc.integer({ min: 0, max: 12 }),
  heldFor: fc.option(fc.constantFrom(...HOLDERS), { nil: undefined }),
  persons: fc.subarray([A, B], { minLength: 1 }),
  parts: fc.integer({ min: 0, max: 20 }),
})
/** Custody never begins without somebody for whom. */
const history = fc.array(happening, { maxLength: 14 }).map(all =>
  all.map(({ what, hour, heldFor, persons, parts }, at): ClockEvent => {
    const holder = heldFor ?? (what.custody === true ? POLICE : undefined)
    return {
      ...{ id: `event-${at}`, seq: at, occurredAt: new Date(Date.UTC(2026, 0, 1, hour)), persons, ...what },
      ...{ wholeCase: false, starts: [], keeps: [], ends: [], deadline: null },
      ...(holder === undefined ? {} : { heldFor: holder }),
      ...(parts === 0 ? { parts: true as const } : {}),
    }
  }),
)

t.test('whatever happens in whatever order: a chain without a gap, one open title at most', async t => {
  let runs = 0
  let transfers = 0
  fc.assert(
    fc.property(history, events => {
      runs++
      for (const person of [A, B]) {
        const chain = foldTitles(events).filter(({ casePersonId }) => casePersonId === person)
        for (const [at, title] of chain.entries()) {
          const next = chain[at + 1]
          const goesOn = next !== undefined && next.beganBy === title.endedBy
          if (title.seq !== at + 1) return false
          if ((title.until === null) !== (title.end === null) || (title.until === null) !== (title.endedBy === null)) return false
          if (title.until === null && next !== undefined) return false
          if (title.until !== null && (title.until < title.from || (next !== undefined && next.from < title.until))) return false
          if ((title.end === 'TRANSFERRED') !== goesOn) return false
          if (goesOn && (next.from.getTime() !== title.until?.getTime() || next.holder === title.holder)) return false
          if (goesOn) transfers++
        }
      }
      return true
    }),
    { numRuns: 5000 },
  )
  t.ok(transfers > 300, `${transfers} transfers in ${runs} histories`)
})

t.test('the order of entry does not matter, and nobody bears on another', async t => {
  const both = history.chain(events => fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })))
  fc.assert(
    fc.property(both, ([events, shuffled]) => {
      const alone = events.flatMap(event => (event.persons.includes(A) ? [{ ...event, persons: [A] }] : []))
      const wanted = JSON.stringify(chainOf(events))
      return JSON.stringify(chainOf(shuffled)) === wanted && JSON.stringify(chainOf(alone)) === wanted
    }),
    { numRuns: 3000 },
  )
  t.end()
})
