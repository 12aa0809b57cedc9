import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { type Agency, agencyOf } from '../domain/codes.ts'
import { dayOf } from '../domain/legal-date.ts'
import table from './number-formats.json' with { type: 'json' }

/** A number's series and how its sequence is written. */
export type NumberFormat = {
  readonly issuer: string
  readonly series: string
  readonly year: number
  readonly write: (seq: number) => string
}

const Words = Type.Record(Type.String(), Type.String())
const Table = Type.Object({
  shortNames: Words,
  organs: Words,
  series: Type.Array(Type.Object({ code: Type.String(), issuer: Type.String(), series: Type.String(), write: Type.String() })),
  caseNumbers: Words,
  givenAnew: Type.Record(Type.String(), Type.Union([Type.Literal('case'), Type.Literal('arrestReview')])),
  documentNumbers: Words,
  agencies: Type.Record(Type.String(), Words),
})
const TABLE = Value.Parse(Table, Value.Clean(Table, structuredClone(table)))
const SERIES = new Map(TABLE.series.map(row => [row.code, row]))

/** ETZF-<division>-<year>-<6 digits>: the platform's own number that links the agencies' numbers. */
export function platformNumber(agency: string, at: Date): NumberFormat {
  return formatOf('PLATFORM', agencyOf(agency), at, {})
}

/**
 * The receiving or opening agency's own number: police A-number, procuratorate intake number, court case number by the way on which
 * the file comes (法〔2015〕137号), number of a correction file. Null for an agency that numbers no cases.
 */
export function agencyNumber(agencyCode: string, at: Date, leg: string | null = null): NumberFormat | null {
  const agency = agencyOf(agencyCode)
  const code = TABLE.caseNumbers[`${agency.type} ${leg}`] ?? TABLE.caseNumbers[agency.type]
  if (code === undefined || (agency.type === 'court' && agency.courtCode === null)) return null
  return formatOf(code, agency, at, {})
}

/** What a number stands for: the case, or a review of arrest beside it. */
export type NumberKind = 'case' | 'arrestReview'

/** The kind of number that a way of the file brings whatever numbers there are; null where the agency keeps the one that it gave. */
export const givenAnew = (agencyCode: string, leg: string | null): NumberKind | null =>
  TABLE.givenAnew[`${agencyOf(agencyCode).type} ${leg}`] ?? null

/** What tells the series of one kind of document (文书) of an agency: 立, 拘, 刑诉; `unit` is the police unit in brackets. */
export type DocumentSeries = { readonly kind: string; readonly unit?: string | undefined }

/** The number of a document that an agency makes: 丰公(刑)立字〔2026〕00012号, 丰检刑诉〔2026〕15号. @throws RangeError for an agency that numbers none */
export function documentNumber(agencyCode: string, series: DocumentSeries, at: Date): NumberFormat {
  const agency = agencyOf(agencyCode)
  const code = TABLE.documentNumbers[agency.type]
  if (code === undefined) throw new RangeError(`${agency.type} numbers no documents`)
  return formatOf(code, agency, at, { kind: series.kind, unit: series.unit ?? '' })
}

const CUSTODY_SERIES = { transfer: 'CUSTODY_TRANSFER', changeNotice: 'CUSTODY_NOTICE', releaseNotice: 'RELEASE_NOTICE' } as const

/** The number of a certificate of custody transfer, or of a notice to the centre: 晋公换〔2026〕12号. */
export const custodyNumber = (agencyCode: string, paper: keyof typeof CUSTODY_SERIES, at: Date): NumberFormat =>
  formatOf(CUSTODY_SERIES[paper], agencyOf(agencyCode), at, {})

function formatOf(code: string, agency: Agency, at: Date, more: Readonly<Record<string, string>>): NumberFormat {
  const row = SERIES.get(code)
  if (row === undefined) throw new RangeError(`no number format ${code}`)
  const day = dayOf(at)
  const words: Readonly<Record<string, string>> = {
    agency: agency.code,
    division: agency.divisionCode,
    court: agency.courtCode ?? '',
    short: TABLE.shortNames[agency.divisionCode] ?? '',
    organ: TABLE.organs[agency.type] ?? '',
    year: day.slice(0, 4),
    month: day.slice(0, 7).replace('-', ''),
    ...more,
  }
  const fill = (pattern: string): string => pattern.replace(/\{(\w+)\}/g, (whole, name: string) => words[name] ?? whole)
  const written = fill(TABLE.agencies[agency.code]?.[code] ?? row.write)
  return {
    issuer: fill(row.issuer),
    series: fill(row.series),
    year: Number(words.year),
    write: seq => written.replace(/\{seq(?::(\d+))?\}/, (_, width?: string) => String(seq).padStart(Number(width ?? 1), '0')),
  }
}
