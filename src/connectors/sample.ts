import { agencyOf, CRIMES } from '../domain/codes.ts'
import type { CardSnapshot } from './model.ts'

const NOBODY = '00000000-0000-4000-8000-000000000000'
const STAGE_OF = { publicSecurity: 'police', procuratorate: 'procuratorate', court: 'court' } as const
const THEFT = 'X008'

const stageOf = (agency: string): CardSnapshot['stage'] => {
  const { type } = agencyOf(agency)
  return type === 'court' || type === 'procuratorate' || type === 'publicSecurity' ? STAGE_OF[type] : 'police'
}

/** A card of nobody, for a dry run by whoever may see no case. */
export function sampleSnapshot(agency: string): CardSnapshot {
  const stage = stageOf(agency)
  const chargeCode = CRIMES.has(THEFT) ? THEFT : 'X001'
  const charges = [{ chargeCode, article: CRIMES.get(chargeCode)?.article ?? '' }]
  const platformCaseId = `ETZF-${agencyOf(agency).divisionCode}-2026-999999`
  const person = {
    personId: NOBODY,
    personSeq: 1,
    name: '试填测试',
    nameBasis: 'verified',
    sex: '1',
    birthDate: '1990-01-01',
    idType: '111',
    ethnic: '01',
    nationality: 'CHN',
    charges,
    measures: [],
  }
  const card = {
    schemaVersion: '1',
    cardId: NOBODY,
    platformCaseId,
    stage,
    agencyCode: agency,
    caseNo: '试填〔2026〕0号',
    caseName: '试填测试案',
    acceptedOn: '2026-01-05T09:00:00+08:00',
    caseCategory: chargeCode,
    factSummary: '试填，不保存。',
    persons: [person],
    provenance: {},
  }
  return { cardId: NOBODY, cardVersion: 1, platformCaseId, stage, agencyCode: agency, card }
}
