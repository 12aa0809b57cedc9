import { type CasePlay, rfc } from './case-play.ts'
import type { Outcome } from './papers/facts.ts'
import { answerEligibility } from './steps-eligibility.ts'

// What procuratorate and court do: each function is one officer's step at a local time of the papers.

const CRIMINAL_DETENTION = 'P2'
const sentenceText = ({ detentionMonths, suspensionMonths, fine }: Outcome): string =>
  `拘役${detentionMonths}个月，缓刑${suspensionMonths}个月，并处罚金${fine}元`

export async function tellRights(play: CasePlay, by: 'prosecutor' | 'clerk', at: string): Promise<void> {
  await play.act(by, 'notifyRights', { occurredAt: rfc(at), casePersonId: play.casePersonId })
  await play.note(by, at, by === 'clerk' ? '送达起诉书副本，告知诉讼权利义务' : '告知诉讼权利义务和认罪认罚从宽规定')
}

export async function signUndertaking(play: CasePlay, at: string): Promise<void> {
  const suggestion = sentenceText(play.facts.outcome)
  await answerEligibility(play, 'prosecutor', 'all')
  await play.act('prosecutor', 'signUndertaking', {
    occurredAt: rfc(at),
    casePersonId: play.casePersonId,
    counsel: 'dutyLawyer',
    fastTrackConsent: true,
    suggestion,
  })
  await play.note('prosecutor', at, `值班律师${play.facts.staff.dutyLawyer}在场，签署认罪认罚具结书（${suggestion}）`)
}

export async function announceJudgment(play: CasePlay, at: string): Promise<void> {
  const { detentionMonths: principalMonths, suspensionMonths, fine: fineYuan } = play.facts.outcome
  const sentence = { principal: CRIMINAL_DETENTION, principalMonths, suspensionMonths, fineYuan }
  await play.act('judge', 'announceJudgment', { occurredAt: rfc(at), casePersonId: play.casePersonId, ...sentence })
  await play.note('judge', at, `当庭宣判：${sentenceText(play.facts.outcome)}`)
}

export async function serveOnPerson(play: CasePlay, at: string): Promise<void> {
  await play.act('clerk', 'serveOnPerson', { occurredAt: rfc(at), casePersonId: play.casePersonId })
  await play.note('clerk', at, '判决书送达被告人')
}

export async function serveOnProcuratorate(play: CasePlay, at: string): Promise<void> {
  await play.act('clerk', 'serveOnProcuratorate', { occurredAt: rfc(at) })
  await play.note('clerk', at, '判决书送达人民检察院')
}

/** The day on which a judgment takes effect is counted, not told: the act carries no time. */
export async function takeEffect(play: CasePlay, at: string): Promise<void> {
  await play.act('judge', 'takeEffect', {})
  await play.note('judge', at, '上诉、抗诉期满，判决生效')
}
