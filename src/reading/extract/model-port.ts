import type { Finding, PageText } from '../model.ts'

/**
 * A further finder, such as a language model, that reads the pages and gives findings of its own. None is registered: the rules need
 * none. What it finds is trusted less than a rule and stands only where no rule has found anything.
 */
export type Finder = (code: string, pages: readonly PageText[]) => readonly Finding[]

/** How far a further finder is trusted against a rule. */
const TRUST = 0.6

/** What further finders add to the rules: only fields of which no rule says anything, never the surer word. */
export function behindRules(found: readonly Finding[], further: readonly Finding[]): Finding[] {
  const place = ({ key, about }: Finding): string => JSON.stringify([key, about?.idNo ?? about?.name ?? null])
  const told = new Set(found.map(place))
  return [
    ...found,
    ...further.filter(one => !told.has(place(one))).map(one => ({ ...one, confidence: Math.round(one.confidence * TRUST * 1000) / 1000 })),
  ]
}
