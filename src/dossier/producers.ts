import type { AgencyType } from '../domain/codes.ts'

/** Whose papers an agency files: its own and those that others write for its stage. */
const PRODUCERS: Readonly<Partial<Record<AgencyType, readonly string[]>>> = {
  publicSecurity: ['publicSecurity', 'detentionCentre'],
  procuratorate: ['procuratorate', 'justiceBureau', 'dutyLawyer'],
  court: ['court'],
}

export const producersFor = (type: AgencyType): readonly string[] => PRODUCERS[type] ?? []
