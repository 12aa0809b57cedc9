import type { Bilingual } from '../domain/codes.ts'

/** A ground on which a count stops or begins anew. `byDecision`: somebody decides it; the others follow from a step of the case. */
export type Ground = Bilingual & { readonly code: string; readonly basis: string; readonly byDecision: boolean }

const rows: readonly Ground[] = [
  { code: 'PSYCHIATRIC_APPRAISAL', zh: '精神病鉴定', en: 'psychiatric appraisal', basis: '刑事诉讼法 第149条', byDecision: true },
  { code: 'IDENTITY_UNKNOWN', zh: '身份不明', en: 'identity unknown', basis: '刑事诉讼法 第160条第2款', byDecision: true },
  { code: 'TRIAL_SUSPENDED', zh: '中止审理', en: 'trial suspended', basis: '刑事诉讼法 第206条', byDecision: true },
  { code: 'PROCURATORATE_READING', zh: '检察院阅卷', en: 'reading by the procuratorate', basis: '刑事诉讼法 第235条', byDecision: true },
  {
    code: 'SUPERVISION_DETENTION_DECISION',
    zh: '监察案件先行拘留',
    en: 'detention in a supervision case',
    basis: '刑事诉讼法 第170条第2款',
    byDecision: true,
  },
  {
    code: 'OTHER_MAJOR_CRIME_FOUND',
    zh: '发现另有重要罪行',
    en: 'another major crime found',
    basis: '刑事诉讼法 第160条第1款',
    byDecision: true,
  },
  { code: 'IDENTITY_ESTABLISHED', zh: '查清身份', en: 'identity established', basis: '刑事诉讼法 第160条第2款', byDecision: true },
  {
    code: 'JURISDICTION_CHANGED',
    zh: '改变管辖',
    en: 'jurisdiction changed',
    basis: '刑事诉讼法 第172条第2款、第208条第2款',
    byDecision: false,
  },
  {
    code: 'RETRANSFERRED_AFTER_SUPPLEMENT',
    zh: '补充侦查完毕移送',
    en: 'transferred again after supplement',
    basis: '刑事诉讼法 第175条第3款',
    byDecision: false,
  },
  {
    code: 'RENEWED_BY_NEXT_AGENCY',
    zh: '下一机关重新决定',
    en: 'decided anew by the next agency',
    basis: '法释〔2021〕1号 第162条',
    byDecision: false,
  },
  {
    code: 'PROC_SUPPLEMENT_DONE',
    zh: '补充侦查完毕恢复审理',
    en: 'trial resumed after supplement',
    basis: '刑事诉讼法 第208条第3款',
    byDecision: false,
  },
  { code: 'REMANDED', zh: '发回重审', en: 'remanded', basis: '刑事诉讼法 第241条', byDecision: false },
  {
    code: 'CONVERTED_FROM_SUMMARY_OR_FAST',
    zh: '转为普通程序',
    en: 'converted to ordinary procedure',
    basis: '法释〔2021〕1号 第376条',
    byDecision: false,
  },
  { code: 'CONVERTED_FROM_FAST', zh: '速裁转简易', en: 'converted from fast-track', basis: '法释〔2021〕1号 第376条', byDecision: false },
]

/** Grounds of suspension and restart that the period table names. Source: CPL 2018, SPC 法释〔2021〕1号. */
export const GROUNDS: ReadonlyMap<string, Ground> = new Map(rows.map(row => [row.code, row]))

/** The table's text carries the article in brackets behind the code. */
export const groundCode = (text: string): string => text.replace(/\s*\(.*$/, '')
