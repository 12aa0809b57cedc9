/** A choice of a list: what the form sends, and what people read. */
export type Option = readonly [value: string, label: string]

/** One field. `parts` is a day in three boxes, with a fourth for the time; `popup` is chosen in a search window. */
export type Item = {
  readonly kind: 'text' | 'area' | 'select' | 'radio' | 'checks' | 'popup' | 'parts'
  readonly name: string
  readonly label: string
  readonly options: readonly Option[]
  readonly must: boolean
  readonly time: boolean
}
export type Section = { readonly title: string; readonly items: readonly Item[] }
/** Lines of one kind: as many as there are. */
export type Grid = { readonly name: string; readonly label: string; readonly items: readonly Item[] }
export type Part = { readonly sections: readonly Section[]; readonly grids: readonly Grid[] }
/** What a system keeps of a case, and of each person in it. */
export type Form = Part & { readonly person: Part }

export type Cells = { readonly [name: string]: string }
export type Lines = { readonly cells: Cells; readonly grids: { readonly [name: string]: readonly Cells[] } }
export type Entry = Lines & { readonly persons: readonly Lines[] }

/** Where an input stands; an index is a mark such as `{i}` in the pattern of a line that is yet to be added. */
export type Place = { readonly person?: number | string; readonly grid?: string; readonly line?: number | string }
/** How a system calls its inputs; without a name, the table of the place. */
export type Naming = (place: Place, name?: string) => string

const item = (kind: Item['kind'], name: string, label: string, more: Partial<Item> = {}): Item => ({
  ...{ kind, name, label, options: [], must: false, time: false },
  ...more,
})
export const text = (name: string, label: string, must = false): Item => item('text', name, label, { must })
export const area = (name: string, label: string): Item => item('area', name, label)
export const select = (name: string, label: string, options: readonly Option[]): Item => item('select', name, label, { options })
export const radio = (name: string, label: string, options: readonly Option[]): Item => item('radio', name, label, { options })
export const checks = (name: string, label: string, options: readonly Option[]): Item => item('checks', name, label, { options })
export const popup = (name: string, label: string): Item => item('popup', name, label)
export const parts = (name: string, label: string, time = false): Item => item('parts', name, label, { time })
export const grid = (name: string, label: string, items: readonly Item[]): Grid => ({ name, label, items })

export const itemsOf = (part: Part): readonly Item[] => part.sections.flatMap(({ items }) => items)

/** The boxes of a field: most have one. */
export function boxesOf({ kind, name, time }: Item): readonly string[] {
  if (kind === 'popup') return [name, `${name}_DM`]
  if (kind === 'parts') return ['_N', '_Y', '_R', ...(time ? ['_S'] : [])].map(end => name + end)
  return [name]
}

/** What people read where a value is only shown. */
export function shown(of: Item, cells: Cells): string {
  const value = cells[of.name] ?? ''
  if (of.kind === 'parts') return shownDay(boxesOf(of).map(box => cells[box] ?? ''))
  if (of.options.length === 0) return value
  const labels: ReadonlyMap<string, string> = new Map(of.options)
  return value
    .split(',')
    .map(one => labels.get(one) ?? one)
    .join('、')
}

function shownDay([year = '', month = '', day = '', time = '']: readonly string[]): string {
  return year === '' ? '' : `${year}-${month}-${day}${time === '' ? '' : ` ${time}`}`
}

/** Fields posted by a form: a name may come more than once. */
export type Posted = ReadonlyMap<string, readonly string[]>

const cellsFrom = (items: readonly Item[], posted: Posted, named: (name: string) => string): Cells =>
  Object.fromEntries(items.flatMap(boxesOf).map(box => [box, (posted.get(named(box)) ?? []).join(',')]))

/** Reads one part of a form as it was posted; lines are counted by the first box of each. */
export function takePart(part: Part, posted: Posted, named: Naming, place: Place = {}): Lines {
  const gridOf = ({ name, items }: Grid): readonly Cells[] => {
    const [first = ''] = items.flatMap(boxesOf)
    const lines: Cells[] = []
    const at = (line: number): Place => ({ ...place, grid: name, line })
    while (posted.has(named(at(lines.length), first))) {
      const here = at(lines.length)
      lines.push(cellsFrom(items, posted, box => named(here, box)))
    }
    return lines
  }
  return {
    cells: cellsFrom(itemsOf(part), posted, box => named(place, box)),
    grids: Object.fromEntries(part.grids.map(one => [one.name, gridOf(one)])),
  }
}

/** Reads a whole form with its persons from one page. */
export function takeEntry(form: Form, posted: Posted, named: Naming): Entry {
  const [first = ''] = itemsOf(form.person).flatMap(boxesOf)
  const persons: Lines[] = []
  while (posted.has(named({ person: persons.length }, first)))
    persons.push(takePart(form.person, posted, named, { person: persons.length }))
  return { ...takePart(form, posted, named), persons }
}

/** What a system wants filled before it saves, by its label. */
export function missing(form: Form, entry: Entry): readonly string[] {
  const lacking = (part: Part, { cells }: Lines): string[] =>
    itemsOf(part)
      .filter(({ must, name }) => must && (cells[name] ?? '').trim() === '')
      .map(({ label }) => label)
  return [...lacking(form, entry), ...entry.persons.flatMap(person => lacking(form.person, person))]
}

export const EMPTY: Entry = { cells: {}, grids: {}, persons: [] }
