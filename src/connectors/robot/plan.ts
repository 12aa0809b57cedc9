import { CARD_FIELDS } from '../../cards/table/fields.ts'
import type { Json } from '../../domain/json.ts'
import { type CardSnapshot, type Placed, SystemFault } from '../model.ts'
import type { MapField, MapPage, MapRows, MapSearch, RobotMap } from './map.ts'
import { type Transform, transformOf, wordsTransform } from './transforms.ts'

type Card = CardSnapshot['card']
/** Numbers for the marks in places, by the name of the list: `{persons}`, `{measures}`. */
export type Marks = Readonly<Record<string, number | string>>

/** A field in the form. `words` is null where the card says nothing: its place must be there, and stays as it is. */
export type Assignment = {
  readonly pointer: string
  readonly zh: string
  readonly kind: NonNullable<MapField['kind']>
  readonly selectors: readonly string[]
  readonly words: readonly string[] | null
  readonly byLabel: boolean
  readonly search: MapSearch | null
}
/** Lines of a form and how many are wanted; `wanted` is null where the card says nothing. */
export type LinesWanted = {
  readonly zh: string
  readonly rows: string
  readonly add: string
  readonly remove: string
  readonly wanted: number | null
}
export type PagePlan = {
  readonly name: string
  readonly url: string | null
  readonly lines: readonly LinesWanted[]
  readonly assignments: readonly Assignment[]
  readonly save: MapPage['save'] | null
}

const TEXT = transformOf('text')

/** How a field is written and read. */
export function transformFor(map: RobotMap, { as, words }: MapField): Transform {
  const found = words === undefined ? transformOf(as ?? 'text') : wordsTransform(map.words[words] ?? [])
  const transform = found ?? TEXT
  if (transform === null) throw new Error('there is no transform for text')
  return transform
}

/** Puts numbers and names into a place of the map. */
export const filled = (place: string, marks: Marks): string =>
  place.replace(/\{(\w+)\}/g, (whole, mark: string) => String(marks[mark] ?? whole))
/** The same for an address, where nothing may break out of its part. */
export const filledUrl = (place: string, marks: Marks): string =>
  place.replace(/\{(\w+)\}/g, (whole, mark: string) => (mark in marks ? encodeURIComponent(String(marks[mark])) : whole))

/** What stands at a pointer of the card. */
export function valueAt(card: Json, pointer: string): Json | undefined {
  let value: Json | undefined = card
  for (const key of pointer.split('/').slice(1)) {
    if (Array.isArray(value)) value = value[Number(key)]
    else if (isObject(value)) value = value[key]
    else return undefined
  }
  return value
}
export const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const markOf = (at: string): string => at.split('/').at(-1) ?? at
const joined = (base: string, at: string): string => (at === '' ? base : `${base}/${at}`)

const NAMES: ReadonlyMap<string, string> = new Map(CARD_FIELDS.map(({ scope, key, zh }) => [`${scope}:${key}`, zh]))
/** The field of the card that a pointer leads into: itself, or what it is part of. */
export function fieldPointer(pointer: string): string {
  const parts = pointer.split('/')
  return parts.slice(0, parts[1] === 'persons' ? 4 : 2).join('/')
}
/** A field in the words of the card, with the number of the person and of the line. */
export function zhOf(pointer: string): string {
  const [, first = '', second = '', third = '', ...rest] = pointer.split('/')
  if (first !== 'persons') return NAMES.get(`case:${first}`) ?? first
  const line = rest.find(key => /^\d+$/.test(key))
  return `第${Number(second) + 1}人${NAMES.get(`person:${third}`) ?? third}${line === undefined ? '' : `第${Number(line) + 1}行`}`
}

/** What is put into every page of the form, in order. @throws SystemFault noPlace for a value that has no counterpart */
export function planOf(map: RobotMap, card: Card): readonly PagePlan[] {
  return map.pages.flatMap(page => {
    if (page.each === undefined) return [planPage(map, page, card, '', {})]
    const { at } = page.each
    return membersAt(card, `/${at}`).map((_, n) => planPage(map, page, card, `/${at}/${n}`, { [markOf(at)]: n }))
  })
}

