import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { record, SYSTEM } from '../audit/commands.ts'
import { takeForAgency, takeNumber } from '../cases/commands.ts'
import { type LockedCase, lockWholeCase } from '../cases/locked-case.ts'
import { custodyNumber } from '../cases/numbers.ts'
import { transitionOf } from '../cases/transitions.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import { sha256 } from '../crypto/digest.ts'
import type { Signer } from '../crypto/signing.ts'
import { forCase } from '../db/orm.ts'
import { toShanghai } from '../domain/legal-date.ts'
import { type DrawingDeps, drawPapers } from './certificate/draw-papers.ts'
import { checkRows } from './checking.ts'
import { UNANSWERED } from './commands.ts'
import { type CustodyDispatchRow, CustodyDispatchSchema } from './entities.ts'
import { OPEN_DISPATCH } from './model.ts'
import { writePaper } from './papers.ts'
import { decideAcknowledge } from './rules.ts'
import { isAutomatic, lockBatch, type OwedNotice, type OwedRelease, owedNotices, owedReleases } from './store.ts'

/** A batch of papers that travel together: all persons of one hand-over, or of one event that moved their custody ends. */
export type BatchRef = { readonly custodyBatchId: string; readonly caseId: string }

const RECEIVED_BY_CENTRE = 'certificateDelivered'
const NOTICE_BASIS = '公监管〔2014〕96号 一（二）'

/**
 * Brings a batch as far as it can go now: makes the notices that an event owes, draws and signs what is completed, puts it on the
 * centre's desk, acknowledges by itself where the centre switched that on and every check passes, and signs the receipts of what was
 * acknowledged. Repeatable at any point: what is done is found done. @returns whether somebody has still to act
 */
export async function carryDispatches(
  deps: DrawingDeps,
  { custodyBatchId, caseId }: BatchRef,
  beat: () => void,
): Promise<{ open: boolean }> {
  const transaction = async <T>(act: (em: EntityManager) => Promise<T>): Promise<T> => await forCase(deps.orm, caseId).transactional(act)
  await transaction(async em => await makeNotices(em, caseId, custodyBatchId))
  const undrawn = await transaction(async em => await listUndrawn(em, custodyBatchId))
  beat()
  await drawPapers(deps, { paperIds: undrawn, caseId })
  await transaction(async em => await deliver(em, deps.signer, caseId, custodyBatchId))
  return await transaction(async em => ({ open: await giveReceipts(em, deps.signer, custodyBatchId) }))
}

/** The notices of a changed custody period or of release that an event owes, in the name of the agency that decided. 公监管〔2014〕96号 I(2); CPL 99 */
async function makeNotices(em: EntityManager, caseId: string, eventId: string): Promise<void> {
  const isOwed = (await owedNotices(em, eventId)).length + (await owedReleases(em, eventId)).length > 0
  if (!isOwed) return
  const loaded = await lockWholeCase(em, caseId)
  for (const owed of await owedNotices(em, eventId)) await makeNotice(em, loaded, eventId, changeOf(owed))
  for (const owed of await owedReleases(em, eventId)) await makeNotice(em, loaded, eventId, releaseOf(owed))
}

type Notice = Pick<OwedNotice, 'case_person_id' | 'basis' | 'by_user' | 'reason' | 'occurred_at' | 'holder' | 'centre'> & {
  readonly paper: 'changeNotice' | 'releaseNotice'
  readonly kind: string
  readonly legalBasis: string
  readonly before: Date | null
  readonly until: Date | null
  readonly code: string | null
}

const changeOf = (owed: OwedNotice): Notice => ({
  ...owed,
  paper: 'changeNotice',
  kind: owed.suspended === owed.was_suspended ? transitionOf(owed.act).zh : owed.suspended ? '停止计算羁押期限' : '恢复计算羁押期限',
  legalBasis: `${NOTICE_BASIS}；${owed.basis}`,
  before: owed.previous_due_at ? new Date(owed.previous_due_at) : null,
  until: new Date(owed.due_at),
})

const releaseOf = (owed: OwedRelease): Notice => ({
  ...owed,
  paper: 'releaseNotice',
  legalBasis: owed.basis,
  before: null,
  until: null,
  code: null,
})

