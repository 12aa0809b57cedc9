import type { Candidate } from '../../cards/model.ts'
import { pathOf } from '../../cards/model.ts'
import { CARD_FIELDS } from '../../cards/table/fields.ts'
import type { Json } from '../../domain/json.ts'
import { readPointer } from '../document.ts'
import { wordsOf } from '../naming.ts'

/** The name under which a card keeps what its agency's own system says. */
export const ORIGIN = 'agencySystem'

const KEYS = new Set(CARD_FIELDS.map(({ scope, key }) => `${scope}:${key}`))
/** What the platform names itself. */
const OURS: ReadonlySet<string> = new Set(['platformCaseId', 'personSeq'])

/** Values seen in an agency's own system, as proposals for its card. `personAt`: who stands at a place of the record; null for nobody. */
export function candidatesOf(values: ReadonlyMap<string, Json>, personAt: (at: number) => string | null): Candidate[] {
  return [...values].flatMap(([pointer, value]): Candidate[] => {
    const { key, at } = readPointer(pointer)
    const personId = at === null ? null : personAt(at)
    const isField = KEYS.has(`${at === null ? 'case' : 'person'}:${key}`) && !OURS.has(key)
    if (value === null || value === '' || !isField || (at !== null && personId === null)) return []
    const source = { kind: 'external', engine: ORIGIN, fromPath: pointer, words: wordsOf(value).slice(0, 500), confidence: 1 } as const
    return [{ path: pathOf(key, personId), value, source }]
  })
}
