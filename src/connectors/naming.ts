import { CARD_FIELDS } from '../cards/table/fields.ts'
import type { Bilingual } from '../domain/codes.ts'
import type { Json } from '../domain/json.ts'
import { readPointer } from './document.ts'

const BY_KEY = new Map(CARD_FIELDS.map(field => [field.key, field]))

/** What people call the field of a pointer. */
export function nameOfPointer(pointer: string): Bilingual {
  const { key, at } = readPointer(pointer)
  const field = BY_KEY.get(key)
  const { zh, en } = field ?? { zh: key, en: key }
  return at === null ? { zh, en } : { zh: `第${at + 1}人 ${zh}`, en: `Person ${at + 1}: ${en}` }
}

/** A value in words for a list: texts as they are, anything else as JSON. */
export const wordsOf = (value: Json): string => (value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value))
