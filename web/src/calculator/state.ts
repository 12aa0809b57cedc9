import type { CalculateBody, PeriodRule } from '../api/types.ts'
import { toInstant } from '../ui/format.ts'
import { readDate } from '../ui/read-date.ts'

/** One thing that happens to the period: its kind with the code of the extension or ground, when, and how long. */
export type Happening = { what: string; at: string; length: string }
export type Custody = 'yes' | 'no' | 'unknown'
/** All that is entered; it is the address, so that a calculation can be sent to somebody. It names nobody. */
export type Entered = { code: string; start: string; custody: Custody; length: string; events: Happening[] }

const CUSTODIES: readonly Custody[] = ['yes', 'no', 'unknown']

/** Reads what is entered from an address; what cannot be read is as if it were not there. */
export function fromSearch(params: URLSearchParams): Entered {
  const custody = params.get('custody')
  return {
    code: params.get('p') ?? '',
    start: params.get('start') ?? '',
    custody: CUSTODIES.find(one => one === custody) ?? 'no',
    length: params.get('length') ?? '',
    events: params.getAll('e').map(text => {
      const [what = '', at = '', length = ''] = text.split('~')
      return { what, at, length }
    }),
  }
}

export function toSearch({ code, start, custody, length, events }: Entered, q: string): URLSearchParams {
  const params = new URLSearchParams()
  if (q !== '') params.set('q', q)
  if (code !== '') params.set('p', code)
  if (start !== '') params.set('start', start)
  if (custody !== 'no') params.set('custody', custody)
  if (length !== '') params.set('length', length)
  for (const event of events) params.append('e', [event.what, event.at, event.length].join('~'))
  return params
}

/** Whether a decision fixes the length of this period. */
export const needsLength = (rule: PeriodRule): boolean => rule.length === null || rule.variableLength !== null

/** Whether this extension is granted by a number of its own. */
export function extensionOf(rule: PeriodRule, what: string): PeriodRule['extensions'][number] | undefined {
  return rule.extensions.find(({ code }) => what === `extend.${code}`)
}

/** The request, or null while something is missing or cannot be read. */
export function bodyOf(rule: PeriodRule, { start, custody, length, events }: Entered): CalculateBody | null {
  const read = instantOf(start)
  if (read === null || (length !== '' && !/^\d+$/.test(length))) return null
  const happened: CalculateBody['events'] = []
  for (const event of events) {
    const one = eventOf(rule, event)
    if (one === null) return null
    happened.push(one)
  }
  const unit = unitOf(rule.variableLength?.unit ?? rule.unit)
  return {
    periodCode: rule.code,
    start: read,
    inCustody: custody === 'unknown' ? null : custody === 'yes',
    events: happened,
    ...(needsLength(rule) && length !== '' ? { length: { value: Number(length), unit } } : {}),
  }
}

const unitOf = (unit: string | null): 'hour' | 'day' | 'month' => (unit === 'hour' || unit === 'month' ? unit : 'day')

/** A day without a time is taken at its beginning. */
function instantOf(text: string): string | null {
  const read = readDate(text)
  return read === null ? null : toInstant(read)
}

function eventOf(rule: PeriodRule, { what, at: when, length }: Happening): CalculateBody['events'][number] | null {
  const at = instantOf(when)
  if (at === null) return null
  const [type = '', code = ''] = what.split('.')
  if (type === 'suspend' || type === 'restart') return { type, at, reason: code }
  if (type === 'resume') return { type, at }
  if (type === 'custody') return { type, at, inCustody: code === 'yes' }
  const extension = extensionOf(rule, what)
  if (extension === undefined) return null
  const asked = extension.minLength ?? (extension.length === null ? 1 : null)
  return { type: 'extend', at, extension: code, ...(asked === null ? {} : { length: length === '' ? asked : Number(length) }) }
}
