import type { Json } from '../../api/cards.ts'

/** A value while it is being typed: the same tree, but days, numbers and amounts as the words on the screen; empty is ''. */
export type Draft = string | boolean | readonly Draft[] | { readonly [key: string]: Draft }

/** What was typed as a value of the card; `value` null for an empty field. `part` names the part that is missing or cannot be read. */
export type Read = { ok: true; value: Json } | { ok: false; why: 'missing' | 'unreadable'; part: string | null }

export type Parts = { readonly [key: string]: Draft }
const NOTHING: Parts = {}

export const partsOf = (draft: Draft): Parts => (isParts(draft) ? draft : NOTHING)
export const itemsOf = (draft: Draft): readonly Draft[] => (Array.isArray(draft) ? draft : [])
export const textOf = (draft: Draft | undefined): string => (typeof draft === 'string' ? draft : '')
export const isParts = (draft: Draft): draft is Parts => typeof draft === 'object' && !Array.isArray(draft)
export const isTree = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)
