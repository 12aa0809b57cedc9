import type { Json } from '../domain/json.ts'

/** What names the card and its way, and is no field of it. */
const ABOUT: ReadonlySet<string> = new Set([
  'schemaVersion',
  'cardId',
  'platformCaseId',
  'parentCaseId',
  'relatedCaseIds',
  'stage',
  'agencyCode',
  'persons',
  'provenance',
])
const PERSON_ID = 'personId'

export type Document = { readonly [key: string]: Json }
export const isDocument = (value: unknown): value is Document => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The persons of a document, in their order. */
export const personsOf = (card: Document): readonly Document[] => {
  const { persons } = card
  return Array.isArray(persons) ? persons.filter(isDocument) : []
}

/** The fields of a document of the schema by pointer: `/caseName`, `/persons/0/name`. */
export function fieldsOf(card: Document): ReadonlyMap<string, Json> {
  const fields = new Map<string, Json>()
  for (const [key, value] of Object.entries(card)) if (!ABOUT.has(key)) fields.set(`/${key}`, value)
  for (const [at, person] of personsOf(card).entries())
    for (const [key, value] of Object.entries(person)) if (key !== PERSON_ID) fields.set(`/persons/${at}/${key}`, value)
  return fields
}

const OF_PERSON = /^\/persons\/(\d+)\/([A-Za-z0-9]+)$/

/** The field of a pointer, with the place of its person in the document, or null for one of the case. */
export function readPointer(pointer: string): { key: string; at: number | null } {
  const [, at, key] = OF_PERSON.exec(pointer) ?? []
  return key === undefined ? { key: pointer.slice(1), at: null } : { key, at: Number(at) }
}

/** The path of a pointer on the platform's card, where persons go by their id; null where the document has no such person. */
export function pathOfPointer(card: Document, pointer: string): string | null {
  const { key, at } = readPointer(pointer)
  if (at === null) return `/${key}`
  const id = personsOf(card)[at]?.[PERSON_ID]
  return typeof id === 'string' ? `/persons/${id}/${key}` : null
}

/** The document with other values in some of its fields; null empties one. */
export function replaced(card: Document, values: ReadonlyMap<string, Json>): Document {
  if (values.size === 0) return card
  const changed: Record<string, Json> = { ...card }
  const persons = personsOf(card).map((person): Record<string, Json> => ({ ...person }))
  for (const [pointer, value] of values) {
    const { key, at } = readPointer(pointer)
    const of = at === null ? changed : persons[at]
    if (of === undefined) continue
    if (value === null) delete of[key]
    else of[key] = value
  }
  return 'persons' in card ? { ...changed, persons } : changed
}

/** Fields by pointer as one plain object, as rows keep them. */
export const plainFields = (fields: ReadonlyMap<string, Json>): Document => Object.fromEntries(fields)

/** Which of these pointers name a field of the card; a record's own name and ours are none. */
export const isField = (pointer: string): boolean => {
  const { key, at } = readPointer(pointer)
  return pointer.startsWith('/') && (at === null ? !ABOUT.has(key) : key !== PERSON_ID)
}

/** The field in which a place inside a composite value lies: `/occurredPlace/text` in `/occurredPlace`. */
export const fieldAround = (pointer: string): string => /^\/(?:persons\/\d+\/)?[^/]+/.exec(pointer)?.[0] ?? pointer
