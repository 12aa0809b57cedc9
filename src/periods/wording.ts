import { dayOf, endOfDay, type LegalDate, weekday } from '../domain/legal-date.ts'

/** Words of the ledger: days, instants and lengths as Chinese and English readers write them. All in Shanghai time. */

const NUMERALS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二']
const WEEKDAYS_ZH = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六']
const WEEKDAYS_EN = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS_EN = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
]
const SHANGHAI_MS = 8 * 3_600_000

export type Text = { readonly zh: string; readonly en: string }

/** A length of time as the law gives it: months first, then days; hours stand alone. */
export type Span = { readonly months: number; readonly days: number; readonly hours: number }

export const weekdayText = (day: LegalDate): Text => ({ zh: WEEKDAYS_ZH[weekday(day)] ?? '', en: WEEKDAYS_EN[weekday(day)] ?? '' })

export function dayText(day: LegalDate): Text {
  const month = Number(day.slice(5, 7))
  const date = Number(day.slice(8))
  return { zh: `${day.slice(0, 4)}年${month}月${date}日`, en: `${date} ${MONTHS_EN[month - 1]} ${day.slice(0, 4)}` }
}

/** An end of day is said as 24:00 (D1); seconds are said only where there are some. */
export function instantText(instant: Date): Text {
  const day = dayOf(instant)
  const { zh, en } = dayText(day)
  if (endOfDay(day).getTime() === instant.getTime()) return { zh: `${zh}24时`, en: `24:00 on ${en}` }
  const clock = new Date(instant.getTime() + SHANGHAI_MS).toISOString()
  const [hour, minute, second] = [clock.slice(11, 13), clock.slice(14, 16), clock.slice(17, 19)]
  const seconds = second === '00' ? { zh: '', en: '' } : { zh: `${second}秒`, en: `:${second}` }
  return { zh: `${zh}${hour}时${minute}分${seconds.zh}`, en: `${hour}:${minute}${seconds.en} on ${en}` }
}

const plural = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`

export function spanText({ months, days, hours }: Span): Text {
  const zh = [
    months > 0 ? `${NUMERALS[months] ?? months}个月` : '',
    days > 0 || (months === 0 && hours === 0) ? `${days}日` : '',
    hours > 0 ? `${hours}小时` : '',
  ]
  const en = [
    months > 0 ? plural(months, 'month') : '',
    days > 0 || (months === 0 && hours === 0) ? plural(days, 'day') : '',
    hours > 0 ? plural(hours, 'hour') : '',
  ]
  return { zh: zh.filter(Boolean).join('又'), en: en.filter(Boolean).join(' and ') }
}
