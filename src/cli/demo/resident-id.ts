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

/**
 * Another person born on that day in that division, of the same sex: `nth` serials of the sex below this number's, 0 is the number
 * itself. Below the first serial it goes on with the last, and after all of them with the next division.
 */
export function residentIdLike(idNo: string, nth: number): string {
  const serial = Number(idNo.slice(14, 17))
  const first = serial % 2 === 1 ? 1 : 2
  const serials = Math.floor((999 - first) / 2) + 1
  const place = (serial - first) / 2 - (nth % serials)
  const division = Number(idNo.slice(0, 6)) + Math.floor(nth / serials)
  return residentId(String(division), idNo.slice(6, 14), first + 2 * (place < 0 ? place + serials : place))
}
