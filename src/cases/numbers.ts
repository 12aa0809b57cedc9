import { agencyOf } from '../domain/codes.ts'
import { dayOf } from '../domain/legal-date.ts'

/** A number's series and how its sequence is written. Source: code table of case-number formats. */
export type NumberFormat = {
  readonly issuer: string
  readonly series: string
  readonly year: number
  readonly write: (seq: number) => string
}

const padded = (seq: number, width: number): string => String(seq).padStart(width, '0')

/** ETZF-<division>-<year>-<6 digits>: the platform's own number that links the agencies' numbers. */
export function platformNumber(agency: string, at: Date): NumberFormat {
  const division = agencyOf(agency).divisionCode
  const year = Number(dayOf(at).slice(0, 4))
  return { issuer: `platform:${division}`, series: 'PLATFORM', year, write: seq => `ETZF-${division}-${year}-${padded(seq, 6)}` }
}

/** The receiving or opening agency's own number: police A-number, procuratorate intake number, court case number (法〔2015〕137号). */
export function agencyNumber(agencyCode: string, at: Date): NumberFormat | null {
  const agency = agencyOf(agencyCode)
  const day = dayOf(at)
  const year = Number(day.slice(0, 4))
  const month = day.slice(0, 7).replace('-', '')
  if (agency.type === 'publicSecurity')
    return {
      issuer: agencyCode,
      series: `POLICE_CASE:${month}`,
      year,
      write: seq => `A${agency.divisionCode}000000${month}${padded(seq, 4)}`,
    }
  if (agency.type === 'procuratorate')
    return { issuer: agencyCode, series: 'PROC_INTAKE', year, write: seq => `${agency.divisionCode}${year}${padded(seq, 7)}` }
  if (agency.type === 'court' && agency.courtCode)
    return { issuer: agencyCode, series: '刑初', year, write: seq => `(${year})${agency.courtCode}刑初${seq}号` }
  return null
}
