import t from 'tap'
import { type LegalDate, legalDate } from '../../src/domain/legal-date.ts'
import type { EligibilityFacts, EligiblePerson, Occasion, RowAnswer } from '../../src/eligibility/model.ts'
import { barOf, findingsOf, isAsked, verdictOfCase, verdictOfPerson } from '../../src/eligibility/rules.ts'
import { ROWS } from '../../src/eligibility/table.ts'

const TODAY = legalDate('2026-03-10')
const born = (text: string): LegalDate => legalDate(text)

const aPerson = (given: Partial<EligiblePerson> = {}): EligiblePerson => ({
  id: 'p1',
  birthDate: born('1988-06-14'),
  pleads: true,
  fastTrackConsent: true,
  counsel: 'dutyLawyer',
  ...given,
})

let clock = 0
const anAnswer = (row: string, casePersonId: string | null, value: boolean | number): RowAnswer => ({
  row,
  casePersonId,
  value,
  note: null,
  by: 'officer',
  agency: '350503-PSB',
  at: new Date(Date.UTC(2026, 2, 10) + ++clock * 1000),
})

const wantedValue = (row: (typeof ROWS)[number]): boolean | number => (typeof row.wanted === 'boolean' ? row.wanted : row.wanted.maxMonths)
const wrongValue = (row: (typeof ROWS)[number]): boolean | number =>
  typeof row.wanted === 'boolean' ? !row.wanted : row.wanted.maxMonths + 1

/** Every row answered as the fast track wants it, for each person. */
const allAnswers = (persons: readonly EligiblePerson[]): RowAnswer[] =>
  ROWS.flatMap(row =>
    row.scope === 'case' ? [anAnswer(row.code, null, wantedValue(row))] : persons.map(({ id }) => anAnswer(row.code, id, wantedValue(row))),
  )

function aCaseOf(persons: readonly EligiblePerson[], given: Partial<EligibilityFacts> = {}): EligibilityFacts {
  return { today: TODAY, actOn: TODAY, isBasicCourt: true, isSettled: false, persons, answers: allAnswers(persons), ...given }
}
const outcome = (facts: EligibilityFacts, occasion: Occasion = 'trial'): string => {
  const { outcome: found, row } = verdictOfCase(facts, findingsOf(facts), occasion)
  return row === null ? found : `${found}(${row})`
}

t.test('the fast track is open where every row holds for every person', async t => {
  t.equal(outcome(aCaseOf([aPerson()])), 'ELIGIBLE')
  t.equal(outcome(aCaseOf([aPerson(), aPerson({ id: 'p2' })])), 'ELIGIBLE')
  t.equal(outcome(aCaseOf([])), 'UNKNOWN(F4)', 'a case without anybody is not')
})

t.test('what the case says itself: plea, consent, age, counsel, court, settlement', async t => {
  const without = (row: string, facts: EligibilityFacts): EligibilityFacts => ({
    ...facts,
    answers: facts.answers.filter(one => one.row !== row),
  })
  const cases: [string, EligibilityFacts, string][] = [
    ['the undertaking says the plea', without('F4', aCaseOf([aPerson({ pleads: null })])), 'UNKNOWN(F4)'],
    ['who denies is out', aCaseOf([aPerson({ pleads: false })]), 'NOT_ELIGIBLE(F4)'],
    ['who does not consent is out', aCaseOf([aPerson({ fastTrackConsent: false })]), 'NOT_ELIGIBLE(F5)'],
    ['an intermediate court is not a basic one', without('F1', aCaseOf([aPerson()], { isBasicCourt: false })), 'UNKNOWN(F1)'],
    ['17 years at the handling', aCaseOf([aPerson({ birthDate: born('2008-03-10') })]), 'NOT_ELIGIBLE(N3)'],
    ['18 from the day after the birthday', without('N3', aCaseOf([aPerson({ birthDate: born('2008-03-09') })])), 'ELIGIBLE'],
    [
      '17 at the act, 18 now: nobody confirmed',
      without('N3', aCaseOf([aPerson({ birthDate: born('2008-03-01') })], { actOn: legalDate('2026-02-01') })),
      'UNKNOWN(N3)',
    ],
    [
      '17 at the act, 18 now: confirmed',
      aCaseOf([aPerson({ birthDate: born('2008-03-01') })], { actOn: legalDate('2026-02-01') }),
      'ELIGIBLE',
    ],
    ['no date of birth', without('N3', aCaseOf([aPerson({ birthDate: null })])), 'UNKNOWN(N3)'],
    ['declared as settled', without('N6', aCaseOf([aPerson()], { isSettled: true })), 'ELIGIBLE'],
    ['nothing said of a settlement', without('N6', aCaseOf([aPerson()])), 'UNKNOWN(N6)'],
    ['signed with a lawyer present', without('N7', aCaseOf([aPerson()])), 'ELIGIBLE'],
    ['signed with nobody', without('N7', aCaseOf([aPerson({ counsel: null })])), 'UNKNOWN(N7)'],
  ]
  for (const [title, facts, expected] of cases) t.equal(outcome(facts), expected, title)
})

