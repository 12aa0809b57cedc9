import type { Bi, Field } from '../api/types.ts'

/** A label that is in the language shown already. */
export const named = (label: string): Bi => ({ zh: label, en: label })

/** Choices whose words are in the language shown already. */
export const choices = <K extends string>(words: Readonly<Record<K, string>>): NonNullable<Field['options']> =>
  Object.entries<string>(words).map(([value, label]) => ({ value, ...named(label) }))
