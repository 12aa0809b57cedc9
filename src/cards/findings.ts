import type { Finding } from '../reading/model.ts'
import { type Candidate, type CardField, type CardStage, pathOf, producerOf } from './model.ts'
import { plain } from './same-value.ts'
import { fieldOf } from './table/fields.ts'

/** A paper that was read, with what it says. */
export type ReadPaper = {
  readonly documentId: string
  readonly documentVersion: number
  readonly code: string
  readonly casePersonId: string | null
  readonly findings: readonly Finding[]
}

type Somebody = { readonly id: string; readonly name: string; readonly idNo: string | null }

/**
 * What the papers say of the fields of a card. Whom a finding is about: whose identity number stands beside it, else the only person
 * of that name, else whom the paper is filed for, else the only person of the case. Two of one name are never guessed at.
 */
export function saidByPapers(papers: readonly ReadPaper[], persons: readonly Somebody[], stage: CardStage): Candidate[] {
  return papers.flatMap(paper =>
    paper.findings.flatMap(finding => {
      const scope = fieldOf(finding.key, 'case') !== undefined && finding.about === null ? 'case' : 'person'
      const field = fieldOf(finding.key, scope)
      if (field === undefined || !mayFill(field, stage, paper.code)) return []
      const person = scope === 'case' ? null : whoIs(finding, paper, persons)
      if (person === undefined) return []
      const { documentId, documentVersion, code: documentCode } = paper
      const { page, box, words, confidence, rule } = finding
      const source = { kind: 'extracted' as const, documentId, documentVersion, documentCode, page, box, words, confidence, engine: rule }
      return [{ path: pathOf(finding.key, person), value: finding.value, source }]
    }),
  )
}

/** What an agency works out for itself, such as when it accepted the case, the papers of another do not say. */
function mayFill({ key, on }: CardField, stage: CardStage, code: string): boolean {
  const ways = on[stage]
  // The facts in brief are told by each agency in its own paper.
  if (key === 'factSummary') return producerOf(code) === stage
  return ways !== undefined && (producerOf(code) === stage || ways.some(way => way !== 'computed'))
}

function whoIs({ about }: Finding, { casePersonId }: ReadPaper, persons: readonly Somebody[]): string | undefined {
  const { idNo, name } = about ?? {}
  if (idNo !== undefined) {
    const byNumber = persons.filter(one => one.idNo?.toUpperCase() === idNo.toUpperCase())
    if (byNumber.length === 1) return byNumber[0]?.id
  }
  const called = name === undefined ? [] : persons.filter(one => plain(one.name) === plain(name))
  if (called.length === 1) return called[0]?.id
  if (called.length > 1) return called.find(({ id }) => id === casePersonId)?.id
  // Somebody else is named: a witness, a victim, a lawyer.
  if (name !== undefined && persons.length > 0) return undefined
  if (casePersonId !== null) return persons.some(({ id }) => id === casePersonId) ? casePersonId : undefined
  return persons.length === 1 ? persons[0]?.id : undefined
}
