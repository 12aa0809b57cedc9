import { DAY_MS, HOUR_MS, type LegalDate, legalDate } from '../domain/legal-date.ts'
import { addMonths } from '../periods/rules.ts'

/** What must happen before a title of custody ends, in the words of the list that people work by without computers. */
const BEFORE_END: Readonly<Record<string, string>> = {
  DET_ARREST_REQUEST: '提请批准逮捕，或者变更强制措施、释放',
  ARREST_REVIEW_DETAINED: '作出批准或者不批准逮捕的决定',
  SUPERVISION_DETENTION: '作出逮捕、取保候审或者监视居住的决定',
  INV_CUSTODY: '移送审查起诉，或者提请延长，或者变更强制措施、释放',
  SUPP_INVEST: '补充侦查完毕移送，或者变更强制措施、释放',
  PROC_REVIEW: '提起公诉、不起诉，或者退回补充侦查、变更强制措施',
  PROC_REVIEW_FAST: '提起公诉、不起诉，或者转普通程序审查',
  TRIAL_FAST: '宣判，或者转换程序、变更强制措施',
  TRIAL_SUMMARY: '宣判，或者转换程序、变更强制措施',
  TRIAL_ORDINARY: '宣判，或者报请延长审限、变更强制措施',
  TRIAL_PROC_SUPP_1M: '补充侦查完毕，提请恢复法庭审理',
  SECOND_INSTANCE: '作出二审裁判，或者报请延长、变更强制措施',
  CC_ARREST_MAX_30D: '作出是否撤销缓刑、假释的裁定',
}

/** What comes next for a person in custody; `null`: nothing runs that he is held on. */
export const beforeEnd = (code: string | null): string =>
  code === null ? '没有在途的羁押期限：立即核对，依法变更强制措施或者释放' : (BEFORE_END[code] ?? '依法办理')

/** `3日4小时`, `已超期2小时`; whole hours, never rounded in favour of the agency. */
export function timeLeft(due: Date, from: Date): string {
  const ms = due.getTime() - from.getTime()
  const hours = Math.floor(Math.abs(ms) / HOUR_MS)
  const days = Math.floor((hours * HOUR_MS) / DAY_MS)
  const text = days > 0 ? `${days}日${hours - days * 24}小时` : hours > 0 ? `${hours}小时` : '不足1小时'
  return ms < 0 ? `已超期${text}` : text
}

const ADULT_MONTHS = 18 * 12

/** The name as a list may show it: of who was under 18 at the act only the family name. Source: CPL 286; 未成年人保护法 第103条. */
export function listedName(name: string, born: string | null, actedOn: LegalDate): string {
  const minor = born !== null && addMonths(legalDate(born), ADULT_MONTHS, 'corresponding') > actedOn
  return minor ? `${[...name][0] ?? ''}某某（未成年）` : name
}
