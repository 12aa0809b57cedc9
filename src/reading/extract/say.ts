import type { Json } from '../../domain/json.ts'
import type { About, Finding } from '../model.ts'
import { type Paper, type Passage, placeOf } from './passage.ts'
import type { Scene } from './persons.ts'

/** What a rule looks at: the paper's code, its text, and whom it speaks of. */
export type Reading = { readonly code: string; readonly paper: Paper; readonly scene: Scene }

/** A rule: pure, never throws, takes time in proportion to the text. */
export type Rule = (reading: Reading) => Finding[]

export type Said = {
  readonly key: string
  readonly about: About | null
  readonly value: Json | null
  readonly trust: number
  readonly rule: string
}

/** A finding with its place; none where there is no value. `trust` is the rule's own, lowered by the reading of the characters. */
export function say(passage: Passage, from: number, to: number, { key, about, value, trust, rule }: Said): Finding[] {
  if (value === null) return []
  const place = placeOf(passage, from, to)
  if (place === null) return []
  const { words, page, box, confidence } = place
  return [{ key, about, value, words, page, box, confidence: Math.round(trust * confidence * 1000) / 1000, rule }]
}
