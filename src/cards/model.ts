import type { AgencyType, Bilingual } from '../domain/codes.ts'
import type { Json } from '../domain/json.ts'
import type { Box } from '../reading/model.ts'

/** Whose card it is: each of the three agencies that work on a case keeps one of its own (case-card §1). */
export type CardStage = 'police' | 'procuratorate' | 'court'
export const CARD_STAGES = ['police', 'procuratorate', 'court'] as const satisfies readonly CardStage[]

/** Whose agencies keep cards. */
export const CARD_STAGE_OF: Readonly<Partial<Record<AgencyType, CardStage>>> = {
  publicSecurity: 'police',
  procuratorate: 'procuratorate',
  court: 'court',
}

/** How a field comes onto a card: written first here, from the earlier card, from a paper, or worked out by the platform. */
export type Filling = 'entered' | 'inherited' | 'extracted' | 'computed'

/**
 * What kind of truth a field is (case-card §3): who somebody is; what happened when; what an agency thinks of it in law, where no
 * agency's word outranks another's; and an agency's own text or circumstances.
 */
export type FieldNature = 'identity' | 'procedure' | 'evaluation' | 'description'

/** When an agency must have the field before it hands the case over. */
export type Need = 'always' | 'plea' | 'held' | 'fastTrack' | 'property' | 'listed'

export type Section = 'case' | 'offence' | 'procedure' | 'trial' | 'identity' | 'background' | 'charge' | 'plea' | 'measure' | 'outcome'

/** One field of the card (案卡项). `key` is its name in the schema; of persons it stands once for each of them. */
export type CardField = Bilingual & {
  readonly key: string
  readonly scope: 'case' | 'person'
  readonly section: Section
  readonly nature: FieldNature
  /** How it comes onto each card; absent where that card has no such field. */
  readonly on: Readonly<Partial<Record<CardStage, readonly Filling[]>>>
  readonly needed: Readonly<Partial<Record<CardStage, Need>>>
  /** Papers that say it, the most telling first. */
  readonly papers: readonly string[]
}

/** Where a value comes from (case-card §4). `box` is the place of the words on the page: from its upper left corner, in parts of its width and height. */
export type ValueSource = {
  readonly kind: 'entered' | 'inherited' | 'extracted' | 'computed' | 'external'
  readonly fromStage?: CardStage
  readonly fromPath?: string
  readonly documentCode?: string
  readonly documentId?: string
  readonly documentVersion?: number
  readonly page?: number
  readonly box?: Box
  /** The words as they stand there. */
  readonly words?: string
  /** From 0 to 1. */
  readonly confidence?: number
  readonly engine?: string
}

export type FieldState = 'proposed' | 'auto' | 'confirmed' | 'conflict' | 'overridden'

/** What might stand in a field, and why. */
export type Candidate = { readonly path: string; readonly value: Json; readonly source: ValueSource }

/** What stands in a field of one card. `path` as in the schema, a person by the id: `/persons/<casePersonId>/name`. */
export type FieldValue = {
  readonly path: string
  readonly value: Json
  readonly state: FieldState
  readonly source: ValueSource
  readonly alternatives: readonly { readonly value: Json; readonly source: ValueSource }[]
  readonly reason: string | null
  /** Somebody typed it. */
  readonly typed: boolean
}

export const pathOf = (key: string, casePersonId: string | null): string =>
  casePersonId === null ? `/${key}` : `/persons/${casePersonId}/${key}`

const PATH = /^\/(?:persons\/([0-9a-f-]{36})\/)?([A-Za-z0-9]+)$/

/** The field and the person that a path names; null for no such path. */
export function readPath(path: string): { key: string; casePersonId: string | null } | null {
  const [, casePersonId = null, key] = PATH.exec(path) ?? []
  return key === undefined ? null : { key, casePersonId }
}

/** Whose papers bear this code: 公安 GA, 检察 JC, 法院 FY. */
export const producerOf = (documentCode: string): CardStage | undefined => PRODUCERS[documentCode.slice(0, 2)]
const PRODUCERS: Readonly<Record<string, CardStage>> = { GA: 'police', JC: 'procuratorate', FY: 'court' }

/** A card as a document of the schema, with what stands on it: nothing that is only proposed or in dispute. */
export type CardSnapshot = {
  readonly cardId: string
  readonly cardVersion: number
  readonly platformCaseId: string
  readonly stage: CardStage
  readonly agencyCode: string
  readonly card: { readonly [key: string]: Json }
}
