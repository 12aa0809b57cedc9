import type { Bilingual } from '../domain/codes.ts'

/** Whose mark it is: an agency type, or the platform itself. */
export type MarkOwner = 'publicSecurity' | 'procuratorate' | 'court' | 'justice' | 'communityCorrection' | 'platform'

/**
 * A mark of the 48-hour track: what must be done by which hour from arrival, by whom, and what in the system shows it. All `acts`
 * are needed, any one of `documents` is enough, and `happenings` are what the track's own rows tell.
 */
export type Mark = Bilingual & {
  readonly code: string
  readonly hour: number
  readonly owner: MarkOwner
  readonly acts?: readonly string[]
  readonly documents?: readonly string[]
  readonly happening?: Happening
  /** Asked of a case only where this circumstance is declared. */
  readonly onlyIf?: string
}

/** What rows of the track itself tell: the duty lawyer was there; a hearing is fixed. */
export type Happening = 'lawyerMet' | 'hearingFixed'

/** Source: the local one-stop scheme, hour by hour; a service level. Verify: the scheme decides the marks. */
export const MARKS: readonly Mark[] = [
  { code: 'H0', hour: 0, owner: 'publicSecurity', zh: '到案登记', en: 'Arrival registered', acts: ['enterTrack48'] },
  { code: 'H1', hour: 1, owner: 'publicSecurity', zh: '受案立案、权利告知', en: 'Filed, rights told', acts: ['file'] },
  { code: 'H2', hour: 2, owner: 'publicSecurity', zh: '传唤计时', en: 'Summons clock running', acts: ['joinPerson'] },
  { code: 'H4', hour: 4, owner: 'publicSecurity', zh: '首次讯问、取样送检', en: 'First interrogation, samples sent', documents: ['GA41'] },
  {
    code: 'H6',
    hour: 6,
    owner: 'publicSecurity',
    zh: '条件审查、确认适用',
    en: 'Eligibility checked, track confirmed',
    acts: ['confirmTrack48'],
  },
  { code: 'H8', hour: 8, owner: 'justice', zh: '值班律师会见', en: 'Duty lawyer seen', documents: ['GA34'], happening: 'lawyerMet' },
  { code: 'H10', hour: 10, owner: 'publicSecurity', zh: '强制措施决定', en: 'Measure decided', acts: ['bail'] },
  { code: 'H12', hour: 12, owner: 'publicSecurity', zh: '鉴定结果告知', en: 'Result in and told', documents: ['GA66', 'GA60', 'GA62'] },
  {
    code: 'H14',
    hour: 14,
    owner: 'communityCorrection',
    zh: '委托调查评估',
    en: 'Assessment commissioned',
    documents: ['GA72'],
    onlyIf: 'assessmentCommissioned',
  },
  { code: 'H22', hour: 22, owner: 'publicSecurity', zh: '起诉意见审批', en: 'Opinion approved', documents: ['GA73'] },
  { code: 'H24', hour: 24, owner: 'publicSecurity', zh: '移送审查起诉', en: 'Transferred', acts: ['sendForProsecution'] },
  { code: 'H25', hour: 25, owner: 'procuratorate', zh: '受理、分案', en: 'Accepted, assigned', acts: ['acceptForProsecution'] },
  { code: 'H28', hour: 28, owner: 'procuratorate', zh: '听取意见', en: 'Opinions heard', documents: ['JC14'] },
  { code: 'H30', hour: 30, owner: 'procuratorate', zh: '签署具结书', en: 'Undertaking signed', acts: ['signUndertaking'] },
  {
    code: 'H32',
    hour: 32,
    owner: 'procuratorate',
    zh: '量刑建议、起诉书审批',
    en: 'Recommendation and indictment approved',
    documents: ['JC21'],
  },
  { code: 'H34', hour: 34, owner: 'procuratorate', zh: '提起公诉', en: 'Indicted', acts: ['sendIndictment'] },
  { code: 'H35', hour: 35, owner: 'court', zh: '立案受理', en: 'Accepted by the court', acts: ['acceptIndictment'] },
  {
    code: 'H37',
    hour: 37,
    owner: 'court',
    zh: '送达起诉书、征询意见',
    en: 'Indictment served, consent asked',
    documents: ['FY08', 'FY10'],
  },
  { code: 'H40', hour: 40, owner: 'court', zh: '确定开庭', en: 'Hearing fixed', documents: ['FY12', 'FY15'], happening: 'hearingFixed' },
  { code: 'H44', hour: 44, owner: 'court', zh: '当庭宣判', en: 'Judgment announced', acts: ['announceJudgment'] },
  { code: 'H46', hour: 46, owner: 'court', zh: '送达判决书', en: 'Judgment delivered', acts: ['serveOnPerson'] },
  { code: 'H48', hour: 48, owner: 'court', zh: '送达结案', en: 'Delivered and closed', acts: ['serveOnPerson', 'serveOnProcuratorate'] },
]

/** Names of owners in sentences. */
export const OWNER_NAMES: Readonly<Record<MarkOwner, Bilingual>> = {
  publicSecurity: { zh: '公安机关', en: 'the police' },
  procuratorate: { zh: '人民检察院', en: 'the procuratorate' },
  court: { zh: '人民法院', en: 'the court' },
  justice: { zh: '司法行政机关（值班律师）', en: 'the justice bureau (duty lawyer)' },
  communityCorrection: { zh: '社区矫正机构', en: 'the correction body' },
  platform: { zh: '平台', en: 'the platform' },
}

/** Until when the duty lawyer comes, counted from the request. */
export const LAWYER_HOURS = 3
/** Hearings neither begin before nor end after these hours of the day; a default of the platform. */
export const HEARING_HOURS = { from: 8, until: 22 } as const
