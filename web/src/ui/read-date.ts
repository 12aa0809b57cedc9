const real = (year: number, month: number, day: number): boolean => {
  const at = new Date(Date.UTC(year, month - 1, day))
  return at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day
}

// Full-width digits and marks come from Chinese input methods.
const narrow = (text: string): string =>
  text
    .replace(/[\uff10-\uff19]/g, digit => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/\uff1a/g, ':')
    .replace(/[\uff0f\uff0e]/g, '/')
    .trim()

const SHAPE =
  /^(\d{4})(?:\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{2})(\d{2}))(?:[\sT,]*(\d{1,2})\s*[:时点]\s*(\d{1,2})?\s*分?(?::\d{2})?|\s+(\d{2})(\d{2}))?$/

/**
 * Reads a day, with or without a time, as people type and paste it: 2026-3-5, 2026年3月5日, 20260305, 2026/3/5 8:30,
 * 20260305 0830, 2026年3月5日 8时30分. Gives `YYYY-MM-DD` or `YYYY-MM-DD HH:mm`; null for a day that does not exist.
 */
export function readDate(text: string): string | null {
  const found = SHAPE.exec(narrow(text))
  if (!found) return null
  const part = (...groups: number[]): number => Number(groups.map(index => found[index]).find(value => value !== undefined) ?? '0')
  const [year, month, day] = [part(1), part(2, 4), part(3, 5)]
  if (!real(year, month, day)) return null
  const plain = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  if (found[6] === undefined && found[8] === undefined) return plain
  const [hour, minute] = [part(6, 8), part(7, 9)]
  if (hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return null
  return `${plain} ${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}
