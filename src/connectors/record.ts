import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { CARD_FIELDS } from '../cards/table/fields.ts'
import type { Json } from '../domain/json.ts'
import { type Document, fieldAround, fieldsOf, isDocument, isField, personsOf } from './document.ts'
import { SystemFault, type SystemRecord } from './model.ts'

const Text = Type.String({ minLength: 1, maxLength: 200 })

/** A record as a system tells it by request or file: the document of the schema, with what the system calls it. */
const RecordShape = Type.Object({
  reference: Text,
  platformCaseId: Type.Optional(Type.Union([Text, Type.Null()])),
  /** The account on the platform of the officer whose case it is. */
  officer: Type.Optional(Type.Union([Text, Type.Null()])),
  changed: Type.Optional(Text),
  card: Type.Object({}, { additionalProperties: true }),
})

/** Where the account of the officer stands among what a system shows. */
const OFFICER = 'officer'

/** The account of the officer whose case a record is: named by itself, or the first of the officers. */
export function officerIn({ values, raw }: SystemRecord): string | null {
  const officers = values.get('/officers')
  const [first] = Array.isArray(officers) ? officers : []
  const id: Json = isDocument(first) ? (first.officerId ?? null) : null
  return raw.get(OFFICER) ?? (typeof id === 'string' && id !== '' ? id : null)
}

/** Reads a record. @throws SystemFault `noPlace` for one that is no record */
export function readRecord(value: unknown): SystemRecord {
  if (!Value.Check(RecordShape, value) || !isDocument(value.card)) throw new SystemFault('noPlace', '对方给出的记录不符合约定格式')
  const { reference, platformCaseId = null, officer = null, card } = value
  return { reference, platformCaseId, values: allFields(card), raw: new Map(officer === null ? [] : [[OFFICER, officer]]) }
}

/** What a record says of the card's fields; a place that the system shows empty is null, one that it does not have at all is missing. */
export function valuesOf({ values, raw }: SystemRecord): ReadonlyMap<string, Json> {
  const all = new Map([...values].filter(([pointer]) => isField(pointer)))
  for (const pointer of [...raw.keys()].map(fieldAround)) if (isField(pointer) && !all.has(pointer)) all.set(pointer, null)
  return all
}

/** All fields that a card may have: what a full document does not say is empty there, and no field that it does not keep. */
function allFields(card: Document): ReadonlyMap<string, Json> {
  const values = new Map(fieldsOf(card))
  const persons = personsOf(card).length
  for (const { key, scope } of CARD_FIELDS) {
    const pointers = scope === 'case' ? [`/${key}`] : Array.from({ length: persons }, (_, at) => `/persons/${at}/${key}`)
    for (const pointer of pointers) if (!NAMES.has(key) && !values.has(pointer)) values.set(pointer, null)
  }
  return values
}
/** Names the record itself. */
const NAMES: ReadonlySet<string> = new Set(['platformCaseId'])
