import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Json } from '../../domain/json.ts'
import type { MapField, RobotMap } from './map.ts'
import { fieldPointer, isObject, markOf, transformFor, zhOf } from './plan.ts'

/** What is looked for on the page of a record: places by their names, and lines of the same below. Goes into the page as it is. */
export type Sought = {
  readonly places: readonly { readonly place: string; readonly name: string }[]
  readonly rows: readonly (Sought & { readonly mark: string; readonly count: string })[]
}
/** What stood there, in the same order; null for a place that is not there. */
export type Taken = { readonly words: readonly (string | null)[]; readonly rows: readonly (readonly Taken[])[] }

const Taken = Type.Cyclic(
  { Taken: Type.Object({ words: Type.Array(Type.Union([Type.String(), Type.Null()])), rows: Type.Array(Type.Array(Type.Ref('Taken'))) }) },
  'Taken',
)
/** Checks what a page answered. @throws Error for another shape */
export const readTaken = (answer: unknown): Taken => Value.Parse(Taken, answer)

/** The fields of the card in the order in which `Sought` asks for them. */
type Block = {
  readonly fields: readonly MapField[]
  readonly place: string
  readonly rows: readonly (Block & { readonly at: string; readonly count: string; readonly empty: 'none' | null })[]
}

type RowsLike = {
  readonly at: string
  readonly view: { readonly place: string; readonly rows: string }
  readonly fields: readonly MapField[]
  readonly empty?: 'none'
  readonly rows?: readonly RowsLike[]
}
const blockOf = ({ at, view, fields, empty, rows = [] }: RowsLike): Block['rows'][number] => ({
  ...{ at, fields, place: view.place, count: view.rows, empty: empty ?? null },
  rows: rows.map(blockOf),
})

/** All that a record shows, from the pages of the form: a page for each person is a list of lines here. */
function blocksOf(map: RobotMap): readonly Block[] {
  return map.pages.map(({ each, fields, view, rows = [] }) => {
    const block: Block = { fields, place: view.place, rows: rows.map(blockOf) }
    return each === undefined ? block : { fields: [], place: '', rows: [{ ...block, at: each.at, count: each.view.rows, empty: null }] }
  })
}

const soughtOf = ({ fields, place, rows }: Block): Sought => ({
  places: fields.map(({ name }) => ({ place, name })),
  rows: rows.map(block => ({ ...soughtOf(block), mark: markOf(block.at), count: block.count })),
})
export const soughtBy = (map: RobotMap): readonly Sought[] => blocksOf(map).map(soughtOf)

/** A record as the card would have it, by fields, null for one that the system keeps and that is empty; as the system shows it, by single places; and the places that were not there. */
export type ReadRecord = {
  readonly values: ReadonlyMap<string, Json>
  readonly raw: ReadonlyMap<string, string>
  readonly missing: readonly string[]
}

type Draft = { [key: string]: Json }

/** Turns what stood on the page into values of the card. What cannot be read stays as the words are, so that it shows as a difference. */
export function recordFrom(map: RobotMap, taken: readonly Taken[]): ReadRecord {
  const raw = new Map<string, string>()
  const missing: string[] = []
  const kept = new Set<string>()
  const readField = (into: Draft, field: MapField, words: string | null, pointer: string): void => {
    if (words === null) missing.push(zhOf(pointer))
    else raw.set(pointer, words)
    kept.add(fieldPointer(pointer))
    const value = valueFrom(map, field, words ?? '')
    if (value !== undefined) put(into, field.at, value)
  }
  const readInto = (into: Draft, block: Block, page: Taken, base: string): void => {
    for (const [at, field] of block.fields.entries())
      readField(into, field, page.words[at] ?? null, field.at === '' ? base : `${base}/${field.at}`)
    for (const [at, rows] of block.rows.entries()) {
      const pointer = `${base}/${rows.at}`
      if (pointer !== '/persons') kept.add(fieldPointer(pointer))
      const members = (page.rows[at] ?? []).map((line, n) => member(rows, line, `${pointer}/${n}`)).filter(one => one !== null)
      if (members.length > 0 || rows.empty === 'none') put(into, rows.at, members)
    }
  }
  const member = (rows: Block, line: Taken, base: string): Json | null => {
    const into: Draft = {}
    readInto(into, rows, line, base)
    const only = rows.fields.length === 1 && rows.fields[0]?.at === '' ? into[''] : undefined
    if (only !== undefined) return only
    return Object.keys(into).length === 0 ? null : into
  }
  const card: Draft = {}
  for (const [at, block] of blocksOf(map).entries()) readInto(card, block, taken[at] ?? { words: [], rows: [] }, '')
  const values = byField(card)
  return { values: new Map([...kept, ...values.keys()].map(pointer => [pointer, values.get(pointer) ?? null])), raw, missing }
}

function valueFrom(map: RobotMap, field: MapField, words: string): Json | undefined {
  const transform = transformFor(map, field)
  const read = (one: string): Json => transform.from(one) ?? one
  if (words === '') return field.empty === 'none' ? [] : undefined
  return field.kind === 'checks' ? words.split('、').map(read) : read(words)
}

function put(into: Draft, path: string, value: Json): void {
  const [first = '', ...rest] = path.split('/')
  if (rest.length === 0) into[first] = value
  else {
    const inner = into[first]
    const next: Draft = isObject(inner) ? { ...inner } : {}
    put(next, rest.join('/'), value)
    into[first] = next
  }
}

function byField(card: Draft): ReadonlyMap<string, Json> {
  const values = new Map<string, Json>()
  for (const [key, value] of Object.entries(card)) if (key !== 'persons') values.set(`/${key}`, value)
  const persons = card.persons
  for (const [n, person] of Array.isArray(persons) ? persons.entries() : [])
    if (isObject(person)) for (const [key, value] of Object.entries(person)) values.set(`/persons/${n}/${key}`, value)
  return values
}
