import type { Errors } from '../forms/ErrorSummary.tsx'
import type { zh } from '../i18n/zh/index.ts'
import { toInstant } from '../ui/format.ts'
import { isIdNumber, tidyIdNumber } from '../ui/id-number.ts'
import { readDate } from '../ui/read-date.ts'
import type { Values } from '../ui/use-draft.ts'

export const RESIDENT_ID = '111'
/** Identity unknown: the name is what the person says, and number and birth date may be missing. */
export const UNKNOWN_ID = '000'

export const firstPerson: Values = {
  idType: RESIDENT_ID,
  idNo: '',
  name: '',
  sex: '',
  birthDate: '',
  ethnic: '01',
  education: '',
  residence: '',
  phone: '',
  occupation: '',
  occurredAt: '',
  summoned: false,
}

type Say = (key: `person.${keyof (typeof zh)['person']}` | `form.${'missing' | 'unreadable'}`, label?: { label: string }) => string

const MUST = ['name', 'sex', 'occurredAt'] as const
const OF_THE_KNOWN = ['idNo', 'birthDate'] as const

const text = (values: Values, name: string): string => {
  const value = values[name]
  return typeof value === 'string' ? value.trim() : ''
}

/** Missing, unreadable and contradictory answers by field. */
export function personErrors(values: Values, say: Say): Errors {
  const errors: Errors = {}
  const must = values.idType === UNKNOWN_ID ? MUST : [...OF_THE_KNOWN, ...MUST]
  for (const name of must) if (text(values, name) === '') errors[name] = say('form.missing', { label: say(`person.${name}`) })
  const idNo = tidyIdNumber(text(values, 'idNo'))
  if (idNo !== '' && values.idType === RESIDENT_ID && !isIdNumber(idNo)) errors.idNo = say('person.idNoWrong')
  if (errors.birthDate === undefined && text(values, 'birthDate') !== '' && readDate(text(values, 'birthDate')) === null) {
    errors.birthDate = say('form.unreadable', { label: say('person.birthDate') })
  }
  const occurred = readDate(text(values, 'occurredAt'))
  if (errors.occurredAt === undefined && (occurred === null || occurred.length === 10)) {
    errors.occurredAt = say('form.unreadable', { label: say('person.occurredAt') })
  }
  return errors
}

/** The body of the request. */
export function personBody(values: Values): object {
  const optional = (name: string): object => (text(values, name) === '' ? {} : { [name]: text(values, name) })
  const birthDate = readDate(text(values, 'birthDate'))?.slice(0, 10)
  const idNo = tidyIdNumber(text(values, 'idNo'))
  return {
    name: text(values, 'name'),
    sex: text(values, 'sex'),
    ...(birthDate === undefined ? {} : { birthDate }),
    idType: text(values, 'idType'),
    ...(idNo === '' ? {} : { idNo }),
    ...(text(values, 'idType') === UNKNOWN_ID ? { nameBasis: 'selfStated' } : {}),
    ...optional('ethnic'),
    ...optional('education'),
    ...optional('residence'),
    ...optional('phone'),
    ...optional('occupation'),
    occurredAt: toInstant(readDate(text(values, 'occurredAt')) ?? ''),
    summoned: values.summoned === true,
  }
}
