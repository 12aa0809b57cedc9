import type { Json } from '../../domain/json.ts'
import { toShanghai } from '../../domain/legal-date.ts'
import { TABLES } from './tables.ts'

/** How a value of the card is written in a form, and read back. `to` gives null for what it cannot write, `from` for what it cannot read. */
export type Transform = { to(value: Json): string | null; from(words: string): Json }

const textOf = (value: Json): string | null => (typeof value === 'string' || typeof value === 'number' ? String(value) : null)
const numeric = (pattern: RegExp): Transform => ({
  to: value => (typeof value === 'number' ? String(value) : null),
  from: words => (pattern.test(words) ? Number(words) : null),
})

const DAY = /^(\d{4})\D(\d{1,2})\D(\d{1,2})\D?$/
const INSTANT = /^(\d{4})\D(\d{1,2})\D(\d{1,2})\D+(\d{1,2})\D(\d{1,2})(?:\D(\d{1,2}))?\D?$/
const two = (digits = '0'): string => digits.padStart(2, '0')

function readDay(words: string): string | null {
  const [, year, month, day] = DAY.exec(words) ?? []
  return year === undefined ? null : `${year}-${two(month)}-${two(day)}`
}

/** RFC 3339 with the Shanghai offset, as the card has it; a system that knows no seconds means the full minute. */
function readInstant(words: string): string | null {
  const [, year, month, day, hour, minute, second] = INSTANT.exec(words) ?? []
  return year === undefined ? null : `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}+08:00`
}

const dayWith = (shape: (year: string, month: string, day: string) => string): Transform => ({
  to(value) {
    const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(textOf(value) ?? '') ?? []
    return year === '' ? null : shape(year, month, day)
  },
  from: readDay,
})

const instantWith = (shape: (day: readonly string[], time: readonly string[]) => string): Transform => ({
  to(value) {
    const at = new Date(textOf(value) ?? '')
    if (Number.isNaN(at.getTime())) return null
    const [day = '', time = ''] = toShanghai(at).slice(0, 19).split('T')
    return shape(day.split('-'), time.split(':'))
  },
  from: readInstant,
})

const PLAIN: Readonly<Record<string, Transform>> = {
  text: { to: textOf, from: words => words },
  integer: numeric(/^\d{1,9}$/),
  number: numeric(/^\d{1,12}(\.\d{1,6})?$/),
  money: {
    to: textOf,
    from(words) {
      const bare = words.replace(/[,，元\s]/g, '')
      return /^\d{1,14}(\.\d{1,2})?$/.test(bare) ? bare : null
    },
  },
  date: dayWith((year, month, day) => `${year}-${month}-${day}`),
  dateCn: dayWith((year, month, day) => `${year}年${month}月${day}日`),
  datetime: instantWith((day, time) => `${day.join('-')} ${time.join(':')}`),
  datetimeCn: instantWith(([y, m, d], [hour, minute, second]) => `${y}年${m}月${d}日 ${hour}时${minute}分${second}秒`),
}

const list = (sign: string): Transform => ({
  to: value => (Array.isArray(value) ? value.map(one => textOf(one) ?? '').join(sign) : null),
  from: words => words.split(sign).filter(word => word !== ''),
})

function tabled(name: string): Transform | null {
  const known = TABLES[name]
  return known === undefined
    ? null
    : { to: value => known.named.get(textOf(value) ?? '') ?? null, from: words => known.coded.get(words) ?? null }
}

/** The transform that a map names: `date`, `list 、`, `table ethnic`; null for no such. */
export function transformOf(name: string): Transform | null {
  const [head = '', rest = ''] = name.split(' ')
  if (head === 'list' && rest !== '') return list(rest)
  if (head === 'table') return tabled(rest)
  return rest === '' ? (PLAIN[head] ?? null) : null
}

type Words = readonly (readonly (string | boolean | number)[])[]

/** A short list of a map: what is on the card, what the form takes and what the system shows. */
export function wordsTransform(words: Words): Transform {
  return {
    to: value => words.find(([card]) => card === value)?.[1]?.toString() ?? null,
    from: shown => words.find(([, put, label = put]) => label === shown || put === shown)?.[0] ?? null,
  }
}

/** The transforms there are, for whoever writes a map. */
export const TRANSFORM_NAMES: readonly string[] = [
  ...Object.keys(PLAIN),
  'list <sign>',
  ...Object.keys(TABLES).map(name => `table ${name}`),
]
