/** A calendar day of the law, `YYYY-MM-DD`, always in Asia/Shanghai (no daylight saving since 1991). */
export type LegalDate = string & { readonly __legalDate: unique symbol }

const SHANGHAI_OFFSET_MS = 8 * 3_600_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS

const isLegalDate = (text: string): text is LegalDate =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)

/** Reads `YYYY-MM-DD`; refuses days that no calendar has (30 February). @throws RangeError */
export function legalDate(text: string): LegalDate {
  if (!isLegalDate(text)) throw new RangeError(`not a calendar day: ${text}`)
  return text
}

/** Midnight UTC of a day of the calendar: the number that date arithmetic is done with. */
const utcOf = (day: LegalDate): number => Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8)))

/** Digits of a real date can only be wrong by a year of five digits or a broken instant. */
const isTenCharacters = (text: string): text is LegalDate => text.length === 10
const pad = (value: number): string => (value < 10 ? `0${value}` : String(value))

/** The day of an instant in UTC. Periods are counted by the thousand, so the digits are put together here. @throws RangeError */
function dayInUtc(time: number): LegalDate {
  const date = new Date(time)
  const text = `${date.getUTCFullYear()}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`
  if (!isTenCharacters(text)) throw new RangeError(`not a calendar day: ${text}`)
  return text
}

/** The Shanghai day on which an instant lies. @throws RangeError outside the years 1000 to 9999 */
export function dayOf(instant: Date): LegalDate {
  return dayInUtc(instant.getTime() + SHANGHAI_OFFSET_MS)
}

/** The last second of a Shanghai day: people read it as 24:00 (D1). */
export function endOfDay(day: LegalDate): Date {
  return new Date(utcOf(day) - SHANGHAI_OFFSET_MS + DAY_MS - 1000)
}

/** The first instant of a Shanghai day. */
export function startOfDay(day: LegalDate): Date {
  return new Date(utcOf(day) - SHANGHAI_OFFSET_MS)
}

/** The day `days` after (or, negative, before) `day`. */
export function addDays(day: LegalDate, days: number): LegalDate {
  return dayInUtc(utcOf(day) + days * DAY_MS)
}

/**
 * The day `day` of the month that lies `months` after that of `from`. Day 0 is the last of the month before; @throws RangeError
 * outside the years 1000 to 9999.
 */
export function dayOfMonth(from: LegalDate, months: number, day: number): LegalDate {
  return dayInUtc(Date.UTC(Number(from.slice(0, 4)), Number(from.slice(5, 7)) - 1 + months, day))
}

/** Whole days from `from` to `to`. */
export function daysBetween(from: LegalDate, to: LegalDate): number {
  return (utcOf(to) - utcOf(from)) / DAY_MS
}

/** 0 Sunday to 6 Saturday. */
export function weekday(day: LegalDate): number {
  return new Date(utcOf(day)).getUTCDay()
}

/** An instant as people and other systems get it: RFC 3339 with the Shanghai offset, whole seconds. */
export function toShanghai(instant: Date): string {
  return `${new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 19)}+08:00`
}
