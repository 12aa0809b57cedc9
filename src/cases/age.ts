import type { LegalDate } from '../domain/legal-date.ts'

/** Full years of age on a day; who was born on a day is a year older from the day after his birthday (法释〔2006〕1号 第2条). */
export function ageOn(birthDate: LegalDate, day: LegalDate): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return day.slice(5) > birthDate.slice(5) ? years : years - 1
}
