import t from 'tap'
import { HOUR_MS } from '../../src/domain/legal-date.ts'
import { decideLawyerStep, endOf, marksOf, nextMarkAt, planHearings, remainingOf, type TrackEvidence } from '../../src/fasttrack/rules.ts'
import { MARKS } from '../../src/fasttrack/scheme.ts'
import { at } from '../support/case-facts.ts'

const ARRIVED = at('2026-03-10 08:30')
const hour = (hours: number): Date => new Date(ARRIVED.getTime() + hours * HOUR_MS)
const evidence = (
  given: {
    acts?: [string, number][]
    entered?: [string, number][]
    told?: string[]
    documents?: [string, number][]
    happenings?: [string, number][]
    circumstances?: string[]
  } = {},
): TrackEvidence => {
  const times = (pairs: [string, number][] = []): Map<string, Date> => new Map(pairs.map(([key, hours]) => [key, hour(hours)]))
  return {
    acts: times(given.acts),
    entered: times(given.entered),
    told: given.told ?? [],
    documents: times(given.documents),
    happenings: times(given.happenings),
    circumstances: given.circumstances ?? [],
  }
}
const stateOf = (code: string, found: TrackEvidence, now: number): string | undefined =>
  marksOf(ARRIVED, found, hour(now)).find(mark => mark.code === code)?.state

t.test('a mark is done by its act, by any one of its papers, or by what the track itself tells', async t => {
  t.equal(stateOf('H24', evidence({ acts: [['sendForProsecution', 24]] }), 30), 'done', 'on the hour is in time')
  t.equal(stateOf('H24', evidence({ acts: [['sendForProsecution', 24.01]] }), 30), 'doneLate')
  t.equal(stateOf('H24', evidence(), 24), 'next')
  t.equal(stateOf('H24', evidence(), 24.01), 'missed')
  t.equal(stateOf('H8', evidence({ happenings: [['lawyerMet', 3]] }), 9), 'done', 'the lawyer was there')
  t.equal(stateOf('H8', evidence({ documents: [['GA34', 9]], happenings: [['lawyerMet', 3]] }), 9), 'done', 'whichever came first')
  t.equal(stateOf('H48', evidence({ acts: [['serveOnPerson', 40]] }), 41), 'open', 'the service on both closes')
  t.equal(
    stateOf(
      'H48',
      evidence({
        acts: [
          ['serveOnPerson', 40],
          ['serveOnProcuratorate', 41],
        ],
      }),
      41,
    ),
    'done',
  )
})

t.test('what was done in time and entered after its owner was told that it was missed is entered late, with both times', async t => {
  const found = evidence({ acts: [['sendForProsecution', 23]], entered: [['sendForProsecution', 26]], told: ['H24'] })
  const marks = marksOf(ARRIVED, found, hour(30))
  t.match(
    marks.find(({ code }) => code === 'H24'),
    { state: 'enteredLate', doneAt: hour(23), enteredAt: hour(26) },
  )
  t.equal(
    endOf(
      'late',
      null,
      marks.filter(({ code }) => code === 'H24'),
    ),
    'LATE(court)',
    'nobody is late for what he did in time',
  )
  t.equal(stateOf('H24', evidence({ acts: [['sendForProsecution', 23]], entered: [['sendForProsecution', 23.5]] }), 30), 'done')
  t.equal(stateOf('H24', evidence({ acts: [['sendForProsecution', 25]], told: ['H24'] }), 30), 'doneLate', 'late is late')
  t.equal(stateOf('H24', evidence({ told: ['H24'] }), 30), 'missed')
})

t.test('an assessment is asked for only where one was commissioned', async t => {
  t.equal(stateOf('H14', evidence(), 2), undefined)
  t.equal(stateOf('H14', evidence({ circumstances: ['assessmentCommissioned'] }), 15), 'missed')
})

t.test('each mark says from where it is counted, how far and whose it is', async t => {
  const [mark] = marksOf(ARRIVED, evidence(), hour(0)).filter(({ code }) => code === 'H34')
  t.equal(
    mark?.sentence.zh,
    '自到案（H0，03-10 08:30）起 34 小时，即 03-11 18:30 前，由人民检察院完成“提起公诉”；协作时限，逾期不产生法律后果。',
  )
  t.match(mark?.sentence.en, /34 hours from arrival .* by 03-11 18:30, owed by the procuratorate/)
  t.same(
    [...MARKS].sort((a, b) => a.hour - b.hour),
    MARKS,
    'the table is in the order of the hours',
  )
})

