import type { Json } from '../../domain/json.ts'
import { divisionOf, educationOf, ethnicOf, politicalStatusOf, sexOf } from './codes.ts'
import { DAY, dateOf, dayIn } from './dates.ts'
import { wordsOf } from './labels.ts'
import { ID_NUMBER, readId } from './numbers.ts'
import { printed } from './plain.ts'

/** What a piece of a description, or the value of a field, says: the field of the card, its value, and how far it is to be trusted. */
export type Told = { readonly key: string; readonly value: Json; readonly trust: number; readonly from: number; readonly to: number }

type Reader = (words: string) => { value: Json; trust: number } | null

const sure = (value: Json | null, trust = 0.97): { value: Json; trust: number } | null => (value === null ? null : { value, trust })
const NOTHING = /^[/\\无—\-＿ 不详]*$/

/** An address with its division where the table has it. */
export function addressOf(words: string): Json | null {
  const text = printed(words.replace(/[,。;: ]+$/, ''))
  if (text.length < 3 || text.length > 100 || NOTHING.test(text)) return null
  const division = divisionOf(text)
  return division === null ? { text } : { division, text }
}

const textUpTo =
  (most: number) =>
  (words: string): { value: Json; trust: number } | null => {
    const text = printed(words.replace(/[,。;: ]+$/, ''))
    return text.length < 2 || text.length > most || NOTHING.test(text) || /[：□☑]/.test(text) ? null : { value: text, trust: 0.95 }
  }

