// The one place where instants, days and numbers become text. Legal time is China's, whatever zone the browser is in.
const OFFSET_MS = 8 * 3600_000

export type Lang = 'zh' | 'en'

const pad = (value: number): string => String(value).padStart(2, '0')
const shanghai = (instant: string | number): Date => new Date(new Date(instant).getTime() + OFFSET_MS)
const day = (at: Date): string => `${at.getUTCFullYear()}-${pad(at.getUTCMonth() + 1)}-${pad(at.getUTCDate())}`

/** The calendar day in China: 2026-03-10. A plain date passes through. */
export function date(instant: string | number): string {
  if (typeof instant === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(instant)) return instant
  return day(shanghai(instant))
}

/** Hours and minutes; an end of day (23:59:59) is shown as 24:00, as the law speaks. */
function time(instant: string | number): string {
  const at = shanghai(instant)
  if (at.getUTCHours() === 23 && at.getUTCMinutes() === 59 && at.getUTCSeconds() === 59) return '24:00'
  return `${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}`
}

/** 2026-03-10 18:00 */
export const dateTime = (instant: string | number): string =>
  typeof instant === 'string' && instant.length === 10 ? instant : `${date(instant)} ${time(instant)}`

/** 03-10 18:00, for strips and boards where the year is plain. */
export const shortTime = (instant: string | number): string => dateTime(instant).slice(5)

export const clockText = (instant: number): string => `${date(instant)} ${shanghai(instant).toISOString().slice(11, 19)}`

export const weekday = (instant: string | number, lang: Lang): string => {
  const index = shanghai(typeof instant === 'string' && instant.length === 10 ? `${instant}T00:00:00+08:00` : instant).getUTCDay()
  return lang === 'zh' ? `周${'日一二三四五六'.charAt(index)}` : (['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][index] ?? '')
}

/** A wall-clock text of China as RFC 3339: 2026-03-10 18:00 becomes 2026-03-10T18:00:00+08:00. */
export const toInstant = (wall: string): string => `${wall.slice(0, 10)}T${wall.length > 10 ? wall.slice(11, 16) : '00:00'}:00+08:00`

const UNITS = { zh: ['天', '小时', '分', '秒'], en: ['d', 'h', 'min', 's'] } as const

/** A length of time in its two largest units: 2天 3小时, 20分 05秒. Never negative. */
export function duration(ms: number, lang: Lang): string {
  const seconds = Math.max(0, Math.floor(Math.abs(ms) / 1000))
  const parts = [Math.floor(seconds / 86400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60]
  const first = parts.findIndex(part => part > 0)
  const from = first < 0 ? 3 : first
  const gap = lang === 'zh' ? '' : ' '
  return parts
    .slice(from, from + 2)
    .map((part, index) => `${index > 0 ? pad(part) : part}${gap}${UNITS[lang][from + index] ?? ''}`)
    .join(' ')
}

/** 40.0 MB; powers of ten, as storage is sold and networks are measured. */
export function bytes(size: number): string {
  if (size < 1000) return `${size} B`
  if (size < 1e6) return `${(size / 1e3).toFixed(0)} KB`
  return size < 1e9 ? `${(size / 1e6).toFixed(1)} MB` : `${(size / 1e9).toFixed(2)} GB`
}

export const count = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',')

/** H+31:20, hours since the arrival. */
export function hourMark(hours: number): string {
  const minutes = Math.round(hours * 60)
  return `H${Math.floor(minutes / 60)}${minutes % 60 === 0 ? '' : `:${pad(minutes % 60)}`}`
}