t.test('three years are in, three years and a month are out', async t => {
  const months = (value: number): EligibilityFacts => {
    const facts = aCaseOf([aPerson()])
    return { ...facts, answers: [...facts.answers, anAnswer('F2', 'p1', value)] }
  }
  t.equal(outcome(months(36)), 'ELIGIBLE')
  t.equal(outcome(months(37)), 'NOT_ELIGIBLE(F2)')
})

t.test('the newest answer stands, and no answer outweighs what the case says against', async t => {
  const facts = aCaseOf([aPerson()])
  const disputed = { ...facts, answers: [...facts.answers, anAnswer('N5', 'p1', true)] }
  t.equal(outcome(disputed), 'NOT_ELIGIBLE(N5)')
  t.equal(outcome({ ...disputed, answers: [...disputed.answers, anAnswer('N5', 'p1', false)] }), 'ELIGIBLE', 'the dispute was given up')
  t.equal(
    outcome({ ...facts, answers: [...facts.answers, anAnswer('F4', 'p1', false)] }),
    'NOT_ELIGIBLE(F4)',
    'the plea was withdrawn after the undertaking',
  )
})

t.test('the track is asked of what the police can know, with the local rows, and the trial of the law’s rows', async t => {
  const facts = aCaseOf([aPerson({ counsel: null })])
  const police = { ...facts, answers: facts.answers.filter(({ row }) => !['F2', 'F3', 'N5', 'N6', 'N7'].includes(row)) }
  t.equal(outcome(police, 'track'), 'ELIGIBLE')
  t.equal(outcome(police, 'trial'), 'UNKNOWN(F2)')
  const foreign = { ...facts, answers: [...facts.answers, anAnswer('T4', null, true)] }
  t.equal(outcome(foreign, 'track'), 'NOT_ELIGIBLE(T4)')
  t.equal(outcome(foreign, 'trial'), 'ELIGIBLE', 'a local row is no condition of the procedure')
})

t.test('one person who fails keeps the whole case out, and only that person is named', async t => {
  const persons = [aPerson(), aPerson({ id: 'p2', pleads: false })]
  const findings = findingsOf(aCaseOf(persons))
  t.equal(verdictOfPerson(findings, 'p1', 'trial').outcome, 'ELIGIBLE')
  t.equal(verdictOfPerson(findings, 'p2', 'trial').row, 'F4')
  t.match(barOf(aCaseOf(persons), 'trial'), { row: 'F4', outcome: 'NOT_ELIGIBLE', basis: /刑事诉讼法/ })
})

t.test('properties over many tables', async t => {
  let seed = 20260310
  const random = (): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed / 2147483648
  }
  for (let run = 0; run < 1_500; run++) {
    const persons = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, at) =>
      aPerson({ id: `p${at + 1}`, pleads: null, fastTrackConsent: null, counsel: null }),
    )
    const occasion = random() < 0.5 ? 'trial' : 'track'
    const facts = aCaseOf(persons, { isBasicCourt: false })
    const asked = ROWS.filter(row => isAsked(row, occasion))
    const row = asked[Math.floor(random() * asked.length)]
    const person = persons[Math.floor(random() * persons.length)]
    if (row === undefined || person === undefined) throw new Error('nothing drawn')
    const whose = row.scope === 'case' ? null : person.id
    const rest = facts.answers.filter(one => !(one.row === row.code && one.casePersonId === whose))
    const derived = row.code === 'N3'
    if (!derived) t.equal(outcome({ ...facts, answers: rest }, occasion), `UNKNOWN(${row.code})`, 'one unknown row never passes')
    t.equal(
      outcome({ ...facts, answers: [...rest, anAnswer(row.code, whose, wrongValue(row))] }, occasion),
      `NOT_ELIGIBLE(${row.code})`,
      'any one failing row blocks',
    )
    const shuffled = [...facts.answers].sort(() => random() - 0.5)
    const turned = { ...facts, answers: shuffled, persons: [...persons].reverse() }
    t.equal(outcome(turned, occasion), outcome(facts, occasion), 'the order of answers and persons does not matter')
  }
})