async function makeNotice(em: EntityManager, loaded: LockedCase, eventId: string, owed: Notice): Promise<void> {
  const { number } = await takeNumber(em, custodyNumber(owed.holder, owed.paper, loaded.now))
  const at = new Date(owed.occurred_at)
  const row = em.create(CustodyDispatchSchema, {
    ...UNANSWERED,
    id: randomUUID(),
    batchId: eventId,
    caseId: loaded.row.id,
    casePersonId: owed.case_person_id,
    paper: owed.paper,
    kind: owed.kind,
    state: 'completed',
    certNo: number,
    fromAgency: owed.holder,
    toAgency: null,
    centre: owed.centre,
    legalBasis: owed.legalBasis,
    handOverId: null,
    eventId,
    senderDueAt: owed.before,
    announcedAt: loaded.now,
    announcedBy: owed.by_user,
    preparedBy: owed.by_user,
    // A release has effect from the decision: with it the title before ended.
    acceptedAt: owed.paper === 'releaseNotice' ? at : null,
    completedAt: loaded.now,
    completedBy: owed.by_user,
    newFrom: at,
    newTo: owed.until,
    newCode: owed.code,
    note: owed.reason,
  })
  await em.flush()
  await writePaper(em, loaded, row)
  await record(em, SYSTEM, loaded.row.id, { action: 'custody.noticed', target: row.id, basis: row.legalBasis, details: { certNo: number } })
}

const listUndrawn = async (em: EntityManager, batchId: string): Promise<string[]> =>
  (
    await em.execute<{ id: string }[]>(
      "select p.id from custody_dispatch d join custody_paper p on p.id = d.paper_id where d.batch_id = ? and d.state = 'completed' and p.object_key is null order by p.id",
      [batchId],
    )
  ).map(({ id }) => id)

/** What is drawn arrives in the centre's own system; with a first transfer the receiver's duty towards the centre is done. */
async function deliver(em: EntityManager, signer: Signer, caseId: string, batchId: string): Promise<void> {
  const loaded = await lockWholeCase(em, caseId)
  const arriving = (await lockBatch(em, batchId)).filter(({ state, paperId }) => state === 'completed' && paperId)
  for (const row of arriving) Object.assign(row, { state: 'delivered', deliveredAt: loaded.now })
  await em.flush()
  for (const row of arriving) {
    await record(em, SYSTEM, caseId, { action: 'custody.delivered', target: row.id, details: { certNo: row.certNo, edition: row.edition } })
    if (!row.toAgency) continue
    const step = { act: RECEIVED_BY_CENTRE, occurredAt: loaded.now, casePersonId: row.casePersonId, data: { certNo: row.certNo } }
    await takeForAgency(em, loaded, step, row.toAgency)
  }
  await acknowledgeAlone(em, signer, loaded, arriving)
}

async function acknowledgeAlone(
  em: EntityManager,
  signer: Signer,
  { now }: LockedCase,
  rows: readonly CustodyDispatchRow[],
): Promise<void> {
  const [first] = rows
  if (first === undefined || !(await isAutomatic(em, first.centre))) return
  const checks = await checkRows(em, signer, rows)
  for (const [at, row] of rows.entries()) {
    const found = checks[at] ?? []
    if (!decideAcknowledge(row.state, found).ok || found.some(({ outcome }) => outcome !== 'passed')) continue
    Object.assign(row, { state: 'acknowledged', checks: found, answeredAt: now, automatic: true })
    await em.flush()
    await record(em, SYSTEM, row.caseId, {
      action: 'custody.acknowledged',
      target: row.id,
      details: { certNo: row.certNo, automatic: true },
    })
  }
}

/** The receipt (换押回执) for both agencies, signed over its canonical words. @returns whether something of the batch is open */
async function giveReceipts(em: EntityManager, signer: Signer, batchId: string): Promise<boolean> {
  const rows = await lockBatch(em, batchId)
  for (const row of rows.filter(({ state, receipt }) => state === 'acknowledged' && !receipt)) {
    const receipt = canonicalJson({
      kind: 'custody-receipt',
      ...{ dispatchId: row.id, certNo: row.certNo, edition: row.edition, paper: row.paper, centre: row.centre },
      ...{ from: row.fromAgency, to: row.toAgency ?? null, deliveredAt: inWords(row.deliveredAt), acknowledgedAt: inWords(row.answeredAt) },
      ...{ acceptedAt: inWords(row.acceptedAt), newTo: inWords(row.newTo), automatic: row.automatic },
    })
    const digest = sha256(receipt)
    Object.assign(row, { receipt, receiptSha256: digest, receiptSignature: signer.sign(digest), receiptKeyId: signer.keyId })
    await em.flush()
    await record(em, SYSTEM, row.caseId, { action: 'custody.receipted', target: row.id, details: { sha256: digest.toString('hex') } })
  }
  return rows.some(({ state }) => OPEN_DISPATCH.includes(state))
}

const inWords = (at: Date | null | undefined): string | null => (at ? toShanghai(at) : null)
