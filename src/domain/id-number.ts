import { type LegalDate, legalDate } from './legal-date.ts'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK = '10X98765432'

/**
 * Reads a resident identity number: birth date and sex, or null when its length, date or check character is wrong.
 * A lower-case x is accepted. Source: GB 11643-1999.
 */
export function readIdNumber(text: string): { birthDate: LegalDate; sex: '1' | '2' } | null {
  const number = text.trim().toUpperCase()
  if (!/^\d{17}[\dX]$/.test(number)) return null
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at]), 0)
  if (CHECK[sum % 11] !== number[17]) return null
  try {
    const birthDate = legalDate(`${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`)
    return { birthDate, sex: Number(number[16]) % 2 === 1 ? '1' : '2' }
  } catch {
    return null
  }
}
