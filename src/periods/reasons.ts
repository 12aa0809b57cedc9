import type { PeriodRule } from './model.ts'
import type { Text } from './wording.ts'

/** Why a count stands still or begins anew, in words, with its article where a row names none. Which of them a period knows is in its row. */
const REASONS: Readonly<Record<string, Text & { readonly basis?: string }>> = {
  PSYCHIATRIC_APPRAISAL: { zh: '精神病鉴定', en: 'psychiatric appraisal', basis: 'CPL 149' },
  IDENTITY_UNKNOWN: { zh: '身份不明', en: 'identity unknown', basis: 'CPL 160(2)' },
  SUPERVISION_DETENTION_DECISION: {
    zh: '监察机关移送案件先行拘留后决定强制措施',
    en: 'detention first in a case moved by the supervision organ',
  },
  TRIAL_SUSPENDED: { zh: '中止审理', en: 'trial suspended', basis: 'CPL 206' },
  PROCURATORATE_READING: { zh: '检察院查阅案卷', en: 'file with the procuratorate for reading' },
  OTHER_MAJOR_CRIME_FOUND: { zh: '发现另有重要罪行', en: 'another major crime found' },
  IDENTITY_ESTABLISHED: { zh: '查清身份', en: 'identity established' },
  RENEWED_BY_NEXT_AGENCY: { zh: '由下一办案机关重新决定', en: 'decided anew by the next agency' },
  RETRANSFERRED_AFTER_SUPPLEMENT: {
    zh: '补充侦查完毕移送',
    en: 'transferred again after the supplementary investigation',
    basis: 'CPL 175(3)',
  },
  JURISDICTION_CHANGED: { zh: '改变管辖', en: 'jurisdiction changed' },
  PROC_SUPPLEMENT_DONE: { zh: '检察院补充侦查完毕移送法院', en: 'back in court after the supplementary investigation' },
  REMANDED: { zh: '发回重新审判', en: 'remanded for retrial' },
  CONVERTED_FROM_SUMMARY_OR_FAST: { zh: '转为普通程序审理', en: 'converted to the ordinary procedure' },
  CONVERTED_FROM_FAST: { zh: '转为简易程序审理', en: 'converted to the summary procedure' },
}

/** What somebody decides; the other reasons follow from a step of the case itself. */
const DECIDED: ReadonlySet<string> = new Set([
  'PSYCHIATRIC_APPRAISAL',
  'IDENTITY_UNKNOWN',
  'SUPERVISION_DETENTION_DECISION',
  'TRIAL_SUSPENDED',
  'PROCURATORATE_READING',
  'OTHER_MAJOR_CRIME_FOUND',
  'IDENTITY_ESTABLISHED',
])

/** A reason as a row of the table knows it. */
export type Reason = Text & { readonly code: string; readonly basis: string; readonly byDecision: boolean }

const ARTICLE = /(?:CPL|SPC|SPP) \d+(?:\(\d+\))*(?:, \d+(?:\(\d+\))*)*/

function readReason(text: string, rule: PeriodRule): Reason {
  const [code = text] = text.split(' (')
  const { zh, en, basis } = REASONS[code] ?? { zh: code, en: code }
  return { code, zh, en, byDecision: DECIDED.has(code), basis: ARTICLE.exec(text.slice(code.length))?.[0] ?? basis ?? rule.legalBasis }
}

/** The reasons for which this period stands still. */
export const suspensionsOf = (rule: PeriodRule): readonly Reason[] => rule.suspendsOn.map(text => readReason(text, rule))

/** The reasons for which this period begins anew. */
export const restartsOf = (rule: PeriodRule): readonly Reason[] => rule.restartsOn.map(text => readReason(text, rule))
