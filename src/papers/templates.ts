import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { AgencyType } from '../domain/codes.ts'
import { documentType } from '../domain/codes.ts'
import { isFactKey } from './fact-table.ts'
import type { Part, Template, TemplateBlock } from './model.ts'
import court from './templates/court.json' with { type: 'json' }
import justice from './templates/justice.json' with { type: 'json' }
import police from './templates/police.json' with { type: 'json' }
import procuratorate from './templates/procuratorate.json' with { type: 'json' }
import { namesIn, type Word } from './words.ts'

const Text = Type.String()
const Texts = Type.Array(Text)
const closed = <P extends Type.TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false })
const when = { when: Type.Optional(Text), unless: Type.Optional(Text) }
const Block = Type.Union([
  closed({
    kind: Type.Union(['paragraph', 'flush', 'heading', 'sign', 'persons'].map(kind => Type.Literal(kind))),
    text: Text,
    ...when,
  }),
  closed({ kind: Type.Literal('pairs'), rows: Type.Array(Type.Tuple([Text, Text])), ...when }),
  closed({ kind: Type.Literal('services'), ...when }),
])
const Row = closed({
  code: Text,
  basis: Text,
  title: Type.Optional(Text),
  issuer: Type.Optional(Text),
  number: Type.Union([closed({ kind: Text, unit: Type.Optional(Text) }), Type.Literal('case'), Type.Null()]),
  draft: Type.Optional(Texts),
  sign: Type.Optional(Texts),
  standing: Type.Optional(
    Type.Array(Type.Union([Type.Literal('holder'), Type.Literal('receiver'), Type.Literal('partner'), Type.Literal('former')])),
  ),
  parts: Type.Array(
    closed({
      name: Text,
      zh: Text,
      en: Text,
      kind: Type.Union([Type.Literal('text'), Type.Literal('longText'), Type.Literal('choice')]),
      required: Type.Boolean(),
      text: Text,
      options: Type.Optional(Texts),
      ...when,
    }),
  ),
  blocks: Type.Array(Block),
  closing: Type.Optional(Texts),
  sealed: Type.Optional(Type.Boolean()),
  copies: Type.Optional(Texts),
})

/** Who makes the papers of a producer of the document table, and who drafts and signs them unless the row says otherwise. */
const MAKERS: Readonly<
  Record<string, { readonly agencies: readonly AgencyType[]; readonly draft: readonly string[]; readonly sign: readonly string[] }>
> = {
  publicSecurity: { agencies: ['publicSecurity'], draft: ['PO', 'PL'], sign: ['PL'] },
  procuratorate: { agencies: ['procuratorate'], draft: ['PP', 'PC'], sign: ['PP'] },
  court: { agencies: ['court'], draft: ['CJ', 'CC'], sign: ['CJ'] },
  justiceBureau: { agencies: ['justice', 'communityCorrection'], draft: ['JB', 'CO'], sign: ['JB', 'CO'] },
  dutyLawyer: { agencies: ['justice'], draft: ['JB'], sign: ['JB'] },
  detentionCentre: { agencies: ['detention'], draft: ['DO'], sign: ['DO'] },
}
/** They work on a case beside whoever holds it. */
const BESIDE: ReadonlySet<string> = new Set(['justiceBureau', 'dutyLawyer', 'detentionCentre'])
const CLOSING = ['{agency.name}', '{day}']

function templateOf(row: Type.Static<typeof Row>): Template {
  const { scope, nameZh, producer } = documentType(row.code)
  const maker = MAKERS[producer]
  if (maker === undefined) throw new RangeError(`${row.code}: nobody makes papers of ${producer}`)
  const template: Template = {
    title: nameZh.replace(/\(.*\)$/, ''),
    issuer: '{agency.name}',
    standing: BESIDE.has(producer) ? ['holder', 'receiver', 'former', 'partner'] : ['holder'],
    closing: CLOSING,
    sealed: row.issuer !== '',
    copies: ['附卷'],
    ...maker,
    ...row,
    perPerson: scope === 'person',
  }
  checkNames(template)
  return template
}

/** A name that no table knows, or a part that nothing shows, is a mistake of the row. @throws RangeError */
function checkNames(template: Template): void {
  const parts = new Set(template.parts.map(({ name }) => name))
  const texts = [template.issuer, ...template.closing, ...template.blocks.flatMap(textsOf), ...template.parts.map(({ text }) => text)]
  const used = texts.flatMap(namesIn)
  const conditions = [...template.blocks, ...template.parts]
    .flatMap(({ when, unless }) => [when, unless])
    .flatMap(name => (name === undefined ? [] : [wordOf(name)]))
  const wrong = [...used, ...conditions].find(({ part, name }) => (part ? !parts.has(name) : !isFactKey(name)))
  if (wrong !== undefined) throw new RangeError(`${template.code}: unknown name ${wrong.name}`)
  const idle = [...parts].find(name => !used.some(word => word.part && word.name === name))
  if (idle !== undefined) throw new RangeError(`${template.code}: the part ${idle} stands nowhere`)
}

const wordOf = (name: string): Word => (name.startsWith('part:') ? { part: true, name: name.slice(5) } : { part: false, name })

const textsOf = (block: TemplateBlock): readonly string[] =>
  block.kind === 'services' ? [] : block.kind === 'pairs' ? block.rows.map(([, text]) => text) : [block.text]

const rows = Value.Parse(Type.Array(Row), structuredClone([...police, ...procuratorate, ...court, ...justice]))

/** The legal documents (文书) that the platform makes, by code. Sources: the forms of 2012 MPS, 2020 SPP and the SPC; each row names its article. */
export const TEMPLATES: ReadonlyMap<string, Template> = new Map(rows.map(row => [row.code, templateOf(row)]))

/** The free part of a template by its name. */
export const partOf = (template: Template, name: string): Part | undefined => template.parts.find(part => part.name === name)
