import { READERS } from './clauses.ts'
import type { Place } from './fields.ts'
import { LABEL_WORDS, labelOf } from './labels.ts'
import { belowHead, besideLabel, type Cell } from './layout.ts'
import { isFullName, isName } from './names.ts'
import { cellText, type Paper, type Passage } from './passage.ts'
import { compact } from './plain.ts'

/** A field of a form that tells something of a person. */
export type Field = { readonly key: string; readonly place: Place }
/** Somebody whom the fields of a form are about. */
export type Entry = { readonly name: string; readonly nameAt: Place; readonly idNo: string | null; readonly fields: readonly Field[] }

export const wordsAt = ({ passage, from, to }: Place): string => compact(passage.text.slice(from, to))

/** Each name in the fields of a paper, with the fields that belong to it: of tables, of rows of a table, and of labelled lines. */
export const entriesOf = ({ cells, passages }: Paper): Entry[] => [...ofTables(cells), ...ofLines(passages)]

function entryOf(nameAt: Place, fields: readonly Field[]): Entry[] {
  const name = wordsAt(nameAt)
  if (fields.length === 0 && name.includes('、')) return severalOf(nameAt)
  const number = fields.find(({ key }) => key === 'idNo')
  const read = number === undefined ? null : (READERS.idNo?.(wordsAt(number.place)) ?? null)
  const idNo = read !== null && read.trust > 0.5 && typeof read.value === 'string' ? read.value : null
  // A word alone beside a label is a name only if it looks like one.
  return (fields.length > 0 ? isName(name) : isFullName(name)) ? [{ name, nameAt, idNo, fields }] : []
}

/** 张三、李四 in one field. */
function severalOf({ passage, from, to }: Place): Entry[] {
  return [...passage.text.slice(from, to).matchAll(/[^、 ]{1,20}/g)].flatMap(({ 0: name, index }) => {
    const nameAt = { passage, from: from + index, to: from + index + name.length }
    return isFullName(name) ? [{ name, nameAt, idNo: null, fields: [] }] : []
  })
}

const placeOfCell = (cell: Cell): Place => {
  const passage = cellText(cell)
  return { passage, from: 0, to: passage.text.length }
}

function ofTables(cells: readonly Cell[]): Entry[] {
  const labels = cells.filter(cell => cell.label === 'name')
  const beside = labels.flatMap(label => {
    const value = besideLabel(label, cells)
    return value === null ? [] : [{ label, value }]
  })
  const forms = beside.flatMap(({ label, value }, at) => {
    const next = beside[at + 1]?.label
    const own = cells.filter(cell => isAfter(cell, label) && (next === undefined || !isAfter(cell, next)))
    return entryOf(
      placeOfCell(value),
      own.flatMap(cell => besideField(cell, cells)),
    )
  })
  const heads = labels.filter(label => !beside.some(one => one.label === label))
  return [...forms, ...heads.flatMap(head => rowsUnder(head, cells))]
}

const isAfter = (cell: Cell, label: Cell): boolean =>
  cell.page > label.page || (cell.page === label.page && cell.at.y > label.at.y - label.at.h / 2)

function besideField(label: Cell, cells: readonly Cell[]): Field[] {
  if (label.label === null || !(label.label in READERS)) return []
  const cell = besideLabel(label, cells)
  return cell === null ? [] : [{ key: label.label, place: placeOfCell(cell) }]
}

/** A table with a row for each person: the fields of a row stand at the height of its name. */
function rowsUnder(head: Cell, cells: readonly Cell[]): Entry[] {
  const heads = cells.filter(
    cell => cell.label !== null && cell.label in READERS && cell.page === head.page && Math.abs(cell.at.y - head.at.y) < head.at.h * 2,
  )
  return belowHead(head, cells).flatMap(name => {
    const middle = name.at.y + name.at.h / 2
    const fields = heads.flatMap(column => {
      const cell = belowHead(column, cells).find(({ at }) => at.y <= middle && at.y + at.h >= middle)
      return cell === undefined || column.label === null ? [] : [{ key: column.label, place: placeOfCell(cell) }]
    })
    return entryOf(placeOfCell(name), fields)
  })
}

/** A scanner's reading may leave out the blanks before a label. */
const LABEL = new RegExp(
  `(?<label>${[...LABEL_WORDS]
    .sort((a, b) => b.length - a.length)
    .map(word => [...word.replaceAll('（', '(').replaceAll('）', ')')].map(sign => sign.replace(/[()/]/, '\\$&')).join(' ?'))
    .join('|')}) ?: ?`,
  'g',
)
/** Lines of a form are short; what is longer is a text. */
const LONGEST_LINE = 160

/** 姓名：…　性别：… in one line or in lines one after the other, until a label that speaks of somebody else. */
function ofLines(passages: readonly Passage[]): Entry[] {
  const entries: Entry[] = []
  let open: { nameAt: Place; fields: Field[] } | null = null
  const close = (): void => {
    if (open !== null && open.fields.length > 0) entries.push(...entryOf(open.nameAt, open.fields))
    open = null
  }
  for (const passage of passages) {
    if (passage.text.length > LONGEST_LINE) continue
    for (const { concept, place } of labelsIn(passage)) {
      if (concept === 'name') {
        close()
        open = { nameAt: place, fields: [] }
      } else if (concept === 'officer' || concept === 'other') close()
      else if (open !== null && concept in READERS) open.fields.push({ key: concept, place })
    }
  }
  close()
  return entries
}

function labelsIn(passage: Passage): { concept: string; place: Place }[] {
  const found = [...passage.text.matchAll(LABEL)]
  return found.flatMap((match, at) => {
    const concept = labelOf(match.groups?.label ?? '')
    const from = match.index + match[0].length
    const words = passage.text.slice(from, found[at + 1]?.index ?? passage.text.length)
    const value = words.replace(/[ ;。]+$/, '')
    return concept === null || value === '' ? [] : [{ concept, place: { passage, from, to: from + value.length } }]
  })
}
