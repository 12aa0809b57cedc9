import type { CalendarBody } from '../api/types.ts'

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isText = (value: unknown): value is string => typeof value === 'string'

/** One year's list as `anlian calendar import` takes it; null for anything else. The server checks its days. */
export function readList(text: string): CalendarBody | null {
  let found: unknown
  try {
    found = JSON.parse(text)
  } catch {
    return null
  }
  if (!isRecord(found) || typeof found.year !== 'number' || !isText(found.notice)) return null
  if (!Array.isArray(found.holidays) || !Array.isArray(found.makeupWorkdays)) return null
  const holidays = found.holidays.flatMap((one: unknown) =>
    isRecord(one) && isText(one.name) && isText(one.from) && isText(one.to) ? [{ name: one.name, from: one.from, to: one.to }] : [],
  )
  const makeupWorkdays = found.makeupWorkdays.filter(isText)
  if (holidays.length !== found.holidays.length || makeupWorkdays.length !== found.makeupWorkdays.length) return null
  return { year: found.year, notice: found.notice, verify: found.verify === true, holidays, makeupWorkdays }
}
