import type { Json } from '../../domain/json.ts'
import type { About, Finding } from '../model.ts'
import { READERS, readDescription, type Told } from './clauses.ts'
import { belowHead, besideLabel, type Cell, textOf } from './layout.ts'
import { isName } from './names.ts'
import { cellText } from './passage.ts'
import { aboutOf, type Description, type Scene, type Subject } from './persons.ts'
import { type Reading, say } from './say.ts'

/** Who somebody is, out of running text: 林志远，男，1988年6月14日出生，公民身份号码…. */
export function describedPersons({ scene }: Reading): Finding[] {
  return scene.descriptions.filter(({ subject }) => subject.accused && isClear(scene, subject)).flatMap(findingsOf)
}

/** Of two with one name only he is clear whose number stands beside it. */
const isClear = ({ shared }: Scene, { name, idNo }: Subject): boolean => !shared.has(name) || idNo !== null

function findingsOf({ subject, passage, nameAt, from, to }: Description): Finding[] {
  const about = aboutOf(subject)
  const rule = 'description'
  const told = readDescription(passage.text.slice(from, to))
  const note = /^ ?\((?:曾用名|别名|绰号|又名|外号|化名)[:为]? ?([^()]{1,40})\)/.exec(passage.text.slice(from, from + 60))
  const selfStated = /^ ?\(自报/.test(passage.text.slice(from, from + 6))
  return [
    ...say(passage, nameAt, from, { key: 'name', about, value: subject.name, trust: 0.97, rule }),
    ...told.flatMap(one => say(passage, from + one.from, from + one.to, { key: one.key, about, value: one.value, trust: one.trust, rule })),
    ...idTypeOf(told).flatMap(one =>
      say(passage, from + one.from, from + one.to, { key: 'idType', about, value: '111', trust: 0.95, rule }),
    ),
    ...(note === null
      ? []
      : say(passage, from, from + note[0].length, { key: 'aliases', about, value: aliasesOf(note[1] ?? ''), trust: 0.93, rule })),
    ...(selfStated ? say(passage, nameAt, from + 4, { key: 'nameBasis', about, value: 'selfStated', trust: 0.9, rule }) : []),
  ]
}

const idTypeOf = (told: readonly Told[]): Told[] => told.filter(({ key, trust }) => key === 'idNo' && trust > 0.8)

function aliasesOf(words: string): Json {
  return words
    .split(/[、,;]/)
    .map(one => one.replace(/^(?:曾用名|别名|绰号|外号|又名)[:为]?/, '').replace(/["“”‘’' ]/g, ''))
    .filter(one => one !== '')
}

/** Papers whose fields speak of somebody else, or of several. */
const OTHERS_FORMS = new Set(['GA01', 'GA02', 'GA19', 'GA43', 'GA44', 'GA52', 'GA53', 'GA57', 'GA58', 'GA62', 'JC15', 'JC22', 'GA45'])

/** Who somebody is, out of the fields of a form. */
export function formFields({ code, paper: { cells }, scene }: Reading): Finding[] {
  if (OTHERS_FORMS.has(code)) return []
  const entries = entriesOf(cells)
  return entries.flatMap(entry => {
    const name = textOf(entry.name)
    const subject = { name, idNo: entry.idNo, accused: true }
    if (!isName(name) || (scene.shared.has(name) && entry.idNo === null)) return []
    const known = scene.subjects.find(one => one.name === name && one.accused && (entry.idNo === null || one.idNo === entry.idNo))
    const about = aboutOf(entry.idNo === null && known ? known : subject)
    return [...fieldFinding('name', entry.name, about, name, 0.98), ...entry.fields.flatMap(field => readField(field, about))]
  })
}

type Field = { readonly key: string; readonly cell: Cell }
type Entry = { readonly name: Cell; readonly idNo: string | null; readonly fields: readonly Field[] }

function fieldFinding(key: string, cell: Cell, about: About, value: Json, trust: number): Finding[] {
  const passage = cellText(cell)
  return say(passage, 0, passage.text.length, { key, about, value, trust, rule: 'field' })
}

function readField({ key, cell }: Field, about: About): Finding[] {
  const read = READERS[key]?.(textOf(cell))
  if (!read) return []
  const found = fieldFinding(key, cell, about, read.value, Math.min(0.99, read.trust + 0.01))
  return key === 'idNo' && read.trust > 0.8 ? [...found, ...fieldFinding('idType', cell, about, '111', 0.95)] : found
}

/** Each name of the form with the fields that belong to it: beside their labels, or in one row of a table of persons. */
function entriesOf(cells: readonly Cell[]): Entry[] {
  const names = cells.filter(cell => cell.label === 'name')
  const beside = names.flatMap(label => {
    const value = besideLabel(label, cells)
    return value === null ? [] : [{ label, value }]
  })
  const forms = beside.map(({ label, value }, at) => {
    const next = beside[at + 1]?.label
    const own = cells.filter(cell => isAfter(cell, label) && (next === undefined || !isAfter(cell, next)))
    return entryOf(
      value,
      own.flatMap(cell => besideField(cell, cells)),
    )
  })
  const heads = names.filter(label => !beside.some(one => one.label === label))
  return [...forms, ...heads.flatMap(head => rowsUnder(head, cells))]
}

const isAfter = (cell: Cell, label: Cell): boolean =>
  cell.page > label.page || (cell.page === label.page && cell.at.y > label.at.y - label.at.h / 2)

function besideField(label: Cell, cells: readonly Cell[]): Field[] {
  if (label.label === null || !(label.label in READERS)) return []
  const cell = besideLabel(label, cells)
  return cell === null ? [] : [{ key: label.label, cell }]
}

function entryOf(name: Cell, fields: readonly Field[]): Entry {
  const number = fields.find(({ key }) => key === 'idNo')
  const read = number === undefined ? null : (READERS.idNo?.(textOf(number.cell)) ?? null)
  return { name, fields, idNo: read !== null && read.trust > 0.5 && typeof read.value === 'string' ? read.value : null }
}

/** A table with a row for each person: the fields of a row stand at the height of its name. */
function rowsUnder(head: Cell, cells: readonly Cell[]): Entry[] {
  const heads = cells.filter(
    cell => cell.label !== null && cell.label in READERS && cell.page === head.page && Math.abs(cell.at.y - head.at.y) < head.at.h * 2,
  )
  return belowHead(head, cells).map(name => {
    const middle = name.at.y + name.at.h / 2
    const fields = heads.flatMap(column => {
      const cell = belowHead(column, cells).find(({ at }) => at.y <= middle && at.y + at.h >= middle)
      return cell === undefined || column.label === null ? [] : [{ key: column.label, cell }]
    })
    return entryOf(name, fields)
  })
}
