import type { Json } from '../../domain/json.ts'
import { AMOUNT, CHINESE_NUMBER, readAmount, readChineseNumber } from './amounts.ts'
import { DAY, dateOf, writtenDays } from './dates.ts'

const COUNT = `(?:\\d{1,3}|${CHINESE_NUMBER})`
/** 二年六个月, 十个月, 1年: years, months and days. */
const TERM = `(?:(${COUNT}) ?年)? ?(?:零?(${COUNT}) ?个?月)? ?(?:零?(${COUNT}) ?[日天])?`
const PRINCIPAL = new RegExp(`(管制|拘役|有期徒刑) ?${TERM}`)
const SUSPENDED = new RegExp(`缓刑(?:考验期限?|考验期)?(?:为|:)? ?${TERM}`)
const RIGHTS = new RegExp(`剥夺政治权利(终身| ?${TERM})`)
const FINE = new RegExp(`罚金 ?(?:共计)?(${AMOUNT})`)
const PROPERTY = new RegExp(`没收个人(?:全部|部分)?财产(?:${AMOUNT})?`)
const TYPES: Readonly<Record<string, string>> = { 管制: 'P1', 拘役: 'P2', 有期徒刑: 'P3' }
const RUNS = new RegExp(`自 ?(${DAY}) ?(?:起|始)? ?至 ?(${DAY})`)
/** A range asks for a person: 六个月至八个月. */
const RANGE = new RegExp(`(?:管制|拘役|有期徒刑) ?${COUNT} ?(?:年|个?月)?.{0,8}(?:至|到|-|~) ?${COUNT} ?(?:年|个?月)`)
/** The last penalty where several crimes were punished together. */
const TOGETHER = /(?:决定|合并)执行/

/** Any word with which a penalty begins. */
export const PENALTY = '(?:管制|拘役|有期徒刑|无期徒刑|死刑|罚金|剥夺政治权利|免予刑事处罚)'

const numberOf = (text: string | undefined): number =>
  text === undefined ? 0 : /^\d+$/.test(text) ? Number(text) : (readChineseNumber(text) ?? 0)
const monthsOf = (years: string | undefined, months: string | undefined): number => numberOf(years) * 12 + numberOf(months)

/** A sentence as the card has it, from the words after 判处; null where no penalty is said. */
export function readSentence(text: string): { value: Json; sure: boolean } | null {
  const last = text.search(TOGETHER)
  const words = last === -1 ? text : text.slice(last)
  const principal = principalOf(words)
  if (principal === null) return null
  const suspended = SUSPENDED.exec(words)
  const months = suspended === null ? 0 : monthsOf(suspended[1], suspended[2])
  const additional = additionalOf(words)
  const sure = !RANGE.test(words) && isWhole(principal) && (suspended === null || (months >= 2 && months <= 60))
  return {
    value: {
      principal,
      ...(months >= 2 && months <= 60 ? { suspensionMonths: months } : {}),
      ...(additional.length > 0 ? { additional } : {}),
      ...runsOf(words),
    },
    sure,
  }
}

type Principal = { type: string; months?: number; days?: number }

function principalOf(words: string): Principal | null {
  const match = PRINCIPAL.exec(words)
  if (match !== null) {
    const [, name = '', years, months, days] = match
    const term = monthsOf(years, months)
    return {
      type: TYPES[name] ?? '',
      ...(term > 0 && term <= 300 ? { months: term } : {}),
      ...(days === undefined ? {} : { days: Math.min(30, numberOf(days)) }),
    }
  }
  if (/无期徒刑/.test(words)) return { type: 'P4' }
  if (/死刑/.test(words)) return { type: 'P5' }
  if (/免予刑事处罚/.test(words)) return { type: 'exempt' }
  return /单处(?:罚金|剥夺)/.test(words) ? { type: 'none' } : null
}

const isWhole = ({ type, months, days }: Principal): boolean => !/^P[123]$/.test(type) || months !== undefined || days !== undefined

function additionalOf(words: string): { type: string; amount?: string; months?: number }[] {
  const found: { type: string; amount?: string; months?: number }[] = []
  const fine = FINE.exec(words)?.[1]
  const amount = fine === undefined ? null : readAmount(fine)
  if (amount !== null) found.push({ type: 'A1', amount })
  const rights = RIGHTS.exec(words)
  if (rights !== null) {
    const months = monthsOf(rights[2], rights[3])
    found.push({ type: 'A2', ...(months > 0 ? { months } : {}) })
  }
  const property = PROPERTY.exec(words)?.[0]
  if (property !== undefined) {
    const worth = readAmount(property.replace(/^没收个人(?:全部|部分)?财产/, ''))
    found.push({ type: 'A3', ...(worth === null ? {} : { amount: worth }) })
  }
  if (words.includes('驱逐出境')) found.push({ type: 'A4' })
  return found
}

/** 即自2026年1月12日起至2026年7月11日止. */
function runsOf(words: string): { from?: string; to?: string } {
  const match = RUNS.exec(words)
  if (match === null) return {}
  const [from, to] = writtenDays(match[0]).map(dateOf)
  return from && to && from <= to ? { from, to } : {}
}
