import { randomUUID } from 'node:crypto'
import type { MikroORM } from '@mikro-orm/postgresql'
import { record, SYSTEM } from '../audit/commands.ts'
import { lockCase, setTurn } from '../cases/locked-case.ts'
import { DESK_STEP } from '../cases/turn.ts'
import { canonicalJson, type Json } from '../crypto/canonical.ts'
import { digestStream, sha256 } from '../crypto/digest.ts'
import type { Signer } from '../crypto/signing.ts'
import { forCase } from '../db/orm.ts'
import { toShanghai } from '../domain/legal-date.ts'
import { releasing } from '../storage/batches.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { HandOverRow } from './entities.ts'
import { LEGS } from './legs.ts'
import { isLineDown } from './lines/store.ts'
import { type HandOverState, LINE_DOWN } from './model.ts'
import { hoursAfter, waitUntil } from './opening.ts'
import { listEntries, lockHandOver } from './store.ts'

/** Ids that a flow carries; everything else is read from the rows. */
export type HandOverRef = { readonly handOverId: string; readonly caseId: string }

/** How far a hand-over has come, or that a line is down. */
export type Carried = HandOverState | typeof LINE_DOWN

export type SystemDeps = { readonly orm: MikroORM; readonly store: ObjectStore; readonly signer: Signer }

/**
 * Reads every object of the manifest from the store and compares both digests. Bytes that differ stop the hand-over
 * (`faulty`); nothing is delivered that is not what was frozen. Repeatable: a checked one answers at once. While a line is down
 * it stays as it was sent.
 */
export async function checkManifest({ orm, store }: SystemDeps, { handOverId, caseId }: HandOverRef, beat: () => void): Promise<Carried> {
  const before = await forCase(orm, caseId).transactional(async em => {
    const row = await lockHandOver(em, handOverId)
    return { row, isDown: await isLineDown(em, row), entries: await listEntries(em, handOverId) }
  })
  if (before.row.state !== 'sent') return before.row.state
  if (before.isDown) return LINE_DOWN
  const wrong = await findWrong(store, before.entries, beat)
  return await forCase(orm, caseId).transactional(async em => {
    const loaded = await lockCase(em, caseId)
    const row = await lockHandOver(em, handOverId)
    if (row.state !== 'sent') return row.state
    row.state = wrong.length === 0 ? 'checked' : 'faulty'
    row.checkedAt = loaded.now
    row.fault = wrong.length === 0 ? null : `object-corrupt: ${wrong.join(', ')}`
    await em.flush()
    await record(em, SYSTEM, caseId, {
      action: 'handover.checked',
      target: handOverId,
      outcome: wrong.length === 0 ? 'done' : 'failed',
      details: { documents: before.entries.length },
    })
    return row.state
  })
}

const READ_AT_ONCE = 4

/** Entries whose stored bytes are not those of the manifest. A few are read at once: for a short one most of the time is the way. */
async function findWrong(store: ObjectStore, entries: Awaited<ReturnType<typeof listEntries>>, beat: () => void): Promise<number[]> {
  const wrong: number[] = []
  const queue = entries.values()
  const read = async (): Promise<void> => {
    for (const entry of queue) {
      beat()
      const found = await digestStream(releasing(await store.read(entry.objectKey)), beat)
      if (found.sha256.toString('hex') !== entry.sha256 || found.sm3.toString('hex') !== entry.sm3) wrong.push(entry.seq)
    }
  }
  await Promise.all(Array.from({ length: READ_AT_ONCE }, read))
  return wrong.sort((a, b) => a - b)
}

/** Puts a checked hand-over on the receiver's desk, opens the case to it, and issues the delivery receipt. Repeatable. */
export async function deliverToDesk({ orm, signer }: SystemDeps, { handOverId, caseId }: HandOverRef): Promise<Carried> {
  return await forCase(orm, caseId).transactional(async em => {
    const loaded = await lockCase(em, caseId)
    const row = await lockHandOver(em, handOverId)
    if (row.state !== 'checked') return row.state
    if (await isLineDown(em, row)) return LINE_DOWN
    const { stay } = LEGS[row.leg]
    row.state = row.receivedAt ? 'received' : 'delivered'
    row.deliveredAt ??= loaded.now
    waitUntil(row, hoursAfter(loaded.now, row.receivedAt ? stay.answerHours : stay.receiveHours))
    setTurn(loaded.row, row.toAgency, loaded.now, DESK_STEP)
    loaded.row.updatedAt = loaded.now
    await em.flush()
    await em.execute('select deliver_case_access(?)', [handOverId])
    await record(em, SYSTEM, caseId, { action: 'handover.delivered', target: handOverId })
    await addReceipt(em, signer, row, 'delivery', loaded.now)
    return row.state
  })
}

/** The signed receipt of an acceptance or a return, with the digests of all documents (X7). Repeatable: one per kind. */
export async function issueReceipt({ orm, signer }: SystemDeps, { handOverId, caseId }: HandOverRef): Promise<HandOverState> {
  return await forCase(orm, caseId).transactional(async em => {
    const loaded = await lockCase(em, caseId)
    const row = await lockHandOver(em, handOverId)
    if (row.state === 'accepted') await addReceipt(em, signer, row, 'acceptance', loaded.now)
    if (row.state === 'returned') await addReceipt(em, signer, row, 'return', loaded.now)
    return row.state
  })
}

async function addReceipt(
  em: Parameters<typeof record>[0],
  signer: Signer,
  row: HandOverRow,
  kind: 'delivery' | 'acceptance' | 'return',
  issuedAt: Date,
): Promise<void> {
  const [known] = await em.execute('select 1 as found from receipt where hand_over_id = ? and kind = ? and edition = ?', [
    row.id,
    kind,
    row.edition,
  ])
  if (known) return
  const entries = await listEntries(em, row.id)
  const at = (date: Date | null | undefined): string | null => (date ? toShanghai(date) : null)
  const facts: Json = {
    kind,
    handOverId: row.id,
    caseId: row.caseId,
    leg: row.leg,
    round: row.round,
    edition: row.edition > 1 ? row.edition : undefined,
    persons: row.persons ?? undefined,
    from: row.fromAgency,
    to: row.toAgency,
    issuedAt: toShanghai(issuedAt),
    sentAt: at(row.sentAt),
    deliveredAt: at(row.deliveredAt),
    receivedAt: at(row.receivedAt),
    answeredAt: at(row.answeredAt),
    outcome: row.outcome ?? null,
    basis: row.basis ?? null,
    manifestDigest: row.manifestDigest ? Buffer.from(row.manifestDigest).toString('hex') : null,
    documents: entries.map(({ seq, documentId, code, pageCount, sizeBytes, sha256: first, sm3 }) => ({
      seq,
      documentId,
      code,
      pageCount,
      sizeBytes,
      sha256: first,
      sm3,
    })),
  }
  const body = canonicalJson(facts)
  const digest = sha256(body)
  await em.execute(
    'insert into receipt (id, hand_over_id, case_id, kind, edition, issued_at, body, sha256, signature, key_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    [randomUUID(), row.id, row.caseId, kind, row.edition, issuedAt, body, digest, signer.sign(digest), signer.keyId],
  )
  await record(em, SYSTEM, row.caseId, { action: `receipt.${kind}`, target: row.id, details: { sha256: digest.toString('hex') } })
}
