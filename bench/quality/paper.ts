import { chineseDay } from '../../src/domain/chinese.ts'
import type { Json } from '../../src/domain/json.ts'
import type { LegalDate } from '../../src/domain/legal-date.ts'
import type { FormBlock, OfficialForm } from '../../src/pdf/form.ts'
import type { MadeCase } from './made-case.ts'
import type { Made } from './people.ts'

/** In labelled lines, in a table, or in running text. */
export type LayoutName = 'form' | 'table' | 'text'
export const LAYOUTS = ['form', 'table', 'text'] as const satisfies readonly LayoutName[]

/** What a card should have of a paper; `person` null for the case itself. */
export type Truth = { readonly key: string; readonly person: Made | null; readonly value: Json }

/** A made paper with all that it says. */
export type MadePaper = {
  readonly code: string
  readonly layout: LayoutName
  readonly form: OfficialForm
  readonly truth: readonly Truth[]
}

export type Maker = (made: MadeCase, layout: LayoutName) => MadePaper

export const paragraph = (text: string): FormBlock => ({ kind: 'paragraph', text })
export const flush = (text: string): FormBlock => ({ kind: 'flush', text })
export const heading = (text: string): FormBlock => ({ kind: 'heading', text })
export const pairs = (...rows: readonly (readonly [string, string])[]): FormBlock => ({ kind: 'pairs', rows })

/** Labels and values in four columns, as most forms have them. */
export function grid(rows: readonly (readonly [string, string, string, string])[]): FormBlock {
  const [first = ['', '', '', ''], ...rest] = rows
  const shares = [3, 5, 3, 6]
  return { kind: 'table', columns: first.map((title, at) => ({ title, share: shares[at] ?? 1 })), rows: rest }
}

export const columns = (heads: readonly (readonly [string, number])[], rows: readonly (readonly string[])[]): FormBlock => ({
  kind: 'table',
  columns: heads.map(([title, share]) => ({ title, share })),
  rows,
})

type Parts = { title: string; issuer: string; number: string | null; blocks: readonly FormBlock[]; closing: readonly string[] }

export const form = ({ title, issuer, number, blocks, closing }: Parts): OfficialForm => ({
  ...{ title, issuer, number, blocks, closing },
  sealed: closing.length > 0,
  copy: null,
})

/** Agency and day under a paper. */
export const signed = (agency: string, day: LegalDate): string[] => [agency, chineseDay(day)]

export const truthOf = (key: string, person: Made | null, value: Json): Truth => ({ key, person, value })

const address = (text: string, division: string | null): Json => (division === null ? { text } : { division, text })

type IdentityKey = 'name' | 'sex' | 'birthDate' | 'idNo' | 'ethnic' | 'education' | 'occupation' | 'household' | 'residence' | 'phone'
export const DESCRIBED: readonly IdentityKey[] = [
  'name',
  'sex',
  'birthDate',
  'idNo',
  'ethnic',
  'education',
  'occupation',
  'household',
  'residence',
]

/** What a paper that tells these things says of a person; the kind of number goes with the number. */
export function identity(person: Made, keys: readonly IdentityKey[] = DESCRIBED): Truth[] {
  const values: Readonly<Record<IdentityKey, Json>> = {
    name: person.name,
    sex: person.sex === '男' ? '1' : '2',
    birthDate: person.born,
    idNo: person.idNo,
    ethnic: person.peopleCode,
    education: person.schoolCode,
    occupation: person.job,
    household: address(person.household, person.householdDivision),
    residence: address(person.home, person.homeDivision),
    phone: person.phone,
  }
  return [...keys.map(key => truthOf(key, person, values[key])), ...(keys.includes('idNo') ? [truthOf('idType', person, '111')] : [])]
}

export const offenceTruth = ({ offence }: MadeCase): Truth[] => [
  truthOf('occurredFrom', null, offence.from),
  truthOf('occurredTo', null, offence.to),
  truthOf('occurredPlace', null, { division: offence.division, text: offence.place }),
  ...(offence.loss === null ? [] : [truthOf('lossAmount', null, offence.loss)]),
  ...(offence.victims.length === 0
    ? []
    : [
        truthOf(
          'victims',
          null,
          offence.victims.map(name => ({ name })),
        ),
      ]),
]

export const names = (accused: readonly Made[]): string => accused.map(({ name }) => name).join('、')
export const midnight = (date: LegalDate): string => `${date}T00:00:00+08:00`
