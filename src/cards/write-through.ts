import type { EntityManager } from '@mikro-orm/postgresql'
import type { LockedCase } from '../cases/locked-case.ts'
import type { Json } from '../domain/json.ts'
import { type CardStage, readPath } from './model.ts'

type Text = (value: Json) => string | null
const asText: Text = value => (typeof value === 'string' ? value : null)
const asPlace: Text = value =>
  typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string' ? value.text : null

/**
 * What the platform itself works with, in papers, certificates and conditions, follows the card of the agency that holds the case: so a
 * corrected name is in the next paper, and a corrected birth date in the next question whether somebody is of age.
 */
export async function writeThrough(
  em: EntityManager,
  { card, loaded }: { readonly card: { readonly stage: CardStage }; readonly loaded: Pick<LockedCase, 'row' | 'persons' | 'now'> },
  path: string,
  value: Json,
): Promise<void> {
  const { key = '', casePersonId = null } = readPath(path) ?? {}
  const person = loaded.persons.find(({ id }) => id === casePersonId)
  if (person !== undefined) writePerson(person, key, value)
  else if (casePersonId === null) writeCase(loaded.row, card.stage, key, value)
  await em.flush()
}

/** Who somebody is, as the platform works with it; null where it keeps no such thing, or does not know it. */
export function platformValue({ persons }: Pick<LockedCase, 'persons'>, path: string): Json {
  const { key = '', casePersonId = null } = readPath(path) ?? {}
  const person = persons.find(({ id }) => id === casePersonId)
  if (person === undefined) return null
  const { name, sex, idType, nameBasis, idNo = null, birthDate = null, ethnic = null } = person
  const known: Readonly<Record<string, Json>> = { name, sex, idType, nameBasis, idNo, birthDate, ethnic }
  return known[key] ?? null
}

function writePerson(person: LockedCase['persons'][number], key: string, value: Json): void {
  const text = asText(value)
  switch (key) {
    case 'name':
    case 'sex':
    case 'idType':
    case 'nameBasis':
      if (text !== null) person[key] = text
      return
    case 'idNo':
    case 'birthDate':
    case 'ethnic':
    case 'education':
    case 'phone':
    case 'occupation':
      person[key] = text
      return
    case 'residence':
      person.residence = asPlace(value)
      return
    default:
  }
}

/** The facts in brief are each agency's own: the platform's are those of the police. */
function writeCase(row: LockedCase['row'], stage: CardStage, key: string, value: Json): void {
  if (key === 'occurredFrom' && typeof value === 'string') row.occurredFrom = new Date(value)
  if (key === 'occurredPlace') row.occurredPlace = asPlace(value)
  if (key === 'factSummary' && stage === 'police') row.factSummary = asText(value)
}
