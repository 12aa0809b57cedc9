import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { mustBeAble } from '../../access/rules.ts'
import type { Actor } from '../../agencies/model.ts'
import { record, recordAll, tell, tellAll } from '../../audit/commands.ts'
import { documentNumber } from '../../cases/numbers.ts'
import { appNow } from '../../db/clock.ts'
import { instant } from '../../domain/present.ts'
import { accept, Problem } from '../../domain/problem.ts'
import { takeCentreNumber } from './commands.ts'
import type { CloseReason } from './model.ts'
import { writeNoticePapers } from './notice-papers.ts'
import { decideClosing, overdueMinutes } from './rules.ts'
import {
  type IncidentAtCentre,
  listOpenNotices,
  lockIncident,
  markClosed,
  markReported,
  markSeen,
  markSent,
  residentOf,
  takeManyNumbers,
  tellOfPerson,
} from './store.ts'

/**
 * Sends notices that custody is about to end (羁押期限即将届满通知书), one click for many, each under its own number. What was sent before,
 * or fell away because the end moved, is left out. @returns the numbers, by notice. 规则 615(1)(2)
 */
export async function sendExpiryNotices(
  em: EntityManager,
  actor: Actor,
  ids: readonly string[],
): Promise<readonly { noticeId: string; noticeNo: string }[]> {
  mustBeAble(actor, 'custody.centre.keep', null)
  const format = documentNumber(actor.agency, { kind: '届' }, await appNow(em))
  // The counter is held before the rows are read: of two who send the same, the second finds nothing left, and no number is lost.
  await takeManyNumbers(em, format.issuer, format.series, format.year, 0)
  const open = await listOpenNotices(em, ids)
  if (open.length === 0) return []
  const first = await takeManyNumbers(em, format.issuer, format.series, format.year, open.length)
  const sent = await markSent(
    em,
    open.map((id, at) => ({ id, no: format.write(first + at), year: format.year, seq: first + at })),
  )
  await writeNoticePapers(
    em,
    actor.agency,
    sent.map(({ id }) => id),
  )
  const basis = '规则 第615条第1款第2项；公通字〔2006〕17号 第27条'
  await recordAll(
    em,
    actor,
    sent.map(({ id, case_id: caseId }) => ({ caseId, action: 'custody.expiry-notice', target: id, basis })),
  )
  await tellAll(
    em,
    sent.map(({ case_id: caseId }) => ({ id: randomUUID(), caseId, type: 'custody.expiry-notice', payload: {} })),
  )
  return sent.map(({ id, notice_no }) => ({ noticeId: id, noticeNo: notice_no }))
}

async function mustBeOpen(em: EntityManager, actor: Actor, incidentId: string): Promise<IncidentAtCentre> {
  mustBeAble(actor, 'custody.centre.keep', null)
  const incident = await lockIncident(em, incidentId)
  if (incident === null) throw new Problem('not-found')
  if (incident.closedAt !== null) throw new Problem('state-conflict', { facts: { reason: 'done-already' } })
  return incident
}

/** The centre's written report of overdue custody to the procuratorate (超期羁押报告), and the word to the holder. 规则 615(1)(3) */
export async function reportIncident(em: EntityManager, actor: Actor, incidentId: string): Promise<{ reportNo: string }> {
  const incident = await mustBeOpen(em, actor, incidentId)
  if (incident.reportedAt !== null) throw new Problem('state-conflict', { facts: { reason: 'done-already' } })
  const no = await takeCentreNumber(em, actor.agency, '超', await appNow(em))
  const to = residentOf(actor.agency)
  await markReported(em, incidentId, no, to)
  const { caseId, casePersonId, holder } = incident
  await tellOfPerson(em, { casePersonId, kind: 'OVERDUE_REPORT', about: incidentId }, [holder], [to])
  await record(em, actor, caseId, { action: 'custody.overdue.reported', target: incidentId, basis: '规则 第615条第1款第3项' })
  await tell(em, { type: 'custody.overdue.reported', caseId, payload: {} })
  return { reportNo: no.number }
}

export type Closing = { readonly reason: CloseReason; readonly docNo: string; readonly note: string | null; readonly endedAt: Date | null }

/** Closes an incident by the document that ended it: a release notice, a notice of change, a transfer certificate. It is never closed by time. */
export async function closeIncident(
  em: EntityManager,
  actor: Actor,
  incidentId: string,
  { reason, docNo, note, endedAt }: Closing,
): Promise<{ overdueMinutes: number }> {
  const incident = await mustBeOpen(em, actor, incidentId)
  const end = accept(decideClosing(incident, reason, endedAt, await appNow(em)))
  const minutes = overdueMinutes(incident.expiredAt, end)
  await markClosed(em, incidentId, { reason, docNo, note, endedAt: end })
  await record(em, actor, incident.caseId, {
    action: 'custody.overdue.closed',
    target: incidentId,
    basis: '刑事诉讼法 第98、99条',
    details: { reason, minutes },
  })
  await tell(em, { type: 'custody.overdue.closed', caseId: incident.caseId, payload: {} })
  return { overdueMinutes: minutes }
}

/** Says that the agency has read what it was told; what it has to do for it stays undone till it is done. */
export async function seeNotice(em: EntityManager, actor: Actor, noticeId: string): Promise<{ seenAt: string }> {
  mustBeAble(actor, 'custody.notice.read', null)
  const seen = await markSeen(em, noticeId)
  if (seen === null) throw new Problem('not-found')
  await record(em, actor, seen.caseId, { action: 'custody.notice.seen', target: noticeId })
  return { seenAt: instant(seen.at) }
}
