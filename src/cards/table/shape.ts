import type { Bilingual } from '../../domain/codes.ts'
import type { Json } from '../../domain/json.ts'
import type { CardField } from '../model.ts'
import schema from './case-card.schema.json' with { type: 'json' }
import { CHOICES, PARTS } from './labels.ts'

/** What may stand in a field, as a form needs it: a piece of the schema with its words. */
export type Shape = {
  readonly type:
    | 'text'
    | 'longText'
    | 'date'
    | 'dateTime'
    | 'money'
    | 'integer'
    | 'number'
    | 'boolean'
    | 'choice'
    | 'code'
    | 'object'
    | 'list'
  readonly choices?: readonly (Bilingual & { readonly value: string })[]
  readonly codes?: string
  readonly pattern?: string
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  /** Of an object, in the order of the form. */
  readonly parts?: readonly (Bilingual & { readonly key: string; readonly required: boolean; readonly shape: Shape })[]
  /** Of a list. */
  readonly items?: Shape
}

type Node = { readonly [key: string]: Json }
const isNode = (value: Json | undefined): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)
const root: Json = JSON.parse(JSON.stringify(schema))

function at(...keys: string[]): Node {
  let node: Json | undefined = root
  for (const key of keys) node = isNode(node) ? node[key] : undefined
  return isNode(node) ? node : {}
}

const CODES: Readonly<Record<string, string>> = {
  sex: 'sex',
  ethnic: 'ethnic',
  education: 'education',
  politicalStatus: 'politicalStatus',
  idType: 'idType',
  nationality: 'nationality',
  chargeCode: 'charge',
  caseCategory: 'charge',
  division: 'division',
  'measures.code': 'measure',
  centreCode: 'agency',
}

/** The shape of a field, made from the schema. */
export function shapeOf({ key, scope }: CardField): Shape {
  const known =
    SHAPES.get(`${scope}:${key}`) ?? shape(scope === 'case' ? at('properties', key) : at('$defs', 'person', 'properties', key), key, null)
  SHAPES.set(`${scope}:${key}`, known)
  return known
}
const SHAPES = new Map<string, Shape>()

function shape(given: Node, key: string, parent: string | null): Shape {
  const ref = typeof given.$ref === 'string' ? given.$ref.split('/').at(-1) : undefined
  const node = ref === undefined ? given : at('$defs', ref)
  const codes = CODES[`${parent}.${key}`] ?? CODES[key]
  if (codes !== undefined && node.type !== 'object' && node.type !== 'array') return { type: 'code', codes }
  if (Array.isArray(node.enum)) return { type: 'choice', choices: choicesOf(node.enum, key, parent) }
  if (node.type === 'array') return { type: 'list', items: shape(isNode(node.items) ? node.items : {}, key, parent) }
  if (node.type === 'object') return { type: 'object', parts: partsOf(node, key) }
  if (node.type === 'boolean') return { type: 'boolean' }
  if (node.type === 'integer' || node.type === 'number') return { type: node.type, ...limits(node) }
  return textShape(node, ref)
}

function textShape(node: Node, ref: string | undefined): Shape {
  if (ref === 'money') return { type: 'money' }
  if (node.format === 'date') return { type: 'date' }
  if (node.format === 'date-time') return { type: 'dateTime' }
  const maxLength = typeof node.maxLength === 'number' ? { maxLength: node.maxLength } : {}
  const pattern = typeof node.pattern === 'string' ? { pattern: node.pattern } : {}
  return { type: (maxLength.maxLength ?? 0) > 1_000 ? 'longText' : 'text', ...maxLength, ...pattern }
}

const limits = ({ minimum, maximum }: Node): Pick<Shape, 'minimum' | 'maximum'> => ({
  ...(typeof minimum === 'number' ? { minimum } : {}),
  ...(typeof maximum === 'number' ? { maximum } : {}),
})

function choicesOf(values: readonly Json[], key: string, parent: string | null): NonNullable<Shape['choices']> {
  const words = CHOICES[`${parent}.${key}`] ?? CHOICES[key] ?? {}
  return values.flatMap(value => (typeof value === 'string' ? [{ value, ...(words[value] ?? { zh: value, en: value }) }] : []))
}

function partsOf(node: Node, parent: string): NonNullable<Shape['parts']> {
  const required = Array.isArray(node.required) ? node.required : []
  const properties = isNode(node.properties) ? node.properties : {}
  return Object.entries(properties).flatMap(([key, part]) =>
    isNode(part)
      ? [
          {
            key,
            ...(PARTS[`${parent}.${key}`] ?? PARTS[key] ?? { zh: key, en: key }),
            required: required.includes(key),
            shape: shape(part, key, parent),
          },
        ]
      : [],
  )
}
