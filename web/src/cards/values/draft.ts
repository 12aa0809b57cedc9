import type { Json } from '../../api/cards.ts'
import { dateTime, toInstant } from '../../ui/format.ts'
import { readDate } from '../../ui/read-date.ts'
import { readMoney } from './money.ts'
import { readSentence, sentenceDraft } from './sentence.ts'
import { kindOf, partOf, type Shape, TEXT } from './shape.ts'
import { type Draft, isList, isParts, isTree, type Parts, type Read } from './tree.ts'

/** How a value stands in its controls. */
export function toDraft(shape: Shape, value: unknown): Draft {
  const kind = kindOf(shape)
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return kind === 'dateTime' ? dateTime(value) : value
  if (isList(value)) return value.map(item => toDraft(shape.items ?? TEXT, item))
  if (!isTree(value)) return ''
  if (kind === 'sentence') return sentenceDraft(value)
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, toDraft(partOf(shape, key), part)]))
}

/** What was typed, as the card keeps it. */
export function toValue(shape: Shape, draft: Draft): Read {
  const kind = kindOf(shape)
  if (kind === 'sentence') return readSentence(draft)
  if (typeof draft === 'boolean') return { ok: true, value: draft }
  if (typeof draft === 'string') return readText(kind, draft)
  if (Array.isArray(draft)) return readList(shape.items ?? TEXT, draft)
  return isParts(draft) ? readParts(shape, draft) : { ok: true, value: null }
}

const UNREADABLE: Read = { ok: false, why: 'unreadable', part: null }

function readText(kind: ReturnType<typeof kindOf>, typed: string): Read {
  const text = typed.trim()
  if (text === '') return { ok: true, value: null }
  if (kind === 'number') return /^-?\d+(\.\d+)?$/.test(text) ? { ok: true, value: Number(text) } : UNREADABLE
  if (kind === 'money') {
    const amount = readMoney(text)
    return amount === null ? UNREADABLE : { ok: true, value: amount }
  }
  if (kind !== 'date' && kind !== 'dateTime') return { ok: true, value: text }
  const day = readDate(text)
  if (day === null || (kind === 'dateTime' && day.length === 10)) return UNREADABLE
  return { ok: true, value: kind === 'date' ? day.slice(0, 10) : toInstant(day) }
}

function readList(items: Shape, drafts: readonly Draft[]): Read {
  const values: Json[] = []
  for (const draft of drafts) {
    const read = toValue(items, draft)
    if (!read.ok) return read
    // An entry that was added and left empty is none.
    if (read.value !== null) values.push(read.value)
  }
  return { ok: true, value: values }
}

function readParts(shape: Shape, drafts: Parts): Read {
  const value: Record<string, Json> = {}
  for (const [key, draft] of Object.entries(drafts)) {
    const read = toValue(partOf(shape, key), draft)
    if (!read.ok) return { ...read, part: read.part ?? key }
    if (read.value !== null) value[key] = read.value
  }
  if (Object.keys(value).length === 0) return { ok: true, value: null }
  const missing = shape.parts?.find(part => part.required && value[part.key] === undefined)
  return missing === undefined ? { ok: true, value } : { ok: false, why: 'missing', part: missing.key }
}
