import type { Json } from '../domain/json.ts'
import type { CardField } from './model.ts'
import { wordOf } from './table/code-tables.ts'
import { CHOICES } from './table/labels.ts'
import { type Shape, shapeOf } from './table/shape.ts'

/** A value as people read it, the same on the screen, on paper and in a comparison. */
export const shownOf = (field: CardField, value: Json): string => words(shapeOf(field), value)

type Parts = { readonly [key: string]: Json }
const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
const isParts = (value: Json): value is Parts => typeof value === 'object' && value !== null && !isList(value)

function words(shape: Shape, value: Json): string {
  if (value === null) return ''
  if (isList(value)) return value.map(item => words(shape.items ?? { type: 'text' }, item)).join('；')
  if (isParts(value)) return partWords(shape, value)
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'number') return String(value)
  return textWords(shape, value)
}

function textWords({ type, codes = '', choices = [] }: Shape, value: string): string {
  switch (type) {
    case 'code':
      return wordOf(codes, value)
    case 'choice':
      return choices.find(one => one.value === value)?.zh ?? value
    case 'dateTime':
      return moment(value)
    case 'money':
      return `${grouped(value)}元`
    default:
      return value
  }
}

const moment = (value: string): string => new Date(Date.parse(value) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

/** An address is its words, a yes or no its answer; of everything else each part that is said. */
function partWords({ parts = [] }: Shape, value: Parts): string {
  const { text, value: answer, principal } = value
  if (principal !== undefined) return sentenceWords(value)
  if (typeof text === 'string') return text
  if (typeof answer === 'boolean')
    return [answer ? '是' : '否', typeof value.note === 'string' ? value.note : ''].filter(one => one !== '').join('，')
  return parts
    .flatMap(({ key, zh, shape }) => {
      const part = value[key]
      if (part === undefined || part === null || HIDDEN.has(key)) return []
      const said = words(shape, part)
      return said === '' ? [] : [PLAIN.has(key) ? said : `${zh} ${said}`]
    })
    .join('，')
}

/** Ids say nothing to people. */
const HIDDEN: ReadonlySet<string> = new Set(['officerId', 'documentId'])
/** Parts that speak for themselves. */
const PLAIN: ReadonlySet<string> = new Set([
  'name',
  'chargeCode',
  'code',
  'principal',
  'type',
  'item',
  'kind',
  'result',
  'opinion',
  'by',
  'state',
  'additional',
])

/** 18600.50 as 18,600.50. */
function grouped(amount: string): string {
  const [whole = '', cents] = amount.split('.')
  return `${whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')}${cents === undefined ? '' : `.${cents}`}`
}

/** 拘役1个月，缓刑2个月，罚金2,000元 */
function sentenceWords({ principal = null, suspensionMonths, additional = null, creditDays }: Parts): string {
  const { type = null, months, days } = isParts(principal) ? principal : {}
  const extra = isList(additional) ? additional.filter(isParts) : []
  return [
    `${choiceWord('principal.type', type)}${term(months, '个月')}${term(days, '日')}`,
    ...(suspensionMonths === undefined ? [] : [`缓刑${term(suspensionMonths, '个月')}`]),
    ...extra.map(
      one =>
        `${choiceWord('additional.type', one.type ?? null)}${typeof one.amount === 'string' ? `${grouped(one.amount)}元` : term(one.months, '个月')}`,
    ),
    ...(creditDays === undefined ? [] : [`折抵${term(creditDays, '日')}`]),
  ].join('，')
}

const choiceWord = (table: string, value: Json): string => (typeof value === 'string' ? (CHOICES[table]?.[value]?.zh ?? value) : '')
const term = (value: Json | undefined, unit: string): string => (typeof value === 'number' && value > 0 ? `${value}${unit}` : '')
