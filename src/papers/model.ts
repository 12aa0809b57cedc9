import type { Sentence } from '../cases/model.ts'
import type { AgencyType, Bilingual } from '../domain/codes.ts'
import type { LegalDate } from '../domain/legal-date.ts'
import type { ClockEvent } from '../periods/clocks.ts'

/** Of a paper (文书): being written, signed, followed by a newer version, thrown away before it was signed. */
export type PaperState = 'draft' | 'issued' | 'replaced' | 'void' | 'annulled'

/** How a paper is brought to whom it is for (送达方式): CPL 107; SPC 204-208. */
export const SERVICE_METHODS = {
  direct: { zh: '直接送达', en: 'Handed over' },
  left: { zh: '留置送达', en: 'Left before a witness' },
  post: { zh: '邮寄送达', en: 'By post' },
  electronic: { zh: '电子送达', en: 'Electronically' },
  notice: { zh: '公告送达', en: 'By public notice' },
} as const satisfies Record<string, Bilingual>
export type ServiceMethod = keyof typeof SERVICE_METHODS

/** How an agency stands to a case in which it makes a paper. */
export type Standing = 'holder' | 'receiver' | 'partner' | 'former'

/** A condition: the fact or free part is known (`when`), or is not (`unless`). */
export type Condition = { readonly when?: string | undefined; readonly unless?: string | undefined }

/** A place of a template where its maker writes; `text` is what stands there if he does not. */
export type Part = Bilingual &
  Condition & {
    readonly name: string
    readonly kind: 'text' | 'longText' | 'choice'
    readonly required: boolean
    readonly text: string
    readonly options?: readonly string[] | undefined
  }

/** A piece of a template; `persons` is said of each person of the case in turn. Texts hold `{facts}` and `{part:names}`. */
export type TemplateBlock = Condition &
  (
    | { readonly kind: 'paragraph' | 'flush' | 'heading' | 'sign' | 'persons'; readonly text: string }
    | { readonly kind: 'pairs'; readonly rows: readonly (readonly [string, string])[] }
    | { readonly kind: 'services' }
  )

/** A legal document as data: who makes it, how it is numbered, what it says. */
export type Template = {
  readonly code: string
  /** Title on the paper; the name of its document type without it. */
  readonly title: string
  readonly agencies: readonly AgencyType[]
  readonly draft: readonly string[]
  readonly sign: readonly string[]
  readonly standing: readonly Standing[]
  readonly perPerson: boolean
  /** What stands over the title; empty for what a person signs alone. */
  readonly issuer: string
  /** Its own series, the agency's number of the case with a suffix, or none. */
  readonly number: { readonly kind: string; readonly unit?: string | undefined } | 'case' | null
  readonly parts: readonly Part[]
  readonly blocks: readonly TemplateBlock[]
  /** Lines of the signature; `agency` stands for the agency's name and the day. */
  readonly closing: readonly string[]
  readonly sealed: boolean
  readonly copies: readonly string[]
  readonly basis: string
}

/** The pieces of a finished form: the words alone, for whoever draws them. */
export type FormBlock =
  | { readonly kind: 'paragraph' | 'flush' | 'heading' | 'sign'; readonly text: string }
  | { readonly kind: 'pairs'; readonly rows: readonly (readonly [string, string])[] }
  | {
      readonly kind: 'table'
      readonly columns: readonly { readonly title: string; readonly share: number }[]
      readonly rows: readonly (readonly string[])[]
    }

/** A document with every word it says. */
export type Form = {
  readonly issuer: string
  readonly title: string
  readonly number: string | null
  readonly blocks: readonly FormBlock[]
  readonly closing: readonly string[]
  readonly sealed: boolean
  readonly copy: string | null
}

/** A proof of service (送达) as the proof form (送达回证) lists it. */
export type Service = {
  readonly code: string
  readonly number: string | null
  readonly casePersonId: string | null
  readonly recipient: string
  readonly method: ServiceMethod
  readonly servedAt: Date
  readonly servedBy: string
  readonly witness: string | null
}

export type PersonSource = {
  readonly id: string
  readonly seq: number
  readonly role: 'suspect' | 'defendant' | 'convict'
  readonly name: string
  readonly sex: string
  readonly birthDate: LegalDate | null
  readonly idType: string
  readonly idNo: string | null
  readonly nameBasis: string
  readonly ethnic: string | null
  readonly education: string | null
  readonly residence: string | null
  readonly phone: string | null
  readonly occupation: string | null
  readonly measure: { readonly code: string; readonly from: Date; readonly by: string; readonly docNo: string | null } | null
  readonly pleads: boolean | null
  readonly fastTrackConsent: boolean | null
  readonly counsel: string | null
  readonly sentence: Sentence | null
}

export type EventSource = {
  readonly act: string
  /** What the law calls it. */
  readonly names: readonly string[]
  readonly casePersonId: string | null
  readonly occurredAt: Date
  readonly data: Readonly<Record<string, unknown>>
}

/** All that a paper may say of a case, as one agency may see it on one day. */
export type PaperSource = {
  readonly agency: string
  readonly maker: string
  /** Null while nobody has signed. */
  readonly signer: string | null
  readonly today: LegalDate
  readonly case: {
    readonly platformNo: string
    readonly name: string
    readonly originAgency: string
    readonly chargeCode: string
    readonly source: string
    readonly openedAt: Date
    readonly occurredFrom: Date | null
    readonly occurredPlace: string | null
    readonly factSummary: string | null
    readonly procedure: string | null
  }
  /** What the clocks know: custody and effect, from which terms are counted. */
  readonly clock: readonly ClockEvent[]
  /** The agencies' own numbers of the case; of one agency the last is in use. */
  readonly numbers: readonly { readonly agency: string; readonly no: string }[]
  readonly persons: readonly PersonSource[]
  /** Voided events are not in it; in the order in which they happened. */
  readonly events: readonly EventSource[]
  readonly papers: readonly {
    readonly code: string
    readonly casePersonId: string | null
    readonly number: string | null
    readonly signedOn: LegalDate
  }[]
  /** People of the agency who are assigned to the case. */
  readonly officers: readonly string[]
  readonly services: readonly Service[]
}
