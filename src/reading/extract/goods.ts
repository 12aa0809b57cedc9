import type { Finding } from '../model.ts'
import { AMOUNT, CHINESE_NUMBER, readAmount, readChineseNumber } from './amounts.ts'
import { READERS, readDescription } from './clauses.ts'
import { type Entry, entriesOf, wordsAt } from './entries.ts'
import { factsOf } from './facts.ts'
import { belowHead, type Cell, textOf } from './layout.ts'
import { NAME } from './names.ts'
import { cellText, type Passage } from './passage.ts'
import { compact } from './plain.ts'
import { type Reading, say } from './say.ts'

type Thing = { item: string; quantity: number; unit?: string; value?: string; status: string }

/** What each list says has been done with the things. */
const STATUS: Readonly<Record<string, string>> = { GA51: 'seized', GA52: 'seized', GA53: 'sealed', GA57: 'returned', GA58: 'movedWithCase' }
const UNITS = '部|台|张|辆|把|个|只|件|块|条|本|枚|瓶|箱|袋|包|支|份|套|根|颗|克|千克|公斤|元|双|副|卷|册|幅|桶|盒|粒|艘|架|顶|串|对'
const QUANTITY = new RegExp(`^ ?(?<count>\\d[\\d,.]{0,9}|${CHINESE_NUMBER}) ?(?<unit>${UNITS})?`)
const IN_TEXT = new RegExp(
  `(?:^|[:、,;。]|\\d{1,2}[.、])(?<item>[\\u4e00-\\u9fa5A-Za-z0-9"“”]{1,20}?[\\u4e00-\\u9fa5A-Za-z"”])(?<count>\\d[\\d,]{0,9}(?:\\.\\d+)?|[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]{1,3}) ?(?<unit>${UNITS})(?<note>\\([^()]{0,60}\\))?(?=[、,;。和及]|$)`,
  'g',
)

/** 涉案财物 of a list of what was seized, sealed, given back or moved along: a table, or told in text. */
export function property(reading: Reading): Finding[] {
  const status = STATUS[reading.code]
  if (status === undefined) return []
  const table = tableOf(reading.paper.cells, status)
  const told = table ?? textList(reading, status)
  return told === null
    ? []
    : say(told.passage, told.from, told.to, { key: 'property', about: null, value: told.things, trust: 0.92, rule: 'property' })
}

type Told = { readonly things: Thing[]; readonly passage: Passage; readonly from: number; readonly to: number }

function tableOf(cells: readonly Cell[], status: string): Told | null {
  const heads = cells.filter(cell => cell.label === 'item')
  const things: Thing[] = []
  let first: Cell | null = null
  for (const head of heads)
    for (const name of belowHead(head, cells)) {
      const item = textOf(name)
      const count = columnAt('quantity', head, name, cells)
      const quantity = count === null ? null : QUANTITY.exec(count)
      if (item.length < 2 || /以下空白|^[/—-]+$/.test(item) || quantity === null) continue
      const worth = columnAt('worth', head, name, cells)
      const unit = quantity.groups?.unit ?? columnAt('unit', head, name, cells)
      things.push(thing(item, quantity.groups?.count ?? '', unit, worth, status))
      first ??= name
    }
  if (first === null) return null
  const passage = cellText(first)
  return { things, passage, from: 0, to: passage.text.length }
}

function thing(item: string, count: string, unit: string | null | undefined, worth: string | null, status: string): Thing {
  const quantity = /^\d/.test(count) ? Number(count.replaceAll(',', '')) : (readChineseNumber(count) ?? 1)
  const sum = worth === null ? null : readAmount(/元|圆/.test(worth) ? worth : `${worth}元`)
  return {
    item: compact(item).replace(/["“”]/g, ''),
    quantity,
    ...(unit ? { unit: compact(unit) } : {}),
    ...(sum === null ? {} : { value: sum }),
    status,
  }
}

/** What stands in the row of a name under another head of the same table. */
function columnAt(concept: string, head: Cell, row: Cell, cells: readonly Cell[]): string | null {
  const column = cells.find(cell => cell.label === concept && cell.page === head.page && Math.abs(cell.at.y - head.at.y) < 2 * head.at.h)
  if (column === undefined) return null
  const [top, bottom] = [row.at.y, row.at.y + row.at.h]
  const cell = belowHead(column, cells).find(({ at }) => Math.min(at.y + at.h, bottom) - Math.max(at.y, top) > 0)
  return cell === undefined ? null : textOf(cell)
}

const LIST_BEGINS = /(?:扣押|查封|发还|移送|下列|以下|如下)[^。]{0,60}[:]|予以(?:扣押|查封)的/

function textList({ paper }: Reading, status: string): Told | null {
  const begin = paper.passages.findIndex(({ text }) => LIST_BEGINS.test(text))
  if (begin === -1) return null
  const things: Thing[] = []
  let place: { passage: Passage; from: number; to: number } | null = null
  for (const passage of paper.passages.slice(begin, begin + 30))
    for (const match of passage.text.matchAll(IN_TEXT)) {
      const { item = '', count = '', unit = '', note = '' } = match.groups ?? {}
      const worth = /(?:价值|估价|认定价格)[^\d)]{0,6}([^)]{1,20}元)/.exec(note)?.[1] ?? null
      things.push(thing(item.replace(/^\d{1,2}[.、]/, ''), count, unit, worth, status))
      place ??= { passage, from: match.index + match[0].indexOf(item), to: match.index + match[0].length }
    }
  return place === null ? null : { things, ...place }
}

