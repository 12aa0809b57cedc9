import { AGENCIES, type AgencyType, agencyOf } from '../domain/codes.ts'

/** The words of the period table for those who answer for a period, and the kinds of agency they mean. */
const KINDS: Readonly<Record<string, AgencyType>> = {
  publicSecurity: 'publicSecurity',
  procuratorate: 'procuratorate',
  court: 'court',
  detentionCentre: 'detention',
  legalAid: 'justice',
  justiceBureau: 'justice',
  communityCorrection: 'communityCorrection',
  prison: 'prison',
}

/**
 * The agency that answers for a period: the acting one, the holder or the one where the case began, whichever is of the kind
 * that the table names; else the agency of that kind in the same division or its city. A party's own period, and one for all,
 * stands with the acting agency.
 */
export function responsibleAgency(kinds: string, near: { byAgency: string; holderAgency: string; originAgency: string }): string {
  const types = kinds.split('|').flatMap(kind => KINDS[kind] ?? [])
  const known = [near.byAgency, near.holderAgency, near.originAgency].find(code => types.includes(agencyOf(code).type))
  return known ?? findNear(types, agencyOf(near.originAgency).divisionCode) ?? near.byAgency
}

function findNear(types: readonly AgencyType[], division: string): string | undefined {
  const city = `${division.slice(0, 4)}00`
  for (const where of [division, city])
    for (const { code, type, divisionCode } of AGENCIES.values()) if (divisionCode === where && types.includes(type)) return code
  return undefined
}
