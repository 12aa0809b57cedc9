import type { Bi } from '../../api/types.ts'

export type Part = Bi & { readonly key: string; readonly required: boolean; readonly shape: Shape }

/** What may stand in a field, as its form needs it. */
export type Shape = {
  readonly type: string
  /** Of a choice. */
  readonly choices?: readonly (Bi & { readonly value: string })[]
  /** Of a code: the table whose codes may stand here. */
  readonly codes?: string
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  /** Of an object, in the order of the form. */
  readonly parts?: readonly Part[]
  /** Of a list. */
  readonly items?: Shape
}

export type Kind =
  | 'text'
  | 'longText'
  | 'date'
  | 'dateTime'
  | 'number'
  | 'money'
  | 'boolean'
  | 'choice'
  | 'many'
  | 'texts'
  | 'address'
  | 'flag'
  | 'officer'
  | 'sentence'
  | 'group'
  | 'list'

export const TEXT: Shape = { type: 'text' }

/** Whether the server sent a shape; what is none is edited as plain text. */
const isShape = (value: unknown): value is Shape =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
export const shapeOf = (sent: unknown): Shape => (isShape(sent) ? sent : TEXT)

export const partOf = (shape: Shape, key: string): Shape => shape.parts?.find(part => part.key === key)?.shape ?? TEXT

/** Which control a shape asks for. */
export function kindOf(shape: Shape): Kind {
  switch (shape.type) {
    case 'object':
      return kindOfObject(shape)
    case 'list':
      return kindOfList(shape.items ?? TEXT)
    case 'integer':
    case 'number':
      return 'number'
    case 'code':
    case 'choice':
      return 'choice'
    case 'longText':
    case 'date':
    case 'dateTime':
    case 'money':
    case 'boolean':
      return shape.type
    default:
      return 'text'
  }
}

function kindOfObject(shape: Shape): Kind {
  const has = (key: string): boolean => shape.parts?.some(part => part.key === key) ?? false
  if (has('officerId')) return 'officer'
  if (has('principal')) return 'sentence'
  if (has('value') && partOf(shape, 'value').type === 'boolean') return 'flag'
  return has('text') && has('division') ? 'address' : 'group'
}

function kindOfList(items: Shape): Kind {
  const kind = kindOf(items)
  if (kind === 'choice') return 'many'
  return kind === 'text' ? 'texts' : 'list'
}

/** Kinds whose control stands open in the form; the others show their value and open on demand. */
export const isPlain = (kind: Kind): boolean => !['list', 'group', 'sentence', 'flag', 'officer'].includes(kind)
