import { basisInChinese } from './basis.ts'
import type { PeriodRule } from './model.ts'

/** Common short names of the code of procedure, so that it is found under each. */
const SHORT_NAMES = '刑诉法 criminal procedure law'

const wordsOf = (text: string): string[] => text.toLowerCase().match(/\d+|[a-z]+|\p{Script=Han}+/gu) ?? []

function textOf({ code, nameZh, nameEn, legalBasis, extensions }: PeriodRule): string {
  const bases = [legalBasis, ...extensions.map(({ basis }) => basis)]
  const short = bases.some(basis => basis.includes('CPL')) ? SHORT_NAMES : ''
  return [code, nameZh, nameEn, ...bases, ...bases.map(basisInChinese), short].join(' ').toLowerCase()
}

/** A number is found whole: 72 is not in 172. A code is one word with its underscores. */
const holds = (text: string, word: string): boolean =>
  /^\d/.test(word) ? new RegExp(`(?<!\\d)${word}(?!\\d)`).test(text) : text.includes(word)

/** The periods whose code, Chinese or English name or article has every word of the question; all of them for an empty one. */
export function searchPeriods(rules: Iterable<PeriodRule>, question: string): readonly PeriodRule[] {
  const words = wordsOf(question)
  return [...rules].filter(rule => {
    const text = textOf(rule)
    return words.every(word => holds(text, word))
  })
}
