import type { EntityManager } from '@mikro-orm/postgresql'
import { type CaseRelation, can } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { eligibilityFacts } from '../cases/locked-case.ts'
import { agencyRef, instant } from '../domain/present.ts'
import type { Finding, Row, Source, Verdict } from '../eligibility/model.ts'
import { findingsOf, isAsked, verdictOfCase, verdictOfPerson } from '../eligibility/rules.ts'
import { readClocks } from './clocks-view.ts'

const APPROVERS = ['PL', 'PP', 'CJ']

/** The eligibility table of a case as it stands: each row with its reason and source, and the result per person and for the case. */
export async function getEligibilityView(em: EntityManager, actor: Actor, caseId: string, relation: CaseRelation) {
  const read = await readClocks(em, caseId)
  const facts = eligibilityFacts(read)
  const findings = findingsOf(facts)
  const names = await listNames(em, [...new Set(facts.answers.map(({ by }) => by))])
  const mayEdit = can(actor, 'case.card.edit', relation) === 'allowed'
  return {
    trial: presentVerdict(verdictOfCase(facts, findings, 'trial')),
    track: presentVerdict(verdictOfCase(facts, findings, 'track')),
    persons: read.persons.map(({ id, name }) => ({ id, name, trial: presentVerdict(verdictOfPerson(findings, id, 'trial')) })),
    rows: findings.map(finding => presentFinding(finding, names, mayEdit && mayAnswer(actor, finding.row))),
  }
}

const mayAnswer = (actor: Actor, { askedOf, needsApprover }: Row): boolean =>
  askedOf.includes(actor.agencyType) && (!needsApprover || actor.roles.some(role => APPROVERS.includes(role)))

const presentVerdict = ({ outcome, row, basis }: Verdict) => ({ outcome, row, basis })

async function listNames(em: EntityManager, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await em.execute<{ id: string; name: string | null }[]>('select id, staff_name(id) as name from unnest(?::uuid[]) id', [
    `{${ids.join(',')}}`,
  ])
  return new Map(rows.map(({ id, name }) => [id, name ?? '']))
}

function presentFinding({ row, casePersonId, holds, sources }: Finding, names: ReadonlyMap<string, string>, mayAnswerIt: boolean) {
  const { code, zh, en, question, scope, basis, knownBy } = row
  return {
    code,
    zh,
    en,
    question,
    kind: typeof row.wanted === 'boolean' ? 'boolean' : 'integer',
    wanted: typeof row.wanted === 'boolean' ? row.wanted : row.wanted.maxMonths,
    scope,
    basis,
    knownBy,
    isTrack: isAsked(row, 'track'),
    isTrial: isAsked(row, 'trial'),
    casePersonId,
    holds,
    mayAnswer: mayAnswerIt,
    sources: sources.map(source => presentSource(source, names)),
  }
}

function presentSource(source: Source, names: ReadonlyMap<string, string>) {
  if (source.kind === 'case')
    return { kind: source.kind, zh: source.zh, en: source.en, value: null, note: null, by: null, agency: null, at: null }
  const { value, note, by, agency, at } = source.answer
  return { kind: source.kind, zh: '', en: '', value, note, by: names.get(by) ?? '', agency: agencyRef(agency), at: instant(at) }
}