/** The parts of a joined entry: 张三、李四. */
const listOf = (words: string): Json | null => {
  const items = words
    .split(/[、,;/ ]/)
    .map(item => item.replace(/["“”‘’']/g, ''))
    .filter(item => item.length > 1 && item.length < 12 && !NOTHING.test(item))
  return items.length === 0 ? null : items
}

function readNumber(words: string): { value: Json; trust: number } | null {
  const read = readId(new RegExp(ID_NUMBER).exec(words)?.[0] ?? '')
  return read === null ? null : { value: read.idNo, trust: read.valid ? (read.mended ? 0.85 : 0.99) : 0.4 }
}

/** How the value of each label is read. */
export const READERS: Readonly<Record<string, Reader>> = {
  sex: words => sure(sexOf(words), 0.98),
  birthDate: words => sure(dateIn(words), 0.98),
  idNo: readNumber,
  ethnic: words => sure(ethnicOf(words, true), 0.98),
  education: words => sure(educationOf(words)),
  politicalStatus: words => sure(politicalStatusOf(words)),
  occupation: textUpTo(30),
  employer: textUpTo(50),
  duty: textUpTo(20),
  household: words => sure(addressOf(words), 0.96),
  residence: words => sure(addressOf(words), 0.96),
  birthplace: words => sure(addressOf(words), 0.96),
  phone: words => sure(/(?<!\d)(?:1\d{10}|0\d{2,3}-?\d{7,8})(?!\d)/.exec(words)?.[0] ?? null),
  aliases: words => sure(listOf(words), 0.93),
  nationality: words => sure(/^(?:中国|中华人民共和国)/.test(words) ? 'CHN' : null),
}

const dateIn = (words: string): string | null => {
  const day = dayIn(words)
  return day === null ? null : dateOf(day)
}

const spaced = (words: readonly string[]): string =>
  words
    .map(word => [...word.replace('(', '\\(').replace(')', '\\)')].join(' ?'))
    .sort((a, b) => b.length - a.length)
    .join('|')

/** A clause that names its field: 公民身份号码3505…, 性别男, 住福建省…. */
const LABELLED: readonly (readonly [string, RegExp])[] = [
  ...['sex', 'idNo', 'ethnic', 'education', 'politicalStatus', 'household', 'birthplace', 'phone', 'aliases', 'nationality', 'duty'].map(
    key => [key, new RegExp(`^ *(?:${spaced(wordsOf(key))}) ?(?:[:为是]|位于)? ?`)] as const,
  ),
  ['birthDate', new RegExp(`^ *(?:${spaced(wordsOf('birthDate'))}|生于) ?[:为是]? ?(?=${DAY})`)],
  ['residence', new RegExp(`^ *(?:${spaced(wordsOf('residence'))}|现居住|现居|暂住|住) ?(?:[:为是]|于|在)? ?`)],
  ['occupation', /^ *(?:单位及职业|职业及单位|职 ?业) ?(?:[:为是])? ?/],
  ['employer', /^ *(?:工 ?作 ?单 ?位) ?[:为是]? ?/],
]
const BORN = new RegExp(`^ *(${DAY}) ?(?:出生|生)(?:于 ?([^,。;]{3,60}))?$`)
const BORN_AT = /^ *出生于 ?([^\d,。;][^,。;]{3,60})$/

/** What a clause of a description tells. */
function readClause(text: string): Told[] {
  const whole = (key: string, value: Json | null, trust: number): Told[] =>
    value === null ? [] : [{ key, value, trust, from: 0, to: text.length }]
  const born = BORN.exec(text)
  if (born !== null) {
    const [, day = '', place] = born
    return [...whole('birthDate', dateIn(day), 0.97), ...(place === undefined ? [] : whole('birthplace', addressOf(place), 0.94))]
  }
  const bornAt = BORN_AT.exec(text)?.[1]
  if (bornAt !== undefined) return whole('birthplace', addressOf(bornAt), 0.94)
  for (const [key, pattern] of LABELLED) {
    const label = pattern.exec(text)?.[0]
    if (label === undefined) continue
    const read = READERS[key]?.(text.slice(label.length).trim())
    return read ? [{ key, ...read, from: label.length, to: text.length }] : []
  }
  const bare: readonly (readonly [string, Json | null])[] = [
    ['sex', sexOf(text)],
    ['ethnic', ethnicOf(text, false)],
    ['education', educationOf(text)],
    ['politicalStatus', politicalStatusOf(text)],
  ]
  return bare.flatMap(([key, value]) => whole(key, value, 0.96)).slice(0, 1)
}

/** Words that begin another story than who somebody is. */
const NO_OCCUPATION =
  /^(?:因|住|户籍|于|被|曾|现|无违法|无前科|有前科|系本案|以下|是本案|身份|自报|暂|涉嫌|\d)|[:()]|犯罪|出生|号码|羁押|拘留|联系/

/** What a description tells, clause by clause; an unnamed clause between the school and the home is the occupation. */
export function readDescription(text: string): Told[] {
  const clauses = clausesOf(text)
  const told: Told[] = []
  let schooled = false
  for (const [at, { words, from }] of clauses.entries()) {
    const read = readClause(words)
    for (const one of read) told.push({ ...one, from: from + one.from, to: from + one.to })
    if (read.some(({ key }) => key === 'education' || key === 'ethnic')) schooled = true
    else if (read.length === 0 && schooled && isOccupation(words, clauses[at + 1]?.words)) {
      const value = printed(words).replace(/^系/, '')
      told.push({ key: 'occupation', value, trust: 0.9, from, to: from + words.length })
      schooled = false
    }
  }
  return firstOfEach(told)
}

function isOccupation(words: string, next: string | undefined): boolean {
  const plainWords = words.replace(/ /g, '')
  const homeNext =
    next !== undefined &&
    readClause(next).some(({ key }) => ['household', 'residence', 'birthplace', 'phone', 'politicalStatus'].includes(key))
  return plainWords.length >= 2 && plainWords.length <= 24 && !NO_OCCUPATION.test(plainWords) && (homeNext || next === undefined)
}

const firstOfEach = (told: readonly Told[]): Told[] => told.filter((one, at) => told.findIndex(({ key }) => key === one.key) === at)

/** A label in the middle of a clause: the sign before it was not read. */
const LOST_COMMA = /^(?:职业(?!高中|技术|学校|介绍|病)|文化程度(?=[\u4e00-\u9fa5])|出生日期|公民身份号码|户籍所在地|现住址)/

/** Pieces between commas; what stands in brackets is not cut, the brackets around all of it are taken off. */
function clausesOf(text: string): { words: string; from: number }[] {
  const clauses: { words: string; from: number }[] = []
  const outer = /^ ?\((?!自报|化名|曾用名|别名|绰号|又名|外号)/.exec(text)?.[0].length ?? 0
  let [start, depth] = [outer, 0]
  for (let at = outer; at <= text.length; at++) {
    const sign = text[at]
    if (sign === '(') depth++
    if (sign === ')') depth--
    const cut = depth <= 0 && (sign === ',' || sign === ';')
    if (sign === undefined || cut || (at > start + 2 && depth <= 0 && LOST_COMMA.test(text.slice(at, at + 8)))) {
      clauses.push({ words: text.slice(start, at), from: start })
      start = cut ? at + 1 : at
    }
  }
  return clauses.filter(({ words }) => words.trim() !== '')
}
