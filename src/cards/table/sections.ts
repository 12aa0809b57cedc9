import type { Bilingual } from '../../domain/codes.ts'
import type { Section } from '../model.ts'

/** The sections of the form, in their order. */
export const SECTIONS: readonly (Bilingual & { readonly code: Section })[] = [
  { code: 'case', zh: '案件基本信息', en: 'The case' },
  { code: 'offence', zh: '案情', en: 'The offence' },
  { code: 'procedure', zh: '程序', en: 'Procedure' },
  { code: 'trial', zh: '审判', en: 'Trial' },
  { code: 'identity', zh: '身份信息', en: 'Identity' },
  { code: 'background', zh: '个人情况', en: 'Background' },
  { code: 'charge', zh: '罪名与情节', en: 'Charges and circumstances' },
  { code: 'plea', zh: '认罪认罚与辩护', en: 'Plea and defence' },
  { code: 'measure', zh: '强制措施', en: 'Measures' },
  { code: 'outcome', zh: '处理结果', en: 'Outcome' },
]
