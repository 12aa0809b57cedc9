import { dayOf, type LegalDate } from '../../domain/legal-date.ts'

/** Family names of two characters that are common enough to be read as one. */
const DOUBLE = ['欧阳', '上官', '司马', '诸葛', '司徒', '东方', '皇甫', '尉迟', '公孙', '令狐', '夏侯', '端木', '慕容', '长孙']
const ADULT_AT = 18

export type NamedPerson = { readonly name: string; readonly birthDate: LegalDate | null; readonly detained: boolean }

/** The age in full years on a day; the birthday itself still belongs to the year before. Criminal Law interpretation 法释〔2006〕1号 art. 2. */
function ageOn(birthDate: LegalDate, day: LegalDate): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return day.slice(5) > birthDate.slice(5) ? years : years - 1
}

/** A person as a letter shows him: family name and 某, the rest hidden. Who was a minor at the act shows no name at all. */
export function initialsOf({ name, birthDate, detained }: NamedPerson, actedAt: Date): string {
  const held = detained ? '（在押）' : ''
  if (birthDate !== null && ageOn(birthDate, dayOf(actedAt)) < ADULT_AT) return `未成年人${held}`
  const family = DOUBLE.find(one => name.startsWith(one)) ?? [...name][0] ?? ''
  return `${family}某${held}`
}
