import { readFileSync } from 'node:fs'
import { type Options, WrongUse } from './arguments.ts'
import { instantOf, toShanghai } from './instants.ts'
import type { Field } from './procedure-answers.ts'

export type Value = string | number | boolean | readonly string[]
/** Names that people write and the server knows by an id: persons of the case, colleagues, agencies. */
export type Lookup = (kind: string, written: string, field: Field) => string

const YES = new Set(['true', '是', 'yes', '1'])
const NO = new Set(['false', '否', 'no', '0'])

/** An instant as a person writes it: `2026-11-26T10:00` or with a blank, in Shanghai; or RFC 3339. @throws WrongUse */
export function readInstant(text: string): string {
  const local = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}$/.test(text)
  const found = local ? instantOf(text.replace(' ', 'T')) : new Date(/[Zz]|[+-]\d{2}:\d{2}$/.test(text) ? text : Number.NaN)
  if (Number.isNaN(found.getTime())) throw new WrongUse(`时间应为 2026-11-26T10:00（北京时间）或者 RFC 3339：${text}`)
  return toShanghai(found)
}

/** `--set` by name; `名称=@文件` reads the content from a file, so that it stands in no history of commands. */
export function readSet({ set }: Pick<Options, 'set'>): ReadonlyMap<string, string> {
  return new Map(
    set.map(text => {
      const [name = '', ...rest] = text.split('=')
      if (name === '' || rest.length === 0) throw new WrongUse(`--set 应为 名称=内容：${text}`)
      const content = rest.join('=')
      return [name, content.startsWith('@') ? readFileSync(content.slice(1), 'utf8').trim() : content]
    }),
  )
}

/** The values of a request, each in the form of its field. @throws WrongUse for a name that is none of the fields, or a value of another form */
export function readValues(options: Options, fields: readonly Field[], lookup: Lookup): Record<string, Value> {
  const known = new Map(fields.map(field => [field.name, field]))
  const given: [string, Value][] = [...readSet(options)].map(([name, text]) => {
    const field = known.get(name)
    if (field === undefined) throw new WrongUse(`没有“${name}”这一项。可以填写：\n${describeFields(fields)}`)
    return [name, readValue(field, text, lookup)]
  })
  const at: [string, Value][] = options.at !== undefined && known.has('occurredAt') ? [['occurredAt', readInstant(options.at)]] : []
  return Object.fromEntries([...given, ...at])
}

function readValue(field: Field, text: string, lookup: Lookup): Value {
  switch (field.kind) {
    case 'integer':
      if (!/^\d+$/.test(text)) throw new WrongUse(`${field.zh}应为整数：${text}`)
      return Number(text)
    case 'boolean':
      if (!YES.has(text) && !NO.has(text)) throw new WrongUse(`${field.zh}应为 是 或者 否：${text}`)
      return YES.has(text)
    case 'dateTime':
      return readInstant(text)
    case 'choice':
      return readChoice(field, text)
    case 'persons':
      return text.split(/[,，]/).map(one => lookup('person', one.trim(), field))
    case 'documentCodes':
      return text.split(/[,，]/).map(one => one.trim().toUpperCase())
    case 'words':
      return text.split(/[,，]/).map(one => one.trim())
    case 'person':
    case 'staff':
    case 'agency':
      return lookup(field.kind, text, field)
    default:
      return text
  }
}

function readChoice({ zh, options = [] }: Field, text: string): string {
  const found = options.find(option => option.value === text || option.zh === text)
  if (found === undefined) throw new WrongUse(`${zh}应为 ${options.map(({ value, zh: name }) => `${value}（${name}）`).join('、')}`)
  return found.value
}

/** The fields of a step, one a line; `*` must be answered. */
export function describeFields(fields: readonly Field[]): string {
  return fields
    .map(({ name, zh, required, options, hint }) => {
      const choices = options ? `：${options.map(({ value, zh: word }) => `${value} ${word}`).join('；')}` : ''
      return `    ${name === 'occurredAt' ? '--at' : name}${required ? '*' : ''}  ${zh}${choices}${hint ? `（${hint}）` : ''}`
    })
    .join('\n')
}