t.test('the timer is for the next mark that is open, and each agency has what is left of its own', async t => {
  const marks = marksOf(
    ARRIVED,
    evidence({
      acts: [
        ['enterTrack48', 0],
        ['file', 1],
        ['joinPerson', 1],
      ],
      documents: [['GA41', 3]],
    }),
    hour(5),
  )
  t.same(nextMarkAt(marks), hour(6))
  const left = remainingOf(marks, hour(5))
  t.same(
    left.map(({ owner, code, seconds }) => [owner, code, seconds / 3600]),
    [
      ['publicSecurity', 'H6', 1],
      ['justice', 'H8', 3],
      ['procuratorate', 'H25', 20],
      ['court', 'H35', 30],
    ],
  )
  t.equal(nextMarkAt(marksOf(ARRIVED, evidence(), hour(49))), null, 'nothing is to come after H48')
})

t.test('after a case was handed on nobody makes up for what the sender left out', async t => {
  const marks = marksOf(
    ARRIVED,
    evidence({
      acts: [
        ['enterTrack48', 0],
        ['sendForProsecution', 23],
      ],
    }),
    hour(26),
  )
  t.same(
    remainingOf(marks, hour(26)).map(({ owner, code }) => [owner, code]),
    [
      ['procuratorate', 'H25'],
      ['court', 'H35'],
    ],
  )
})

t.test('a track ends done, converted, left for a reason, or late by an owner', async t => {
  const late = marksOf(
    ARRIVED,
    evidence({
      acts: [
        ['sendForProsecution', 23],
        ['sendIndictment', 35],
        ['announceJudgment', 47],
      ],
    }),
    hour(49),
  )
  t.equal(endOf('open', null, late), null)
  t.equal(endOf('done', null, late), 'DONE')
  t.equal(endOf('converted', null, late), 'CONVERTED')
  t.equal(endOf('left', 'defenceRequest', late), 'LEFT(defenceRequest)')
  t.equal(endOf('late', null, late), 'LATE(procuratorate)', 'the first main mark that was missed')
})

t.test('a request of the duty lawyer goes from hand to hand once', async t => {
  const request = { state: 'taken' as const, takenBy: 'lawyer', requestedAt: hour(2) }
  const step = (...[name, who, when]: ['take' | 'meet' | 'opinion' | 'cancel', string, number]) =>
    decideLawyerStep(request, name, who, hour(when), hour(6))
  t.same(step('meet', 'lawyer', 4), { ok: true, change: 'met' })
  t.match(step('take', 'lawyer', 4), { ok: false, code: 'lawyer-request-not-open' }, 'taken is taken')
  t.match(step('meet', 'colleague', 4), { ok: false, code: 'lawyer-request-not-open' }, 'not by another one')
  t.match(step('opinion', 'lawyer', 4), { ok: false, code: 'lawyer-request-not-open' }, 'no opinion before the meeting')
  t.match(step('meet', 'lawyer', 1), { ok: false, code: 'occurred-before-case' })
  t.match(step('meet', 'lawyer', 7), { ok: false, code: 'occurred-in-future' })
})

t.test('hearings follow one another, between eight in the morning and ten at night', async t => {
  const planned = planHearings(['a', 'b', 'c'], at('2026-03-11 15:00'), 20, 10)
  t.same(planned.ok && planned.change.map(({ caseId, startsAt, endsAt }) => [caseId, startsAt, endsAt]), [
    ['a', at('2026-03-11 15:00'), at('2026-03-11 15:20')],
    ['b', at('2026-03-11 15:30'), at('2026-03-11 15:50')],
    ['c', at('2026-03-11 16:00'), at('2026-03-11 16:20')],
  ])
  for (const [start, minutes, ok] of [
    ['2026-03-11 08:00', 20, true],
    ['2026-03-11 07:59', 20, false],
    ['2026-03-11 21:40', 20, true],
    ['2026-03-11 21:41', 20, false],
    ['2026-03-11 23:50', 20, false],
  ] as const)
    t.equal(planHearings(['a'], at(start), minutes, 0).ok, ok, `${start}, ${minutes} minutes`)
})
