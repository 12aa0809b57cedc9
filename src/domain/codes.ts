import { Type } from 'typebox'
import { Value } from 'typebox/value'
import agencyTable from './codes/agencies.json' with { type: 'json' }
import measureTable from './codes/compulsory-measures.json' with { type: 'json' }
import crimeTable from './codes/crimes.json' with { type: 'json' }
import documentTable from './codes/document-types.json' with { type: 'json' }
import stageTable from './codes/stages.json' with { type: 'json' }

/** A name in both languages of the screens. */
export type Bilingual = { readonly zh: string; readonly en: string }

const Named = { code: Type.String(), zh: Type.String(), en: Type.String() }

const AgencyType = Type.Union([
  Type.Literal('publicSecurity'),
  Type.Literal('procuratorate'),
  Type.Literal('court'),
  Type.Literal('detention'),
  Type.Literal('justice'),
  Type.Literal('communityCorrection'),
  Type.Literal('prison'),
  Type.Literal('politicalLegal'),
])
export type AgencyType = Type.Static<typeof AgencyType>

const DocumentType = Type.Object({
  code: Type.String(),
  nameZh: Type.String(),
  nameEn: Type.String(),
  producer: Type.String(),
  volume: Type.String(),
  scope: Type.Union([Type.Literal('case'), Type.Literal('person')]),
  gates: Type.Array(
    Type.Object({
      gate: Type.String(),
      level: Type.Union([Type.Literal('required'), Type.Literal('conditional')]),
      condition: Type.Optional(Type.String()),
    }),
  ),
})
export type DocumentType = Type.Static<typeof DocumentType>

const Agency = Type.Object({
  ...Named,
  code: Type.String(),
  divisionCode: Type.String(),
  type: AgencyType,
  parent: Type.Union([Type.String(), Type.Null()]),
  courtCode: Type.Union([Type.String(), Type.Null()]),
})
export type Agency = Type.Static<typeof Agency>

const Crime = Type.Object({ ...Named, article: Type.String(), fastTrack: Type.String() })
export type Crime = Type.Static<typeof Crime>

const Measure = Type.Object({ ...Named, inDetentionCentre: Type.Boolean() })

const byCode = <T extends { code: string }>(items: readonly T[]): ReadonlyMap<string, T> => new Map(items.map(item => [item.code, item]))
const parse = <S extends Type.TSchema>(schema: S, items: unknown): Type.Static<S>[] =>
  Value.Parse(Type.Array(schema), Value.Clean(Type.Array(schema), items))

/** The document types (文书) and the gates that ask for them. Source: domain code table, after the 2012 MPS, SPP and SPC form sets. */
export const DOCUMENT_TYPES = byCode(parse(DocumentType, documentTable.items))
/** Agencies of Quanzhou. Source: GB/T 2260 divisions with platform suffixes. */
export const AGENCIES = byCode(parse(Agency, agencyTable.agencies))
const DETENTION_CENTRES: ReadonlyMap<string, string> = new Map(Object.entries(agencyTable.detentionAssignment))
/** The detention centre (看守所) that holds the people of a division; districts without their own use the city's. */
export const detentionCentreOf = (division: string): string | undefined => DETENTION_CENTRES.get(division)

/** The divisions whose people a detention centre holds. */
export const divisionsOf = (centre: string): readonly string[] =>
  Object.entries(agencyTable.detentionAssignment).flatMap(([division, holder]) => (holder === centre ? [division] : []))
/** Charges, with platform codes. Source: Criminal Law to Amendment XII. */
export const CRIMES = byCode(parse(Crime, crimeTable.items))
/** Compulsory measures (强制措施). Source: CPL Part One Chapter VI. */
export const MEASURES = byCode(parse(Measure, measureTable.items))
/** Stages of a person in a case, in the order of the proceedings. */
export const STAGES = parse(Type.Object({ ...Named, holder: Type.String() }), stageTable.items)

/** Dossier volumes (卷) in the order in which a merged dossier shows them. */
export const VOLUMES: readonly (Bilingual & { code: string })[] = [
  { code: 'litigation', zh: '诉讼文书卷', en: 'Litigation documents' },
  { code: 'evidence', zh: '证据卷', en: 'Evidence' },
  { code: 'supplementary', zh: '补充侦查卷', en: 'Supplementary investigation' },
  { code: 'procuratorate', zh: '检察卷', en: 'Procuratorate volume' },
  { code: 'procuratorate-sealed', zh: '密封卷', en: 'Sealed volume' },
  { code: 'courtMain', zh: '法院正卷', en: 'Court main volume' },
  { code: 'courtSub', zh: '法院副卷', en: 'Court secondary volume' },
  { code: 'correction', zh: '社区矫正档案', en: 'Correction file' },
  { code: 'supervision', zh: '监督卷', en: 'Supervision volume' },
  { code: 'internal', zh: '内卷', en: 'Internal volume' },
]

/** The volume of one round of supplementary investigation; its number is the round; MPS 296. */
export const SUPPLEMENTARY_VOLUME = 'supplementary'
/** What the police add in such a round goes there in place of these. */
export const INVESTIGATION_VOLUMES: ReadonlySet<string> = new Set(['litigation', 'evidence'])

/** Volumes that never leave the agency which made them (MPS 287; SPC 53). */
export const STAYING_VOLUMES: ReadonlySet<string> = new Set(['internal', 'courtSub', 'supervision'])

/** The document type of a code. @throws RangeError for a code that the table does not have */
export function documentType(code: string): DocumentType {
  const found = DOCUMENT_TYPES.get(code)
  if (found === undefined) throw new RangeError(`unknown document code ${code}`)
  return found
}

/** The agency of a code. @throws RangeError */
export function agencyOf(code: string): Agency {
  const found = AGENCIES.get(code)
  if (found === undefined) throw new RangeError(`unknown agency ${code}`)
  return found
}

/** 拘留 or 逮捕: the measures that put a person into a detention centre. */
export const isCustodyMeasure = (code: string): boolean => MEASURES.get(code)?.inDetentionCentre ?? false
