import { plainTime } from '../domain/chinese.ts'
import type { Bilingual } from '../domain/codes.ts'
import { documentType } from '../domain/codes.ts'
import { FACTS, type FactKey, isFactKey } from './fact-table.ts'
import { type Facts, factsOf } from './facts.ts'
import { type Form, type FormBlock, type PaperSource, type Part, SERVICE_METHODS, type Template, type TemplateBlock } from './model.ts'
import { partOf } from './templates.ts'
import { BLANK, fillText, type Word } from './words.ts'

/** What the maker wrote in the free parts; a part that he left alone is not in it. */
export type PartTexts = Readonly<Record<string, string>>

/** Something that the paper cannot do without: a fact of the case, or a free part. */
export type Lack = Bilingual & { readonly name: string; readonly kind: 'fact' | 'part'; readonly casePersonId: string | null }

export type Filled = {
  readonly form: Form
  readonly lacks: readonly Lack[]
  /** The free parts as they stand on the paper. */
  readonly parts: readonly (Part & { readonly value: string; readonly own: boolean })[]
}

type Filling = {
  readonly template: Template
  readonly source: PaperSource
  readonly parts: ReadonlyMap<string, string>
  readonly lacks: Map<string, Lack>
}

/** The copy that goes into the dossier. */
const FILED = '附卷'

/** Fills a template with the facts of a case. What is missing is left blank on the form and told by name; nothing is invented. */
export function fill(
  template: Template,
  source: PaperSource,
  casePersonId: string | null,
  texts: PartTexts,
  number: string | null,
): Filled {
  const lacks = new Map<string, Lack>()
  const facts = factsOf(source, casePersonId)
  const parts = template.parts.filter(part => isAsked(part, facts)).map(part => ({ ...part, ...standing(part, facts, texts) }))
  const filling: Filling = { template, source, parts: new Map(parts.map(({ name, value }) => [name, value])), lacks }
  const say = (text: string): string => sayWith(filling, facts, casePersonId, text)
  const form: Form = {
    issuer: say(template.issuer),
    title: template.title,
    number,
    blocks: template.blocks.flatMap(block =>
      // What is said of each person is asked of each.
      block.kind === 'persons' || holds(block, facts, filling) ? blocksOf(block, filling, facts, casePersonId) : [],
    ),
    closing: template.closing.map(say),
    sealed: template.sealed,
    copy: template.copies.includes(FILED) ? FILED : (template.copies[0] ?? null),
  }
  return { form, lacks: [...lacks.values()], parts }
}

/** What stands in a free part: the maker's words, else its own text where all that it names is known. */
function standing(part: Part, facts: Facts, texts: PartTexts): { value: string; own: boolean } {
  const own = texts[part.name]
  if (own !== undefined) return { value: own.trim(), own: true }
  let lacking = false
  const value = fillText(
    part.text,
    word => factIn(facts, word),
    () => {
      lacking = true
    },
  )
  return { value: lacking ? '' : value, own: false }
}

const factIn = (facts: Facts, { part, name }: Word): string | null => (!part && isFactKey(name) ? (facts.get(name) ?? null) : null)

function sayWith({ template, parts, lacks }: Filling, facts: Facts, casePersonId: string | null, text: string): string {
  const miss = (word: Word): void => {
    const lack = lackOf(template, word, casePersonId)
    lacks.set(`${lack.kind}:${lack.name}:${lack.casePersonId ?? ''}`, lack)
  }
  const known = (word: Word): string | null => {
    if (!word.part) return factIn(facts, word)
    const value = parts.get(word.name)
    // A blank of the form that the maker left in his words is as missing as an empty part.
    if (value?.includes(BLANK)) miss(word)
    return value || emptyPart(template, word.name)
  }
  return fillText(text, known, miss)
}

/** A part that need not be written says nothing; one that must be is missing. */
const emptyPart = (template: Template, name: string): string | null => (partOf(template, name)?.required === false ? '' : null)

function lackOf(template: Template, { part, name }: Word, casePersonId: string | null): Lack {
  const words: Bilingual | undefined = part ? partOf(template, name) : isFactKey(name) ? FACTS[name] : undefined
  const ofPerson = !part && /^(person|on|no)\./.test(name)
  return { kind: part ? 'part' : 'fact', name, zh: words?.zh ?? name, en: words?.en ?? name, casePersonId: ofPerson ? casePersonId : null }
}

/** A part that only some cases need, by the facts. */
const isAsked = ({ when, unless }: Part, facts: Facts): boolean =>
  (when === undefined || facts.get(key(when)) !== null) && (unless === undefined || facts.get(key(unless)) === null)

function holds({ when, unless }: Pick<TemplateBlock, 'when' | 'unless'>, facts: Facts, { parts }: Filling): boolean {
  const known = (name: string): boolean =>
    name.startsWith('part:') ? (parts.get(name.slice(5)) ?? '') !== '' : facts.get(key(name)) !== null
  return (when === undefined || known(when)) && (unless === undefined || !known(unless))
}

function key(name: string): FactKey {
  if (!isFactKey(name)) throw new RangeError(`unknown fact ${name}`)
  return name
}

function blocksOf(block: TemplateBlock, filling: Filling, facts: Facts, casePersonId: string | null): FormBlock[] {
  const say = (text: string): string => sayWith(filling, facts, casePersonId, text)
  switch (block.kind) {
    case 'services':
      return [{ kind: 'table', columns: SERVICE_COLUMNS, rows: servicesOf(filling.source, casePersonId) }]
    case 'pairs':
      return [{ kind: 'pairs', rows: block.rows.map(([label, text]) => [label, say(text)] as const) }]
    case 'persons':
      return filling.source.persons.flatMap(({ id }) => {
        const own = factsOf(filling.source, id)
        return holds(block, own, filling) ? lines('paragraph', sayWith(filling, own, id, block.text)) : []
      })
    default:
      return lines(block.kind, say(block.text))
  }
}

/** What the maker wrote in several lines stands in several paragraphs. */
const lines = (kind: Exclude<FormBlock['kind'], 'pairs' | 'table'>, text: string): FormBlock[] =>
  text
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => ({ kind, text: line.trim() }))

const SERVICE_COLUMNS = [
  { title: '送达文书', share: 4 },
  { title: '文号', share: 5 },
  { title: '受送达人', share: 3 },
  { title: '方式', share: 3 },
  { title: '送达时间', share: 4 },
  { title: '送达人', share: 3 },
]
const EMPTY_ROWS = 3

/** The services of the agency's papers, of the person where one is meant; rows to be filled by hand where there is none yet. */
function servicesOf({ services }: PaperSource, casePersonId: string | null): string[][] {
  const own = services.filter(one => casePersonId === null || one.casePersonId === null || one.casePersonId === casePersonId)
  if (own.length === 0) return Array.from({ length: EMPTY_ROWS }, () => ['', '', '', '', '', ''])
  return own.map(({ code, number, recipient, method, servedAt, servedBy, witness }) => [
    documentType(code).nameZh,
    number ?? '',
    recipient,
    `${SERVICE_METHODS[method].zh}${witness === null ? '' : `（见证人${witness}）`}`,
    plainTime(servedAt),
    servedBy,
  ])
}
