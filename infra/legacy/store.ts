import type { DatabaseSync } from 'node:sqlite'
import { boxesOf, type Cells, EMPTY, type Entry, type Form, type Grid, itemsOf, type Lines, type Part } from './form.ts'

/** A case as the list shows it. `saves` counts how often it was saved. */
export type Listed = {
  readonly reference: string
  readonly platformNo: string
  readonly caseNo: string
  readonly title: string
  readonly changedAt: string
  readonly saves: number
}
export type Columns = { readonly platformNo: string; readonly caseNo: string; readonly title: string }
type Filter = { readonly platformNo?: string; readonly caseNo?: string; readonly page?: number }
type Row = Readonly<Record<string, unknown>>

export const PAGE_LINES = 50
const said = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
const quoted = (name: string): string => `"${name}"`

/** The cases of one system: a table for cases, one for persons, one for each kind of lines. A case may stand here twice: nothing forbids it. */
export class CaseStore {
  readonly #db: DatabaseSync
  readonly #form: Form
  readonly #columns: Columns
  readonly #referenceOf: (id: number) => string

  constructor(db: DatabaseSync, form: Form, columns: Columns, referenceOf: (id: number) => string) {
    this.#db = db
    this.#form = form
    this.#columns = columns
    this.#referenceOf = referenceOf
    db.exec('create table if not exists draft (account text primary key, reference text, entry text not null)')
    this.#table(
      'aj',
      'id integer primary key, reference text, changed_at text not null, saves integer not null',
      itemsOf(form).flatMap(boxesOf),
    )
    this.#table('ry', 'aj integer not null, ry integer not null', itemsOf(form.person).flatMap(boxesOf))
    for (const [scope, part] of this.#parts())
      for (const grid of part.grids)
        this.#table(`${scope}_${grid.name}`, 'aj integer not null, ry integer not null, line integer not null', boxesIn(grid))
  }

  #parts(): readonly (readonly ['aj' | 'ry', Part])[] {
    return [
      ['aj', this.#form],
      ['ry', this.#form.person],
    ]
  }

  #table(name: string, keys: string, boxes: readonly string[]): void {
    this.#db.exec(`create table if not exists ${quoted(name)} (${[keys, ...boxes.map(box => `${quoted(box)} text not null`)].join(', ')})`)
    if (!keys.startsWith('id')) this.#db.exec(`create index if not exists ${quoted(`${name}_aj`)} on ${quoted(name)} (aj)`)
  }

  #insert(table: string, keys: Readonly<Record<string, string | number>>, boxes: readonly string[], cells: Cells): number {
    const names = [...Object.keys(keys), ...boxes]
    const values = [...Object.values(keys), ...boxes.map(box => cells[box] ?? '')]
    const sql = `insert into ${quoted(table)} (${names.map(quoted).join(', ')}) values (${names.map(() => '?').join(', ')})`
    return Number(this.#db.prepare(sql).run(...values).lastInsertRowid)
  }

  /** Saves a new case, or this one anew; gives its reference. */
  save(entry: Entry, reference: string | null): string {
    this.#db.exec('begin immediate')
    try {
      const known = reference === null ? undefined : this.#db.prepare('select id, saves from aj where reference = ?').get(reference)
      if (reference !== null && known === undefined) throw new Error('no such case')
      if (known) this.#clear(Number(known.id))
      const keys = {
        ...(known ? { id: Number(known.id) } : {}),
        changed_at: new Date().toISOString(),
        saves: Number(known?.saves ?? 0) + 1,
      }
      const id = this.#insert('aj', keys, itemsOf(this.#form).flatMap(boxesOf), entry.cells)
      const name = reference ?? this.#referenceOf(id)
      this.#db.prepare('update aj set reference = ? where id = ?').run(name, id)
      this.#lines('aj', this.#form, entry, id, 0)
      for (const [at, person] of entry.persons.entries()) {
        this.#insert('ry', { aj: id, ry: at }, itemsOf(this.#form.person).flatMap(boxesOf), person.cells)
        this.#lines('ry', this.#form.person, person, id, at)
      }
      this.#db.exec('commit')
      return name
    } catch (error) {
      this.#db.exec('rollback')
      throw error
    }
  }

