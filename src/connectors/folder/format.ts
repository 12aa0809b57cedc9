import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser'
import type { Json } from '../../domain/json.ts'
import { type Document, fieldsOf, isDocument } from '../document.ts'
import type { CardSnapshot } from '../model.ts'

export type Format = 'json' | 'xml'

/** Why a file is not taken, in the plain words that stand beside it. */
export class BadFile extends Error {}

const MOST_PERSONS = 200
const POINTER = /^\/(?:persons\/(\d{1,3})\/)?([A-Za-z0-9]{1,60})$/
/** What a file may declare is what it says, nothing else: no entity, no file of ours. */
const DECLARES = /<!\s*(DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)/i
const ATTRIBUTES = { ignoreAttributes: false, attributeNamePrefix: '@' } as const

const parser = new XMLParser({
  ...ATTRIBUTES,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  isArray: name => name === 'value',
})
const builder = new XMLBuilder({ ...ATTRIBUTES, format: true })

/** The card of a file that goes to the system, with what the system calls its record where it has one. */
export function writeCard(format: Format, snapshot: CardSnapshot, reference: string | null): string {
  if (format === 'json') return `${JSON.stringify({ reference, ...snapshot }, null, 2)}\n`
  const { card, cardId, cardVersion, platformCaseId, stage, agencyCode } = snapshot
  const about = {
    '@cardId': cardId,
    '@cardVersion': String(cardVersion),
    '@platformCaseId': platformCaseId,
    '@stage': stage,
    '@agencyCode': agencyCode,
  }
  const value = [...fieldsOf(card)].map(([pointer, one]) =>
    typeof one === 'string'
      ? { '@pointer': pointer, '#text': one }
      : { '@pointer': pointer, '@type': 'json', '#text': JSON.stringify(one) },
  )
  const named = reference === null ? about : { ...about, '@reference': reference }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ card: { ...named, value } })}`
}

/** What a file says: JSON as it is; XML as the attributes of its root, with its values as a document of the schema. @throws BadFile */
export function readFileText(format: Format, text: string): Document {
  return format === 'json' ? readJson(text) : readXml(text)
}

function readJson(text: string): Document {
  try {
    const value: unknown = JSON.parse(text)
    if (isDocument(value)) return value
  } catch {
    // Said below: what is no document is no document, however it is broken.
  }
  throw new BadFile('文件内容不是完整的 JSON 对象')
}

function readXml(text: string): Document {
  if (DECLARES.test(text)) throw new BadFile('XML 文件含有 DOCTYPE 或者实体声明，不予接收')
  if (XMLValidator.validate(text) !== true) throw new BadFile('文件内容不是完整的 XML')
  const parsed: unknown = parser.parse(text)
  const root = isDocument(parsed) ? Object.entries(parsed).find(([name]) => !name.startsWith('?'))?.[1] : undefined
  if (!isDocument(root)) throw new BadFile('XML 文件没有根元素')
  const about = Object.entries(root).flatMap(([name, value]) => (name.startsWith('@') ? [[name.slice(1), value] as const] : []))
  const { value: values } = root
  return { ...Object.fromEntries(about), card: documentOf(Array.isArray(values) ? values : []) }
}

function documentOf(values: readonly Json[]): Document {
  const card: Record<string, Json> = {}
  const persons: Record<string, Json>[] = []
  for (const one of values) {
    const { '@pointer': pointer = '', '@type': type = 'text', '#text': text = '' } = isDocument(one) ? one : {}
    const [, at, key] = POINTER.exec(String(pointer)) ?? []
    if (key === undefined) throw new BadFile(`没有这个字段：${String(pointer).slice(0, 80)}`)
    const value = type === 'json' ? readValue(String(text), key) : String(text).trim()
    if (at === undefined) card[key] = value
    else personAt(persons, Number(at))[key] = value
  }
  return persons.length > 0 ? { ...card, persons } : card
}

function personAt(persons: Record<string, Json>[], at: number): Record<string, Json> {
  if (at >= MOST_PERSONS) throw new BadFile('人员过多')
  while (persons.length <= at) persons.push({})
  return persons[at] ?? {}
}

function readValue(text: string, key: string): Json {
  try {
    const value: Json = JSON.parse(text)
    return value
  } catch {
    throw new BadFile(`字段 ${key} 的内容不是 JSON`)
  }
}
