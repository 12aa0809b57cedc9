const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** The resident identity number without blanks and with a capital X. */
export const tidyIdNumber = (text: string): string => text.replace(/\s/g, '').toUpperCase()

/** Whether the number has 18 places and its check character is right. GB 11643-1999. */
export function isIdNumber(text: string): boolean {
  if (!/^\d{17}[\dX]$/.test(text)) return false
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(text[index]), 0)
  return '10X98765432'[sum % 11] === text[17]
}

/** Birth date and sex (1 male, 2 female) that the number states. */
export function readIdNumber(text: string): { birthDate: string; sex: '1' | '2' } {
  return { birthDate: `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`, sex: Number(text[16]) % 2 === 1 ? '1' : '2' }
}
