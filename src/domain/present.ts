import { agencyOf } from './codes.ts'
import { toShanghai } from './legal-date.ts'

/** An agency as every answer shows it. */
export function agencyRef(code: string): { code: string; zh: string; en: string; type: string } {
  const { zh, en, type } = agencyOf(code)
  return { code, zh, en, type }
}

/** An instant as every answer shows it; rows that come as JSON carry text. */
export const instant = (value: Date | string): string => toShanghai(new Date(value))
export const instantOrNull = (value: Date | string | null | undefined): string | null => (value ? instant(value) : null)
