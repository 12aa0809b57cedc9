import type { Json } from '../../api/cards.ts'
import { readDate } from '../../ui/read-date.ts'
import { readMoney } from './money.ts'
import { type Draft, isList, isTree, itemsOf, partsOf, type Read, textOf } from './tree.ts'

const YEAR = 12

type Tree = { readonly [key: string]: Json }
const tree = (value: unknown): { readonly [key: string]: unknown } => (isTree(value) ? value : {})
const words = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
const list = (value: unknown): readonly unknown[] => (isList(value) ? value : [])

/** A sentence (判决、量刑建议) in its controls: months as years and months. */
export function sentenceDraft(value: { readonly [key: string]: unknown }): Draft {
  const principal = tree(value.principal)
  return {
    type: words(principal.type),
    ...split('years', 'months', principal.months),
    days: words(principal.days),
    ...split('suspensionYears', 'suspensionMonths', value.suspensionMonths),
    additional: list(value.additional).map(item => {
      const { type, amount, months } = tree(item)
      return { type: words(type), amount: words(amount), months: words(months) }
    }),
    from: words(value.from),
    to: words(value.to),
    creditDays: words(value.creditDays),
  }
}

function split(years: string, months: string, total: unknown): { readonly [key: string]: Draft } {
  if (typeof total !== 'number') return { [years]: '', [months]: '' }
  return { [years]: total < YEAR ? '' : String(Math.floor(total / YEAR)), [months]: total % YEAR === 0 ? '' : String(total % YEAR) }
}

class Unreadable extends Error {
  readonly part: string
  constructor(part: string) {
    super(part)
    this.part = part
  }
}

/** The sentence that was typed; an empty one is no sentence. */
export function readSentence(draft: Draft): Read {
  const parts = partsOf(draft)
  if (textOf(parts.type) === '') {
    const blank = Object.values(parts).every(part => part === '' || (Array.isArray(part) && part.length === 0))
    return blank ? { ok: true, value: null } : { ok: false, why: 'missing', part: 'type' }
  }
  try {
    return { ok: true, value: sentenceOf(parts) }
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, why: 'unreadable', part: error.part }
    throw error
  }
}

function sentenceOf(parts: { readonly [key: string]: Draft }): Json {
  const whole = (part: string): number | null => wholeNumber(parts[part], part)
  const day = (part: string): string | null => dayOf(parts[part], part)
  const months = term(whole('years'), whole('months'))
  const suspension = term(whole('suspensionYears'), whole('suspensionMonths'))
  return filled({
    principal: filled({ type: textOf(parts.type), months, days: whole('days') }),
    suspensionMonths: suspension,
    additional: additionalOf(parts.additional),
    from: day('from'),
    to: day('to'),
    creditDays: whole('creditDays'),
  })
}

const additionalOf = (draft: Draft | undefined): Json => {
  const rows = itemsOf(draft ?? '')
    .map(partsOf)
    .filter(row => textOf(row.type) !== '')
  if (rows.length === 0) return null
  return rows.map(row => {
    const typed = textOf(row.amount)
    const amount = typed === '' ? null : readMoney(typed)
    if (typed !== '' && amount === null) throw new Unreadable('amount')
    return filled({ type: textOf(row.type), amount, months: wholeNumber(row.months, 'months') })
  })
}

const term = (years: number | null, months: number | null): number | null =>
  years === null && months === null ? null : (years ?? 0) * YEAR + (months ?? 0)

const filled = (value: Tree): Tree => Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null))

function wholeNumber(draft: Draft | undefined, part: string): number | null {
  const text = textOf(draft).trim()
  if (text === '') return null
  if (!/^\d+$/.test(text)) throw new Unreadable(part)
  return Number(text)
}

function dayOf(draft: Draft | undefined, part: string): string | null {
  const text = textOf(draft).trim()
  if (text === '') return null
  const read = readDate(text)
  if (read === null) throw new Unreadable(part)
  return read.slice(0, 10)
}
