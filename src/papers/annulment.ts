import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { mustBeAble } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { record } from '../audit/commands.ts'
import { lockCase } from '../cases/locked-case.ts'
import { accept, Problem } from '../domain/problem.ts'
import { templateOf } from './commands.ts'
import { decideAnnul, decideAnnulment, decideMake } from './rules.ts'
import { findAnnulment, findSending, lockPaper, type PaperRow } from './store.ts'

const BASIS = '移送规则 第5节'

/** Asks that an issued paper be void (作废), with the reason; it stands until a second person has decided. @throws Problem `paper-sent` */
export async function requestAnnulment(
  em: EntityManager,
  actor: Actor,
  caseId: string,
  paperId: string,
  reason: string,
): Promise<{ annulmentId: string }> {
  const loaded = await lockCase(em, caseId)
  mustBeAble(actor, 'paper.draft', loaded.relation)
  const row = await lockPaper(em, actor, caseId, paperId)
  // Who has sent it no longer holds the case: he is told why, before he is told that it is not his turn.
  accept(decideAnnul(row.state, await findSending(em, row.documentId), await findAnnulment(em, paperId)))
  accept(decideMake(templateOf(row.code), actor, loaded.relation.mode, 'draft'))
  const annulmentId = randomUUID()
  await em.execute(
    `insert into paper_annulment (id, paper_id, case_id, agency, reason, requested_by, requested_at, state) values (?, ?, ?, ?, ?, ?, ?, 'open')`,
    [annulmentId, paperId, caseId, actor.agency, reason, actor.userId, loaded.now],
  )
  await record(em, actor, caseId, { action: 'paper.annulment.requested', target: paperId, basis: BASIS, details: { code: row.code } })
  return { annulmentId }
}

/**
 * The second person decides. On approval the paper is void: its number stays used, its PDF carries the mark, and no gate counts it;
 * row, words and bytes stay.
 */
export async function decideAnnulmentRequest(
  em: EntityManager,
  actor: Actor,
  caseId: string,
  paperId: string,
  { approve, note }: { approve: boolean; note: string | null },
): Promise<{ state: 'approved' | 'refused' }> {
  const loaded = await lockCase(em, caseId)
  mustBeAble(actor, 'paper.issue', loaded.relation)
  const row = await lockPaper(em, actor, caseId, paperId)
  accept(decideMake(templateOf(row.code), actor, loaded.relation.mode, 'sign'))
  const request = await findAnnulment(em, paperId)
  accept(decideAnnulment(request, actor.userId, approve))
  // Meanwhile the file may have gone out; then the paper is replaced, not made void.
  if (approve) accept(decideAnnul(row.state, await findSending(em, row.documentId), null))
  const state = approve ? 'approved' : 'refused'
  await em.execute('update paper_annulment set state = ?, decided_by = ?, decided_at = ?, note = ? where id = ?', [
    ...[state, actor.userId, loaded.now],
    ...[note, request?.id],
  ])
  if (approve) await makeVoid(em, row, loaded.now, request?.reason ?? '')
  loaded.row.updatedAt = loaded.now
  await em.flush()
  const action = approve ? 'paper.annulled' : 'paper.annulment.refused'
  await record(em, actor, caseId, { action, target: paperId, basis: BASIS, details: { code: row.code, number: row.number } })
  return { state }
}

/** The register keeps the paper, the dossier no longer has it. */
async function makeVoid(em: EntityManager, { id, documentId }: PaperRow, now: Date, reason: string): Promise<void> {
  await em.execute("update paper set state = 'annulled' where id = ?", [id])
  const taken = await em.execute<{ id: string }[]>(
    'update document set withdrawn_at = ?, withdrawn_why = ?, version = version + 1 where id = ? returning id',
    [now, reason, documentId],
  )
  if (taken.length === 0) throw new Problem('not-found')
}
