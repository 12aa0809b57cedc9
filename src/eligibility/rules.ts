import { dayOfMonth, type LegalDate } from '../domain/legal-date.ts'
import type { EligibilityFacts, EligiblePerson, FastTrackBar, Finding, Holds, Occasion, Row, RowAnswer, Source, Verdict } from './model.ts'
import { ROWS } from './table.ts'

const OF_AGE = 18

type Derived = { readonly holds: Holds; readonly source: Source | null }

const UNSAID: Derived = { holds: 'unknown', source: null }
const said = (holds: Holds, zh: string, en: string): Derived => ({ holds, source: { kind: 'case', zh, en } })

/** What the case itself says of a row; a row that is not here is only ever answered by people. */
const DERIVED: Readonly<Record<string, (facts: EligibilityFacts, person: EligiblePerson) => Derived>> = {
  F4: (_facts, { pleads }) => (pleads === null ? UNSAID : said(pleads ? 'holds' : 'fails', '具结书', 'plea undertaking')),
  F5: (_facts, { fastTrackConsent: consents }) =>
    consents === null ? UNSAID : said(consents ? 'holds' : 'fails', '具结书', 'plea undertaking'),
  N3: ageOf,
  // Who signed in the presence of a lawyer that pleads not guilty did not sign; a later word of counsel is an answer.
  N7: (_facts, { pleads, counsel }) =>
    pleads === true && counsel !== null ? said('holds', '律师在场签署具结书', 'undertaking signed in the presence of a lawyer') : UNSAID,
}

const OF_CASE: Readonly<Record<string, (facts: EligibilityFacts) => Derived>> = {
  F1: ({ isBasicCourt }) => (isBasicCourt ? said('holds', '办案单位为县区级', 'the district of the case') : UNSAID),
  N6: ({ isSettled }) => (isSettled ? said('holds', '已声明和解或谅解', 'declared as settled') : UNSAID),
}

/** The letter asks for the age at the trial; who was a minor at the act is out until a person confirms. CPL 223(2). */
function ageOf({ today, actOn }: EligibilityFacts, { birthDate }: EligiblePerson): Derived {
  if (birthDate === null) return UNSAID
  if (firstDayAged(birthDate, OF_AGE) > today) return said('fails', '出生日期', 'date of birth')
  if (firstDayAged(birthDate, OF_AGE) > actOn) return said('unknown', '行为时未成年，须确认', 'a minor at the act: to be confirmed')
  return said('holds', '出生日期', 'date of birth')
}

/** The first day of an age is the day after that birthday (周岁：从生日的第二天起). */
const firstDayAged = (born: LegalDate, years: number): LegalDate => dayOfMonth(born, 12 * years, Number(born.slice(8)) + 1)

/** Whether an answer is what its row wants. */
export function meets({ wanted }: Row, value: boolean | number): boolean {
  return typeof wanted === 'boolean' ? value === wanted : typeof value === 'number' && value <= wanted.maxMonths
}

/** The newest answer to a row for a person, or for the case where the row is the case's. */
function answerTo(answers: readonly RowAnswer[], row: Row, casePersonId: string | null): RowAnswer | null {
  const own = answers.filter(one => one.row === row.code && one.casePersonId === casePersonId)
  return own.reduce<RowAnswer | null>((newest, one) => (newest === null || one.at > newest.at ? one : newest), null)
}

/** What stands against a row weighs more than what speaks for it; what nobody said is unknown. */
function findingOf(facts: EligibilityFacts, row: Row, person: EligiblePerson | null): Finding {
  const derived = person === null ? (OF_CASE[row.code]?.(facts) ?? UNSAID) : (DERIVED[row.code]?.(facts, person) ?? UNSAID)
  const casePersonId = person?.id ?? null
  const answer = answerTo(facts.answers, row, casePersonId)
  const answered: Holds = answer === null ? 'unknown' : meets(row, answer.value) ? 'holds' : 'fails'
  const both = [derived.holds, answered]
  const holds: Holds = both.includes('fails') ? 'fails' : both.includes('holds') ? 'holds' : 'unknown'
  const sources: Source[] = [...(derived.source ? [derived.source] : []), ...(answer ? [{ kind: 'answer' as const, answer }] : [])]
  return { row, casePersonId, holds, sources }
}

/** Every row of the table for every person whom it asks about; a case without persons has its own rows only. */
export function findingsOf(facts: EligibilityFacts): Finding[] {
  return ROWS.flatMap(row =>
    row.scope === 'case' ? [findingOf(facts, row, null)] : facts.persons.map(person => findingOf(facts, row, person)),
  )
}

/** The result over findings: a failing row before an unknown one, in the order of the table. Nobody at all is unknown. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  const against = findings.find(({ holds }) => holds === 'fails') ?? findings.find(({ holds }) => holds === 'unknown')
  if (against === undefined) return { outcome: findings.length > 0 ? 'ELIGIBLE' : 'UNKNOWN', row: null, basis: null }
  return { outcome: against.holds === 'fails' ? 'NOT_ELIGIBLE' : 'UNKNOWN', row: against.row.code, basis: against.row.basis }
}

/** The result for one person: the person's own rows and those of the case. CPL 222, 223. */
export function verdictOfPerson(findings: readonly Finding[], casePersonId: string, occasion: Occasion): Verdict {
  return verdictOf(findings.filter(one => isAsked(one.row, occasion) && (one.casePersonId === null || one.casePersonId === casePersonId)))
}

/**
 * The procedure is asked of the law's rows; a review of those that the police can know; the 48-hour track of these with the local
 * additions.
 */
export const isAsked = ({ track, knownBy }: Row, occasion: Occasion): boolean =>
  (occasion === 'track' || track !== true) && (occasion === 'trial' || knownBy === 'publicSecurity' || knownBy === 'any')

/** The case's result: it passes only if every person does. */
export function verdictOfCase(facts: EligibilityFacts, findings: readonly Finding[], occasion: Occasion): Verdict {
  const asked = findings.filter(({ row }) => isAsked(row, occasion))
  return facts.persons.length === 0 ? { outcome: 'UNKNOWN', row: 'F4', basis: '刑事诉讼法 第222条' } : verdictOf(asked)
}

/** What stands against the fast track on this occasion; null where every row holds for everybody. */
export function barOf(facts: EligibilityFacts, occasion: Occasion): FastTrackBar | null {
  const { outcome, row, basis } = verdictOfCase(facts, findingsOf(facts), occasion)
  return outcome === 'ELIGIBLE' || row === null || basis === null ? null : { row, basis, outcome }
}
