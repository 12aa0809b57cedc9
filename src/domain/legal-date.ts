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

/** The Shanghai day on which an instant lies. */
export function dayOf(instant: Date): LegalDate {
  return legalDate(new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10))
}

/** The last second of a Shanghai day: people read it as 24:00 (D1). */
export function endOfDay(day: LegalDate): Date {
  return new Date(new Date(`${day}T00:00:00Z`).getTime() - SHANGHAI_OFFSET_MS + DAY_MS - 1000)
}

/** The first instant of a Shanghai day. */
export function startOfDay(day: LegalDate): Date {
  return new Date(new Date(`${day}T00:00:00Z`).getTime() - SHANGHAI_OFFSET_MS)
}

/** The day `days` after (or, negative, before) `day`. */
export function addDays(day: LegalDate, days: number): LegalDate {
  return legalDate(new Date(new Date(`${day}T00:00:00Z`).getTime() + days * DAY_MS).toISOString().slice(0, 10))
}

/** Whole days from `from` to `to`. */
export function daysBetween(from: LegalDate, to: LegalDate): number {
  return (new Date(`${to}T00:00:00Z`).getTime() - new Date(`${from}T00:00:00Z`).getTime()) / DAY_MS
}

/** 0 Sunday to 6 Saturday. */
export function weekday(day: LegalDate): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay()
}

/** An instant as people and other systems get it: RFC 3339 with the Shanghai offset, whole seconds. */
export function toShanghai(instant: Date): string {
  return `${new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 19)}+08:00`
}