  #clear(id: number): void {
    this.#db.prepare('delete from aj where id = ?').run(id)
    this.#db.prepare('delete from ry where aj = ?').run(id)
    for (const [scope, part] of this.#parts())
      for (const { name } of part.grids) this.#db.prepare(`delete from ${quoted(`${scope}_${name}`)} where aj = ?`).run(id)
  }

  #lines(scope: string, part: Part, lines: Lines, aj: number, ry: number): void {
    for (const grid of part.grids)
      for (const [line, cells] of (lines.grids[grid.name] ?? []).entries())
        this.#insert(`${scope}_${grid.name}`, { aj, ry, line }, boxesIn(grid), cells)
  }

  get(reference: string): Entry | null {
    const found = this.#db.prepare('select * from aj where reference = ?').get(reference)
    if (found === undefined) return null
    const id = Number(found.id)
    const persons = this.#db.prepare('select * from ry where aj = ? order by ry').all(id)
    return {
      ...this.#read('aj', this.#form, found, id, 0),
      persons: persons.map((row, at) => this.#read('ry', this.#form.person, row, id, at)),
    }
  }

  #read(scope: string, part: Part, row: Row, aj: number, ry: number): Lines {
    const gridOf = (grid: Grid): readonly Cells[] =>
      this.#db
        .prepare(`select * from ${quoted(`${scope}_${grid.name}`)} where aj = ? and ry = ? order by line`)
        .all(aj, ry)
        .map(line => cellsIn(boxesIn(grid), line))
    return {
      cells: cellsIn(itemsOf(part).flatMap(boxesOf), row),
      grids: Object.fromEntries(part.grids.map(grid => [grid.name, gridOf(grid)])),
    }
  }

  /** The latest changed first. */
  list({ platformNo = '', caseNo = '', page = 1 }: Filter): readonly Listed[] {
    const { platformNo: mark, caseNo: no, title } = this.#columns
    return this.#db
      .prepare(
        `select reference, ${quoted(mark)} as mark, ${quoted(no)} as no, ${quoted(title)} as title, changed_at, saves from aj
          where (? = '' or ${quoted(mark)} = ?) and (? = '' or ${quoted(no)} = ?) order by changed_at desc, id desc limit ? offset ?`,
      )
      .all(platformNo, platformNo, caseNo, caseNo, PAGE_LINES, (page - 1) * PAGE_LINES)
      .map(row => ({
        reference: said(row.reference),
        platformNo: said(row.mark),
        caseNo: said(row.no),
        title: said(row.title),
        changedAt: said(row.changed_at),
        saves: Number(row.saves),
      }))
  }

  /** What an account is still entering; there is one draft for each. */
  draft(account: string): { reference: string | null; entry: Entry } | null {
    const row = this.#db.prepare('select reference, entry from draft where account = ?').get(account)
    if (row === undefined) return null
    return { reference: typeof row.reference === 'string' ? row.reference : null, entry: readEntry(said(row.entry)) }
  }

  keepDraft(account: string, reference: string | null, entry: Entry): void {
    this.#db
      .prepare('insert or replace into draft (account, reference, entry) values (?, ?, ?)')
      .run(account, reference, JSON.stringify(entry))
  }

  dropDraft(account: string): void {
    this.#db.prepare('delete from draft where account = ?').run(account)
  }
}

const boxesIn = (grid: Grid): readonly string[] => grid.items.flatMap(boxesOf)
const cellsIn = (boxes: readonly string[], row: Row): Cells => Object.fromEntries(boxes.map(box => [box, said(row[box])]))

/** A draft that an earlier version of the form left is no draft. */
function readEntry(json: string): Entry {
  const found: unknown = JSON.parse(json)
  return isEntry(found) ? found : EMPTY
}
const isEntry = (found: unknown): found is Entry =>
  typeof found === 'object' && found !== null && 'cells' in found && 'grids' in found && 'persons' in found && Array.isArray(found.persons)
