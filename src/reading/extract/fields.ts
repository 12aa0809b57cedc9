import { LABEL_WORDS, wordsOf } from './labels.ts'
import { besideLabel } from './layout.ts'
import { cellText, type Paper, type Passage } from './passage.ts'

export type Place = { readonly passage: Passage; readonly from: number; readonly to: number }

const pattern = (words: readonly string[]): string =>
  words
    .map(word => [...word.replace('(', '\\(').replace(')', '\\)')].join(' ?'))
    .sort((a, b) => b.length - a.length)
    .join('|')

const NEXT_LABEL = new RegExp(`(?:${pattern(LABEL_WORDS)}) ?:`)
const LONGEST = 200

/** The values of a label, beside it in a table or after its colon in a line; a value ends where the next label begins. */
export function labelledValues(paper: Paper, concept: string): Place[] {
  const beside = paper.cells
    .filter(({ label }) => label === concept)
    .flatMap(label => {
      const value = besideLabel(label, paper.cells)
      if (value === null) return []
      const passage = cellText(value)
      return [{ passage, from: 0, to: passage.text.length }]
    })
  return [...beside, ...inlineValues(paper, wordsOf(concept))]
}

/** 时间：2026年3月10日9时, and the same without a colon where the blank of a form was filled in. */
export function inlineValues(paper: Paper, words: readonly string[]): Place[] {
  const label = new RegExp(`(?:${pattern(words)}) ?:|(?:^|[ ,;。(])(?:${pattern(words)})(?: {1,4}|(?=\\d))`, 'g')
  return paper.passages.flatMap(passage =>
    [...passage.text.matchAll(label)].flatMap(match => {
      const from = match.index + match[0].length
      const rest = passage.text.slice(from, from + LONGEST)
      const next = NEXT_LABEL.exec(rest)?.index ?? rest.length
      const wide = /\S {2,}/.exec(rest)
      const end = Math.min(next, wide === null ? rest.length : wide.index + 1)
      const lead = /^ */.exec(rest)?.[0].length ?? 0
      const value = rest.slice(lead, end).trimEnd()
      return value === '' ? [] : [{ passage, from: from + lead, to: from + lead + value.length }]
    }),
  )
}
