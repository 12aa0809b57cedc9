/** A day as a paper writes it. `day` null where it says only the month; `time` HH:mm where it says one. */
export type WrittenDay = {
  readonly year: number
  readonly month: number
  readonly day: number | null
  readonly time: string | null
  readonly from: number
  readonly to: number
}

/** Scanners take 〇 for a letter O. */
const CN_YEAR = '[〇零一二三四五六七八九OoD0]{4}'
const CN_NUMBER = '[一二三四五六七八九十廿]{1,3}'
const YEAR_MONTH = `(?:(?<y1>\\d{4}|${CN_YEAR}) ?年 ?(?<m1>\\d{1,2}|${CN_NUMBER}) ?月(?: ?(?<d1>\\d{1,2}|${CN_NUMBER}) ?[日号])?)`
const WITH_SIGNS = '(?:(?<y2>(?:19|20)\\d{2})(?<sep>[-./])(?<m2>\\d{1,2})\\k<sep>(?<d2>\\d{1,2})(?!\\d))'
const CLOCK =
  '(?:[ ,T]{0,2}(?<half>上午|下午|凌晨|清晨|早上|晚上|晚|中午|夜里|夜间)? ?(?<h>\\d{1,2}) ?(?:[时点] ?(?:(?<min>\\d{1,2}) ?分|(?<thirty>半))?|:(?<min2>\\d{2}))(?::\\d{2})?)?'
const WRITTEN = new RegExp(`(?<!\\d)(?:${YEAR_MONTH}|${WITH_SIGNS})${CLOCK}`, 'g')
/** Such a day as part of another pattern, without its parts. */
export const DAY =
  '(?:(?:\\d{4}|[〇零一二三四五六七八九OoD0]{4}) ?年 ?[\\d一二三四五六七八九十廿]{1,3} ?月 ?[\\d一二三四五六七八九十廿]{1,3} ?[日号]|(?:19|20)\\d{2}[-./]\\d{1,2}[-./]\\d{1,2})'
/** The time of the day that may follow it. */
export const TIME =
  '(?:[ ,T]{0,2}(?:上午|下午|凌晨|清晨|早上|晚上|晚|中午|夜里|夜间)? ?\\d{1,2} ?(?:[时点] ?(?:\\d{1,2} ?分|半)?|:\\d{2})(?::\\d{2})?)?'

const DIGITS: ReadonlyMap<string, number> = new Map([
  ...[...'〇一二三四五六七八九'].map((digit, value) => [digit, value] as const),
  ...[...'零OoD0'].map(digit => [digit, 0] as const),
])

const yearOf = (text: string): number =>
  /^\d{4}$/.test(text) ? Number(text) : [...text].reduce((year, digit) => year * 10 + (DIGITS.get(digit) ?? 0), 0)

/** 十二, 二十一, 廿三 or digits. */
function upTo99(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  const [tens = '', ones = ''] = text.replace('廿', '二十').split('十')
  if (!/[十廿]/.test(text)) return DIGITS.get(text) ?? 0
  return (tens === '' ? 1 : (DIGITS.get(tens) ?? 0)) * 10 + (ones === '' ? 0 : (DIGITS.get(ones) ?? 0))
}

const AFTER_NOON = new Set(['下午', '晚上', '晚', '夜里', '夜间'])

function clockOf(groups: Record<string, string | undefined>): string | null {
  if (groups.h === undefined) return null
  const said = Number(groups.h)
  const hour = AFTER_NOON.has(groups.half ?? '') && said < 12 ? said + 12 : said
  const minute = groups.thirty === undefined ? Number(groups.min ?? groups.min2 ?? 0) : 30
  return hour > 23 || minute > 59 ? null : `${two(hour)}:${two(minute)}`
}

const two = (value: number): string => String(value).padStart(2, '0')
const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** All days that a text writes, in the order in which they stand; what no calendar has is left out. */
export function writtenDays(text: string): WrittenDay[] {
  const found: WrittenDay[] = []
  for (const match of text.matchAll(WRITTEN)) {
    const groups = match.groups ?? {}
    const year = yearOf(groups.y1 ?? groups.y2 ?? '')
    const month = upTo99(groups.m1 ?? groups.m2 ?? '')
    const written = groups.d1 ?? groups.d2
    const day = written === undefined ? null : upTo99(written)
    if (year < 1900 || year > 2100 || month < 1 || month > 12) continue
    if (day !== null && (day < 1 || day > daysIn(year, month))) continue
    const time = day === null ? null : clockOf(groups)
    found.push({ year, month, day, time, from: match.index, to: match.index + match[0].trimEnd().length })
  }
  return found
}

/** The first day that a text writes in full. */
export const dayIn = (text: string): WrittenDay | null => writtenDays(text).find(({ day }) => day !== null) ?? null

/** `YYYY-MM-DD`, or null where the day is missing: half a date is no date. */
export const dateOf = ({ year, month, day }: WrittenDay): string | null => (day === null ? null : `${year}-${two(month)}-${two(day)}`)

/** RFC 3339 in Shanghai's time; the first minute of the day where no time is said. */
export function instantOf(written: WrittenDay): string | null {
  const date = dateOf(written)
  return date === null ? null : `${date}T${written.time ?? '00:00'}:00+08:00`
}
