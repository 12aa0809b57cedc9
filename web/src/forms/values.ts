import type { ApiProblem } from '../api/problem.ts'
import type { Field } from '../api/types.ts'
import { dateTime, toInstant } from '../ui/format.ts'
import { readDate } from '../ui/read-date.ts'
import type { Values } from '../ui/use-draft.ts'
import type { Errors } from './ErrorSummary.tsx'

export type Defaults = Readonly<Record<string, string | boolean>>
type Say = { missing: (label: string) => string; unreadable: (label: string) => string }
type Named = { field: Field; label: string }

const isList = (kind: string): boolean => kind === 'documentCodes' || kind === 'persons'

/** What the fields hold before anybody types; times offered by the server are shown as wall-clock time. */
export function firstValues(fields: Field[], defaults: Defaults): Values {
  const values: Values = {}
  for (const { name, kind, required } of fields) {
    const given = defaults[name]
    if (given === undefined) values[name] = isList(kind) ? [] : kind === 'boolean' && !required ? false : ''
    else if (typeof given === 'string' && kind === 'dateTime') values[name] = dateTime(given)
    else if (typeof given === 'string' && isList(kind)) values[name] = given.split(',').filter(code => code !== '')
    else values[name] = given
  }
  return values
}

/** What is missing or cannot be read, by field name. Law and rights are left to the server. */
export function findErrors(fields: Named[], values: Values, say: Say): Errors {
  const errors: Errors = {}
  for (const { field, label } of fields) {
    const value = values[field.name]
    const empty = value === undefined || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0)
    if (empty && field.required) errors[field.name] = say.missing(label)
    if (empty || typeof value !== 'string') continue
    const read = field.kind === 'date' || field.kind === 'dateTime' ? readDate(value) : value
    if (read === null || (field.kind === 'dateTime' && read.length === 10)) errors[field.name] = say.unreadable(label)
    if (field.kind === 'integer' && !/^-?\d+$/.test(value.trim())) errors[field.name] = say.unreadable(label)
  }
  return errors
}

/** The body of the request; empty fields are left out. */
export function toBody(fields: Field[], values: Values): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const { name, kind } of fields) {
    const value = values[name]
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) continue
    if (typeof value !== 'string') body[name] = value
    else if (kind === 'dateTime') body[name] = toInstant(readDate(value) ?? value)
    else if (kind === 'date') body[name] = readDate(value)?.slice(0, 10) ?? value
    else if (kind === 'integer') body[name] = Number(value)
    else body[name] = value.trim()
  }
  return body
}

/** The server's words per field: `/body/docNo`, `docNo` and `body.docNo` all mean the field docNo. */
export function errorsOf(problem: ApiProblem, fields: Field[]): Errors {
  const errors: Errors = {}
  for (const { path, message } of problem.body.errors ?? []) {
    const name = path.split(/[./]/).pop() ?? ''
    if (fields.some(field => field.name === name)) errors[name] = message
  }
  return errors
}
