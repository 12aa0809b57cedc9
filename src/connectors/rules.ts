import type { Json } from '../domain/json.ts'
import { HOUR_MS } from '../domain/legal-date.ts'

/** Hours of the day in Shanghai, `to` not included; over midnight where `from` is the later. */
export type Hours = { readonly from: number; readonly to: number }

const DAY_HOURS = 24
const SHANGHAI_OFFSET_HOURS = 8
const FIRST_PAUSE_MS = 2_000
const LONGEST_PAUSE_MS = 600_000
/** Between these hours of the night the records are compared with the cards. */
const NIGHT: Hours = { from: 1, to: 6 }

const hourOf = (now: Date): number => (((now.getTime() / HOUR_MS + SHANGHAI_OFFSET_HOURS) % DAY_HOURS) + DAY_HOURS) % DAY_HOURS

/** Legal milliseconds until the hours begin; 0 while they last, and where there are none. */
export function untilOpen(now: Date, hours: Hours | null): number {
  if (hours === null) return 0
  const hour = hourOf(now)
  const { from, to } = hours
  const isOpen = from < to ? hour >= from && hour < to : hour >= from || hour < to
  return isOpen ? 0 : Math.ceil(((from - hour + DAY_HOURS) % DAY_HOURS) * HOUR_MS)
}

/** How long a system that did not answer is left alone: longer each time, ten minutes at most, for as long as it takes. */
export const pauseAfter = (failures: number): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(20, Math.max(0, failures - 1)))

/** Milliseconds until the next card may be written; systems that nobody may change are not to be crowded. */
export const untilPaced = (lastAt: Date | null, now: Date, perMinute: number): number =>
  lastAt === null ? 0 : Math.min(60_000 / perMinute, Math.max(0, lastAt.getTime() + 60_000 / perMinute - now.getTime()))

/** The records are compared once in a night. */
export const isReconciliationDue = (now: Date, last: Date | null): boolean =>
  untilOpen(now, NIGHT) === 0 && (last === null || now.getTime() - last.getTime() > (DAY_HOURS / 2) * HOUR_MS)

/** Width, blanks and case are a matter of writing, not of content. */
const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim().toUpperCase()

const DECIMAL = /^-?\d+\.\d+$/
const WHOLE = /^-?\d+$/
const DAY = /^\d{4}-\d{2}-\d{2}$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/
const ZONED = /(Z|[+-]\d{2}:?\d{2})$/
const MINUTE_CHARS = 16
const DAY_CHARS = 10

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
const isEmpty = (value: Json): boolean => value === null || value === '' || (isList(value) && value.length === 0)

/**
 * Whether their value says what ours does, however it is written. Of a composite value only the parts count that they have at all; a
 * system that keeps the day alone is asked for the day alone.
 */
export function isSame(ours: Json, theirs: Json): boolean {
  if (isEmpty(ours) || isEmpty(theirs)) return isEmpty(ours) && isEmpty(theirs)
  if (isList(ours) || isList(theirs))
    return isList(ours) && isList(theirs) && ours.length === theirs.length && ours.every((one, at) => isSame(one, theirs[at] ?? null))
  if (typeof ours === 'object' && typeof theirs === 'object' && ours !== null && theirs !== null) {
    const mine = new Map(Object.entries(ours))
    return Object.entries(theirs).every(([key, value]) => isSame(mine.get(key) ?? null, value))
  }
  if (typeof ours === 'object' || typeof theirs === 'object') return false
  return isSameText(String(ours), String(theirs))
}

function isSameText(ours: string, theirs: string): boolean {
  const [mine, other] = [plain(ours), plain(theirs)]
  if (mine === other) return true
  if (isNumber(mine) && isNumber(other) && (DECIMAL.test(mine) || DECIMAL.test(other))) return Number(mine) === Number(other)
  if (DAY.test(mine) || DAY.test(other))
    return isTime(mine) && isTime(other) && timeOf(mine).slice(0, DAY_CHARS) === timeOf(other).slice(0, DAY_CHARS)
  return INSTANT.test(mine) && INSTANT.test(other) && timeOf(mine) === timeOf(other)
}

const isNumber = (text: string): boolean => DECIMAL.test(text) || WHOLE.test(text)
const isTime = (text: string): boolean => DAY.test(text) || INSTANT.test(text)

/** An instant to the minute in Shanghai, the finest that a form asks for; a day as it is. */
function timeOf(text: string): string {
  if (DAY.test(text)) return text
  const at = new Date(ZONED.test(text) ? text : `${text}+08:00`)
  return Number.isNaN(at.getTime()) ? text : new Date(at.getTime() + SHANGHAI_OFFSET_HOURS * HOUR_MS).toISOString().slice(0, MINUTE_CHARS)
}

export type Difference = { readonly pointer: string; readonly ours: Json; readonly theirs: Json }

const kindOf = (pointer: string): string => pointer.replace(/^\/persons\/\d+\//, '/persons/*/')

/**
 * What the system's record has otherwise than the card, of the fields that it keeps at all. A person whom it does not have differs in
 * each of them.
 */
export function differencesOf(ours: ReadonlyMap<string, Json>, theirs: ReadonlyMap<string, Json>): Difference[] {
  const kept = new Set([...theirs.keys()].map(kindOf))
  const pointers = new Set([...ours.keys(), ...theirs.keys()])
  return [...pointers].flatMap(pointer => {
    const [mine, other] = [ours.get(pointer) ?? null, theirs.get(pointer) ?? null]
    return !kept.has(kindOf(pointer)) || isSame(mine, other) ? [] : [{ pointer, ours: mine, theirs: other }]
  })
}

/**
 * Fields that somebody changed at the source since we last read it, and to something else than the card says: these are nobody's to
 * overwrite silently. `allowed`: somebody has decided that the card is to be written over them.
 */
export const changedAtSource = (
  ours: ReadonlyMap<string, Json>,
  theirs: ReadonlyMap<string, Json>,
  before: ReadonlyMap<string, Json>,
  allowed: ReadonlySet<string>,
): Difference[] =>
  differencesOf(ours, theirs).filter(
    ({ pointer, theirs: value }) => before.has(pointer) && !allowed.has(pointer) && !isSame(before.get(pointer) ?? null, value),
  )
