const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK = '10X98765432'

/**
 * An invented resident identity number: division, birth date, and a serial of the 990s, which no registry hands out here; odd
 * for men, even for women. Its check character is right. Source: GB 11643-1999.
 */
export function residentId(division: string, bornOn: string, serial: number): string {
  const body = `${division}${bornOn.replaceAll('-', '')}${String(serial).padStart(3, '0')}`
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(body[at]), 0)
  return `${body}${CHECK[sum % 11] ?? ''}`
}