export function membersAt(card: Card, pointer: string): readonly Json[] {
  const list = valueAt(card, pointer)
  return Array.isArray(list) ? list : []
}

function planPage(map: RobotMap, page: MapPage, card: Card, base: string, marks: Marks): PagePlan {
  const own = page.fields.map(field => assign(map, card, field, base, page.form.place, marks))
  const lines = (page.rows ?? []).map(rows => planRows(map, rows, card, base, marks))
  return {
    name: page.name,
    url: page.page === undefined ? null : filledUrl(page.page, marks),
    lines: lines.flatMap(plan => plan.lines),
    assignments: [...own, ...lines.flatMap(plan => plan.assignments)],
    save: page.save ?? null,
  }
}

function planRows(map: RobotMap, rows: MapRows, card: Card, base: string, marks: Marks): Pick<PagePlan, 'lines' | 'assignments'> {
  const pointer = joined(base, rows.at)
  const { place, rows: counted, add, remove } = rows.form
  // A part that the card leaves out of a field it has is meant to be empty; a field it does not have is none of its business.
  const isSaid = valueAt(card, fieldPointer(pointer)) !== undefined
  const members = membersAt(card, pointer)
  const wanted: LinesWanted = {
    ...{ zh: zhOf(pointer), rows: filled(counted, marks), add: filled(add, marks), remove: filled(remove, marks) },
    wanted: isSaid ? members.length : null,
  }
  const each = members.map((_, n) => {
    const here = { ...marks, [markOf(rows.at)]: n }
    const at = `${pointer}/${n}`
    const inner = (rows.rows ?? []).map(more => planRows(map, more, card, at, here))
    return {
      lines: inner.flatMap(plan => plan.lines),
      assignments: [...rows.fields.map(field => assign(map, card, field, at, place, here)), ...inner.flatMap(plan => plan.assignments)],
    }
  })
  return { lines: [wanted, ...each.flatMap(plan => plan.lines)], assignments: each.flatMap(plan => plan.assignments) }
}

function assign(map: RobotMap, card: Card, field: MapField, base: string, place: string, marks: Marks): Assignment {
  const pointer = joined(base, field.at)
  const kind = field.kind ?? 'text'
  const ends = kind === 'parts' ? (field.parts ?? []) : ['']
  const search = map.searches?.[field.search ?? '']
  return {
    ...{ pointer, zh: zhOf(pointer), kind, byLabel: field.choose === 'label' },
    selectors: ends.map(end => filled(place, { ...marks, name: field.name + end })),
    words: wordsFor(map, card, field, pointer),
    search: search ?? null,
  }
}

function wordsFor(map: RobotMap, card: Card, field: MapField, pointer: string): readonly string[] | null {
  if (valueAt(card, fieldPointer(pointer)) === undefined) return null
  const value = valueAt(card, pointer)
  const ends = field.parts?.length ?? 1
  if (value === undefined || value === null) return field.kind === 'checks' ? [] : Array.from({ length: ends }, () => '')
  const transform = transformFor(map, field)
  const written = (one: Json): string => {
    const words = transform.to(one)
    if (words === null) throw new SystemFault('noPlace', `${map.system}: ${zhOf(pointer)}（${pointer}）`)
    return words
  }
  if (field.kind === 'checks') return Array.isArray(value) ? value.map(written) : [written(value)]
  return field.kind === 'parts' ? written(value).split(/[- T年月日]+/) : [written(value)]
}

/** The plan as people read it before anything is written. */
export const placedOf = (plans: readonly PagePlan[]): readonly Placed[] =>
  plans.flatMap(({ name, assignments }) =>
    assignments.flatMap(({ pointer, zh, selectors, words, kind }) =>
      words === null || words.every(word => word === '')
        ? []
        : [{ pointer, zh, place: `${name} ${selectors.join(' ')}`, words: words.join(kind === 'checks' ? '、' : ' ') }],
    ),
  )
