import type { Bilingual } from '../domain/codes.ts'
import { isFilled } from './fill-rules.ts'
import { type CardField, type CardStage, type FieldState, type Need, pathOf } from './model.ts'
import { CARD_FIELDS } from './table/fields.ts'

/** A person, as far as what a card needs depends on him. */
export type CardSubject = { readonly id: string; readonly pleads: boolean; readonly held: boolean; readonly fastTrack: boolean }

export type CardCase = { readonly article: string; readonly fastTrack: boolean; readonly persons: readonly CardSubject[] }

/** Crimes against property: Criminal Law chapter V of the special part, articles 263 to 276. */
const isPropertyCrime = (article: string): boolean => {
  const number = Number(/^\d+/.exec(article)?.[0] ?? 0)
  return number >= 263 && number <= 276
}

/** What the hand-over itself brings about cannot be asked for before it. */
const BY_HANDING_OVER: ReadonlySet<string> = new Set(['transferredOn', 'indictedOn', 'reviewDecision', 'decision'])

/** Whether an agency must have the field when it hands the case over; null for a field of the case. */
export function isNeeded(field: CardField, stage: CardStage, of: CardCase, subject: CardSubject | null): boolean {
  const need = field.needed[stage]
  return need !== undefined && !BY_HANDING_OVER.has(field.key) && applies(need, of, subject)
}

function applies(need: Need, { article, fastTrack }: CardCase, subject: CardSubject | null): boolean {
  switch (need) {
    case 'always':
      return true
    case 'plea':
      return subject?.pleads ?? false
    case 'held':
      return subject?.held ?? false
    case 'fastTrack':
      return subject?.fastTrack ?? fastTrack
    case 'property':
      return isPropertyCrime(article)
    case 'listed':
      return false
  }
}

type Standing = { readonly path: string; readonly state: FieldState }
export type CardProgress = {
  readonly needed: number
  readonly filled: number
  readonly proposed: number
  readonly conflicts: number
  /** Needed and not there, and needed and contradictory: by the names of the fields. */
  readonly missing: readonly Bilingual[]
  readonly disputed: readonly Bilingual[]
}

/** How far a card is: what its hand-over needs, and what waits for a person. */
export function progressOf(stage: CardStage, of: CardCase, fields: readonly Standing[]): CardProgress {
  const known = new Map(fields.map(({ path, state }) => [path, state]))
  const slots = CARD_FIELDS.flatMap(field => {
    if (field.on[stage] === undefined) return []
    const subjects = field.scope === 'case' ? [null] : of.persons
    return subjects.map(subject => ({
      field,
      state: known.get(pathOf(field.key, subject?.id ?? null)) ?? null,
      needed: isNeeded(field, stage, of, subject),
    }))
  })
  const needed = slots.filter(one => one.needed)
  const names = (list: typeof slots): Bilingual[] => [...new Map(list.map(({ field: { zh, en } }) => [zh, { zh, en }])).values()]
  return {
    needed: needed.length,
    filled: needed.filter(({ state }) => state !== null && isFilled(state)).length,
    proposed: slots.filter(({ state }) => state === 'proposed').length,
    conflicts: slots.filter(({ state }) => state === 'conflict').length,
    missing: names(needed.filter(({ state }) => state === null || state === 'proposed')),
    disputed: names(needed.filter(({ state }) => state === 'conflict')),
  }
}
