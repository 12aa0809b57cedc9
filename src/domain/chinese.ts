import { dayOf, type LegalDate, toShanghai } from './legal-date.ts'

const DIGITS = [...'〇一二三四五六七八九']

/** 2000 as 二千, 18600 as 一万八千六百; whole numbers from 0 below 10000 万. @throws RangeError */
export function chineseNumber(value: number): string {
  if (!Number.isInteger(value) || value < 0 || value >= 100_000_000) throw new RangeError(`not a number for a paper: ${value}`)
  if (value === 0) return '零'
  const high = Math.floor(value / 10_000)
  const low = value % 10_000
  const gap = high > 0 && low > 0 && low < 1000 ? '零' : ''
  const text = `${high > 0 ? `${fourDigits(high)}万` : ''}${gap}${low > 0 ? fourDigits(low) : ''}`
  return text.replace(/^一十/, '十')
}

const UNITS = ['千', '百', '十', '']

function fourDigits(value: number): string {
  const digits = [...String(value).padStart(4, '0')].map(Number)
  let text = ''
  for (const [at, digit] of digits.entries()) {
    if (digit > 0) text += `${DIGITS[digit]}${UNITS[at]}`
    else if (text !== '' && digits.slice(at).some(later => later > 0) && !text.endsWith('零')) text += '零'
  }
  return text
}

/** 二〇二六年三月五日: the day at the end of a paper. */
export function chineseDay(day: LegalDate): string {
  const [year = '', month = '', date = ''] = day.split('-')
  return `${[...year].map(digit => DIGITS[Number(digit)]).join('')}年${chineseNumber(Number(month))}月${chineseNumber(Number(date))}日`
}

/** 2026年3月5日: a day within the text. */
export function plainDay(day: LegalDate): string {
  const [year = '', month = '', date = ''] = day.split('-')
  return `${year}年${Number(month)}月${Number(date)}日`
}

/** 2026年3月5日16时30分, as Shanghai's clocks show it. */
export function plainTime(at: Date): string {
  const [hours = '', minutes = ''] = toShanghai(at).slice(11, 16).split(':')
  return `${plainDay(dayOf(at))}${Number(hours)}时${minutes}分`
}

/** 十个月, 一年六个月, 二年. */
export function chineseMonths(months: number): string {
  const years = Math.floor(months / 12)
  const rest = months % 12
  return `${years > 0 ? `${chineseNumber(years)}年` : ''}${rest > 0 || years === 0 ? `${chineseNumber(rest)}个月` : ''}`
}

/** Names one after another: 陈大勇、吴小梅. */
export const joined = (names: readonly string[]): string => names.join('、')