type Victim = { name: string; sex?: string; birthDate?: string; loss?: string; settled?: boolean; forgiven?: boolean }

const VICTIM_ROLE = new RegExp(
  `被害人[: ]{0,2}(?<name>${NAME}|[\\u4e00-\\u9fa5]某(?:某|甲|乙|丙)?)(?=[,、。;:()的与和将被在停放处于因家不 ]|$|人民币|手机|财物|现金|人民币|报案|陈述|损失|价值|已|表示|签名|谅解|达成|经济|放|随身|报称)`,
  'g',
)

/** 被害人: who is questioned as one, and who is named so where the facts are told. */
export function victims(reading: Reading): Finding[] {
  const { code, scene } = reading
  const told = /^(?:GA44|JC15)$/.test(code) ? questioned(reading) : /^(?:GA13|GA70|GA73|JC21|FY18)$/.test(code) ? named(reading) : []
  const accused = new Set(scene.subjects.filter(one => one.accused).map(({ name }) => name))
  const others = told.filter(({ victim }) => !accused.has(victim.name))
  const [first] = others
  return first === undefined
    ? []
    : say(first.passage, first.from, first.to, {
        key: 'victims',
        about: null,
        value: others.map(({ victim }) => victim),
        trust: 0.9,
        rule: 'victim',
      })
}

type Named = { readonly victim: Victim; readonly passage: Passage; readonly from: number; readonly to: number }

/** The victim of a record of questions, with what the record says of him. */
function questioned({ scene, paper }: Reading): Named[] {
  const described = scene.descriptions.map(({ subject, passage, nameAt, from, to }) => {
    const told = new Map(readDescription(passage.text.slice(from, to)).map(({ key, value }) => [key, value]))
    return { victim: { name: subject.name, ...textAt(told, 'sex'), ...textAt(told, 'birthDate') }, passage, from: nameAt, to: from }
  })
  const [first] = [...described, ...entriesOf(paper).map(formVictim)]
  return first === undefined ? [] : [{ ...first, victim: { ...first.victim, ...lossOf(paper.passages) } }]
}

const textAt = (told: ReadonlyMap<string, unknown>, key: 'sex' | 'birthDate'): { sex?: string; birthDate?: string } => {
  const value = told.get(key)
  return typeof value === 'string' ? { [key]: value } : {}
}

function formVictim({ name, nameAt, fields }: Entry): Named {
  const told = new Map(fields.map(({ key, place }) => [key, READERS[key]?.(wordsAt(place))?.value]))
  return { victim: { name, ...textAt(told, 'sex'), ...textAt(told, 'birthDate') }, ...nameAt }
}

const LOSS = new RegExp(`(?:损失|价值|被(?:盗|骗)走?|转账)[^,。;\\d]{0,12}?(?<sum>${AMOUNT})`)
const TOTAL = new RegExp(`(?:共计|合计|总共|一共)[^,。;\\d]{0,10}?(?<sum>${AMOUNT})`)

function lossOf(passages: readonly Passage[]): { loss?: string } {
  for (const pattern of [TOTAL, LOSS])
    for (const { text } of passages) {
      const sum = readAmount(pattern.exec(text)?.groups?.sum ?? '')
      if (sum !== null && /^(?:答|我)/.test(text.trim())) return { loss: sum }
    }
  return {}
}

/** Each victim once, where the facts first name him. */
function named(reading: Reading): Named[] {
  const facts = reading.code === 'GA70' ? null : factsOf(reading)
  const passages = facts === null ? reading.paper.passages : [facts.passage]
  const found = new Map<string, Named>()
  for (const passage of passages)
    for (const match of passage.text.matchAll(VICTIM_ROLE)) {
      const name = match.groups?.name ?? ''
      if (
        (facts !== null && (match.index < facts.from || match.index > facts.to)) ||
        found.has(name) ||
        !(/^.{2,4}$/.test(name) || name.includes('·'))
      )
        continue
      const from = match.index + match[0].length - name.length
      found.set(name, { victim: { name }, passage, from, to: from + name.length })
    }
  return [...found.values()]
}
