import type { Bilingual } from '../../domain/codes.ts'
import { CRIMES } from '../../domain/codes.ts'
import { agencyRef, instant, instantOrNull } from '../../domain/present.ts'
import { periodRule } from '../../periods/table.ts'
import { levelRule } from './levels.ts'
import type { Letter, LetterState } from './model.ts'
import { type LetterAct, possibleActs, type Standing } from './rules.ts'

const STATES: Readonly<Record<LetterState, Bilingual>> = {
  RAISED: { zh: '待签发', en: 'Awaiting signature' },
  DELIVERED: { zh: '待签收', en: 'Delivered' },
  ACKNOWLEDGED: { zh: '已签收', en: 'Acknowledged' },
  IN_PROGRESS: { zh: '办理中', en: 'Being worked on' },
  FED_BACK: { zh: '已反馈', en: 'Answered' },
  DISPUTED: { zh: '期限异议核查中', en: 'Deadline under check' },
  CLOSED: { zh: '已关闭', en: 'Closed' },
  CANCELLED: { zh: '已撤销', en: 'Cancelled' },
  SUPERSEDED: { zh: '已升级', en: 'Replaced by a higher letter' },
}

/** Each step under the name of its route; accepting and returning an answer are one review. */
const ROUTES: Readonly<Partial<Record<LetterAct, Bilingual & { act: string }>>> = {
  issue: { act: 'sign', zh: '签发', en: 'Sign' },
  acknowledge: { act: 'acknowledge', zh: '签收', en: 'Acknowledge' },
  start: { act: 'start', zh: '开始办理', en: 'Start work' },
  feedback: { act: 'feedback', zh: '反馈', en: 'Answer' },
  accept: { act: 'review', zh: '审核反馈', en: 'Review the answer' },
  dispute: { act: 'dispute', zh: '提出期限异议', en: 'Dispute the deadline' },
  settle: { act: 'settle-dispute', zh: '核查异议', en: 'Check the disputed deadline' },
}

const EVENTS: Readonly<Record<string, Bilingual>> = {
  drafted: { zh: '生成待签发', en: 'Drafted for signature' },
  issued: { zh: '签发', en: 'Issued' },
  acknowledged: { zh: '签收', en: 'Acknowledged' },
  copyAcknowledged: { zh: '抄送件签收', en: 'Copy acknowledged' },
  started: { zh: '开始办理', en: 'Work started' },
  fedBack: { zh: '反馈', en: 'Answered' },
  accepted: { zh: '反馈通过', en: 'Answer accepted' },
  returned: { zh: '反馈退回', en: 'Answer returned' },
  disputed: { zh: '提出期限异议', en: 'Deadline disputed' },
  settled: { zh: '异议核查完毕', en: 'Dispute settled' },
  overdue: { zh: '逾时未签收，再次提醒', en: 'Not acknowledged in time; told again' },
  signOverdue: { zh: '逾时未签发', en: 'Not signed in time' },
  disputeOverdue: { zh: '异议逾时未核查', en: 'Dispute not settled in time' },
  escalated: { zh: '报告市委政法委并列入月度例会', en: 'City committee told; listed for the monthly meeting' },
  closed: { zh: '关闭', en: 'Closed' },
}

export const eventName = (act: string): Bilingual => EVENTS[act] ?? { zh: act, en: act }

/** The buttons of a letter for somebody who stands to it so. `hasUnread`: a copy is acknowledged too. */
export function actsFor(letter: Letter, standing: Standing, hasUnread: boolean): (Bilingual & { act: string })[] {
  const acts = possibleActs(letter, standing)
  const takesCopy = hasUnread && letter.issuedAt !== null && letter.closedAt === null && !acts.includes('acknowledge')
  const wanted: LetterAct[] = takesCopy ? [...acts, 'acknowledge'] : acts
  return wanted.flatMap(act => ROUTES[act] ?? [])
}

/** A letter as every answer shows it; the case's own id only for who may see the case. */
export function presentLetter(letter: Letter, now: Date) {
  const level = levelRule(letter.level)
  const rule = periodRule(letter.code)
  const crime = CRIMES.get(letter.content.chargeCode)
  return {
    id: letter.id,
    number: letter.number,
    level: letter.level,
    kind: { code: level.code, zh: level.zh, en: level.en, colour: level.colour },
    state: letter.state,
    stateName: STATES[letter.state],
    platformNo: letter.content.platformNo,
    chargeZh: crime?.zh ?? letter.content.chargeCode,
    chargeEn: crime?.en ?? letter.content.chargeCode,
    persons: letter.content.persons,
    period: { code: rule.code, zh: rule.nameZh, en: rule.nameEn },
    agency: agencyRef(letter.agency),
    issuer: agencyRef(letter.issuer),
    custody: letter.custody,
    dueAt: instant(letter.dueAt),
    overdue: letter.periodEnd === null && letter.dueAt < now,
    raisedAt: instant(letter.raisedAt),
    signBy: instantOrNull(letter.signBy),
    issuedAt: instantOrNull(letter.issuedAt),
    ackBy: instantOrNull(letter.ackBy),
    feedbackBy: instantOrNull(letter.feedbackBy),
    acknowledgedAt: instantOrNull(letter.acknowledgedAt),
    fedBackAt: instantOrNull(letter.fedBackAt),
    returns: letter.returns,
    caseReview: letter.caseReview,
    escalatedAt: instantOrNull(letter.escalatedAt),
    stuckSince: instantOrNull(stuckSince(letter, now)),
    closedAt: instantOrNull(letter.closedAt),
    result: letter.result,
    lateSeconds: letter.lateSeconds,
  }
}

/** Since when a letter waits beyond its time for whoever must act now. */
function stuckSince(letter: Letter, now: Date): Date | null {
  const waited = {
    RAISED: letter.signBy,
    DELIVERED: letter.ackBy,
    ACKNOWLEDGED: letter.feedbackBy,
    IN_PROGRESS: letter.feedbackBy,
    DISPUTED: letter.disputeCheckBy,
  }
  const at = Object.entries(waited).find(([state]) => state === letter.state)?.[1] ?? null
  return at !== null && at <= now ? at : null
}
