import type { Finding, PageText } from '../model.ts'

/** What one kind of paper says: takes its pages, gives what is found on them. */
type Rule = (pages: readonly PageText[]) => Finding[]

/** The rules of each kind of paper, by its code. */
const RULES: ReadonlyMap<string, readonly Rule[]> = new Map()

/** What the paper says for the case card, in the order in which it says so. `code`: of the catalogue of papers, such as GA38. */
export function findIn(code: string, pages: readonly PageText[]): Finding[] {
  return (RULES.get(code) ?? []).flatMap(rule => rule(pages))
}
