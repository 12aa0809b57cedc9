import { DAY_MS, HOUR_MS } from '../../domain/legal-date.ts'
import { levelRule } from './levels.ts'
import type { Letter } from './model.ts'

/** Who is told of a fact: addressees, only those named first, the issuing supervisors, the addressee's desk, or the city. */
export type Audience = 'recipients' | 'to' | 'issuer' | 'desk' | 'notice'

/** Facts of which people are told outside the platform too. */
const AUDIENCES: Readonly<Record<string, Audience>> = {
  'letter.drafted': 'issuer',
  'letter.signOverdue': 'issuer',
  'letter.issued': 'recipients',
  'letter.overdue': 'to',
  'letter.returned': 'to',
  'letter.settled': 'to',
  'letter.answered': 'issuer',
  'letter.disputed': 'desk',
  'letter.disputeOverdue': 'desk',
  'letter.escalated': 'notice',
}

/** Whom a fact concerns; null where nobody is told. */
export const audienceOf = (type: string): Audience | null => AUDIENCES[type] ?? null

/** What a message says: a count and a time, never a name, a number or a charge. */
export function messageText(type: string, letter: Letter, now: Date, inbox: string | null): { subject: string; text: string } {
  const kind = levelRule(letter.level).zh
  const body = `${when(letter, now)}${WHAT[type]?.(kind) ?? `请登录平台查收${kind}。`}`
  return { subject: `案联平台：${kind}`, text: inbox === null ? body : `${body}\n${inbox}` }
}

const WHAT: Readonly<Record<string, (kind: string) => string>> = {
  'letter.drafted': kind => `${kind}待签发，请登录平台办理。`,
  'letter.signOverdue': kind => `${kind}逾时未签发，请登录平台办理。`,
  'letter.overdue': kind => `${kind}逾时未签收，请登录平台办理。`,
  'letter.returned': kind => `${kind}的反馈被退回，请登录平台重新反馈。`,
  'letter.settled': kind => `${kind}的期限异议已核查，请登录平台继续办理。`,
  'letter.answered': kind => `${kind}已反馈，请登录平台审核。`,
  'letter.disputed': kind => `${kind}有期限异议，请登录平台核查。`,
  'letter.disputeOverdue': kind => `${kind}的期限异议逾时未核查，请登录平台办理。`,
  'letter.escalated': kind => `${kind}逾时未反馈，已列入月度例会，请登录平台查看。`,
}

/** 1 件案件将于 4 小时内到期 */
function when({ dueAt, periodEnd }: Letter, now: Date): string {
  const left = dueAt.getTime() - now.getTime()
  if (periodEnd !== null) return ''
  if (left <= 0) return '1 件案件已超过期限。'
  return left <= 2 * DAY_MS
    ? `1 件案件将于 ${Math.ceil(left / HOUR_MS)} 小时内到期。`
    : `1 件案件将于 ${Math.ceil(left / DAY_MS)} 日内到期。`
}
