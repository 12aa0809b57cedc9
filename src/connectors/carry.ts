import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { EntityManager } from '@mikro-orm/postgresql'
import { snapshotOf } from '../cards/snapshot.ts'
import { forCase } from '../db/orm.ts'
import { type HeldLock, takeLock } from '../db/session-lock.ts'
import type { Json } from '../domain/json.ts'
import { fieldsOf, replaced } from './document.ts'
import type { Job, Written } from './job.ts'
import { type AgencySystem, SystemFault, type SystemRecord } from './model.ts'
import { valuesOf } from './record.ts'
import { changedAtSource, differencesOf, untilOpen, untilPaced } from './rules.ts'
import { type ConnectorDeps, lockNameOf } from './sessions.ts'
import { settleDone, settleFault } from './settling.ts'
import { type Connector, decidedAgain, findConnector, findWriteBack, knownRecord, OPEN_STATES, type WriteBack } from './store.ts'

/** A write-back by its ids. */
export type WriteBackRef = { readonly writeBackId: string; readonly caseId: string }
/** `end`: the state in which it ended. Else when it is to be looked at again, in real milliseconds; null: when somebody says so. */
export type Carried = { readonly end: string | null; readonly waitMs: number | null }

/** Somebody else has taken over, or the connector was paused: nothing more is to be saved. */
class TakenOver extends Error {}

const LOCK_WITHIN_MS = 5_000
const AGAIN_MS = 1_000
/** However far off the hour is: the clock may be set, the hours changed. */
const LOOK_AGAIN_MS = 600_000
const BEAT_MS = 2_000

/**
 * Carries a write-back as far as it can go now. Rows decide: whether the connector is on, the hour allowed, the system back. One process
 * at a time works at an agency's system, and there the oldest card goes first; so a turn may carry another card than the one it came
 * for. Repeatable at any point: what may have been submitted is looked for before anything is written.
 */
export async function carryWriteBack(deps: ConnectorDeps, ref: WriteBackRef, beat: () => void): Promise<Carried> {
  const { row, standing } = await look(deps, ref)
  if (row === null || !OPEN_STATES.includes(row.state)) return { end: row?.state ?? 'gone', waitMs: null }
  if (standing !== 'go') return { end: null, waitMs: standing }
  const lock = await takeLock(deps.lockUrl, lockNameOf(row.agency), LOCK_WITHIN_MS)
  if (lock === null) return { end: null, waitMs: AGAIN_MS }
  try {
    await carryNext(deps, lock, row.agency, beat)
  } finally {
    await lock.release()
  }
  const after = await look(deps, ref)
  if (after.row === null || !OPEN_STATES.includes(after.row.state)) return { end: after.row?.state ?? 'gone', waitMs: null }
  return { end: null, waitMs: after.standing === 'go' ? 0 : after.standing }
}

type Looked = { readonly row: WriteBack | null; readonly standing: 'go' | number | null }

/** The row, and whether anything may be written now: else in how many real milliseconds, or null for when somebody says so. */
async function look(deps: ConnectorDeps, { writeBackId, caseId }: WriteBackRef): Promise<Looked> {
  return await forCase(deps.orm, caseId).transactional(async em => {
    const row = await findWriteBack(em, writeBackId)
    const connector = row === null ? null : await findConnector(em, row.agency)
    return { row, standing: connector === null ? null : await standingOf(em, connector) }
  })
}

async function standingOf(em: EntityManager, connector: Connector): Promise<'go' | number | null> {
  if (connector.state !== 'on') return null
  const [clock] = await em.execute<{ legal: Date; real: Date; speed: string }[]>(
    'select app_now() as legal, now() as real, clock_speed as speed from platform',
  )
  if (clock === undefined) throw new Error('the platform row is missing')
  const closedMs = untilOpen(new Date(clock.legal), connector.hours)
  if (closedMs > 0) return Math.min(LOOK_AGAIN_MS, Math.ceil(closedMs / Math.max(1, Number(clock.speed))))
  const awayMs = connector.retryAt === null ? 0 : connector.retryAt.getTime() - new Date(clock.real).getTime()
  return awayMs > 0 ? awayMs : 'go'
}

async function carryNext(deps: ConnectorDeps, lock: HeldLock, agency: string, beat: () => void): Promise<void> {
  const found = await deps.orm.em.fork().transactional(async em => {
    const [next] = await em.execute<{ id: string; case_id: string }[]>('select id, case_id from next_write_back(?)', [agency])
    const connector = await findConnector(em, agency)
    const [clock] = await em.execute<{ real: Date }[]>('select now() as real')
    return { next, connector, real: new Date(clock?.real ?? Number.NaN) }
  })
  const { next, connector, real } = found
  if (next === undefined || connector === null || connector.state !== 'on') return
  await waitWith(beat, untilPaced(connector.lastAt, real, connector.perMinute))
  const job = await claim(deps, next.id, next.case_id)
  if (job === null) return
  try {
    const written = await deps.sessions.with(connector, async system => await writeAndRead(system, job, lock))
    await settleDone(deps, job, written)
  } catch (error) {
    if (error instanceof SystemFault) await settleFault(deps, job, error)
    else if (error instanceof TakenOver) await giveBack(deps, job)
    else throw error
  }
}

async function waitWith(beat: () => void, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= BEAT_MS) {
    beat()
    await pause(Math.min(left, BEAT_MS))
  }
}

/** Takes the row in hand, unless a later version of the card is on its way: that one says all that this one does. */
async function claim(deps: ConnectorDeps, id: string, caseId: string): Promise<Job | null> {
  return await forCase(deps.orm, caseId).transactional(async em => {
    await em.execute(
      `update write_back w set state = 'superseded' where w.id = ? and w.state in ('waiting', 'writing')
         and exists (select 1 from write_back l where l.card_id = w.card_id and l.card_version > w.card_version)`,
      [id],
    )
    const token = randomUUID()
    const claimed = await em.execute(
      `update write_back set state = case when state = 'submitting' then state else 'writing' end, claim = ?, claimed_by = ?, claimed_at = app_now(), attempts = attempts + 1
       where id = ? and state in ('waiting', 'writing', 'submitting') returning id`,
      [token, deps.name, id],
    )
    const row = claimed.length === 0 ? null : await findWriteBack(em, id)
    if (row === null) return null
    const snapshot = await snapshotOf(em, row.cardId)
    const known = await knownRecord(em, caseId, row.agency)
    return { row, claim: token, snapshot, known, again: await decidedAgain(em, row.cardId) }
  })
}

/**
 * Find, compare, write, read back, compare. What somebody changed at the source since we last read it is left as it is. A card that may
 * have been submitted and stands there is not written again.
 */
async function writeAndRead(system: AgencySystem, job: Job, lock: HeldLock): Promise<Written> {
  const { snapshot, known, row } = job
  const isSure = known !== null && row.state !== 'submitting'
  const before = isSure ? await system.read(known.reference) : await system.find(snapshot.platformCaseId)
  const there = before ?? (known === null ? null : await system.read(known.reference))
  const ours = fieldsOf(snapshot.card)
  const contested = there === null || known === null ? [] : changedAtSource(ours, valuesOf(there), known.values, job.again)
  const leftOut = contested.map(({ pointer }) => pointer)
  if (row.state === 'submitting' && there !== null && isWritten(ours, there, leftOut)) return outcome(ours, there, leftOut, null)
  const { reference, picture } = await system.write(
    { ...snapshot, card: replaced(snapshot.card, new Map(contested.map(({ pointer, theirs }) => [pointer, theirs]))) },
    there?.reference ?? null,
    async () => await submit(lock, job),
  )
  return outcome(ours, await system.read(reference), leftOut, picture)
}

const isWritten = (ours: ReadonlyMap<string, Json>, there: SystemRecord, leftOut: readonly string[]): boolean =>
  differencesOf(ours, valuesOf(there)).every(({ pointer }) => leftOut.includes(pointer))

const outcome = (
  ours: ReadonlyMap<string, Json>,
  record: SystemRecord,
  leftOut: readonly string[],
  picture: Uint8Array | null,
): Written => ({
  reference: record.reference,
  readBack: valuesOf(record),
  differences: differencesOf(ours, valuesOf(record)),
  leftOut,
  picture,
})

/** Nothing was saved: whoever looks next begins anew. */
async function giveBack(deps: ConnectorDeps, { row, claim: token }: Job): Promise<void> {
  await forCase(deps.orm, row.caseId).transactional(
    async em =>
      await em.execute("update write_back set state = 'waiting' where id = ? and claim = ? and state = 'writing'", [row.id, token]),
  )
}

/** The last question before the system saves: over the connection that holds the lock, so that it goes through only while we have it. */
async function submit(lock: HeldLock, { row, claim: token }: Job): Promise<void> {
  const changed = await lock.run(
    row.caseId,
    `update write_back set state = 'submitting' where id = $1 and claim = $2 and state in ('writing', 'submitting')
       and exists (select 1 from connector c where c.agency_code = write_back.agency_code and c.state = 'on')`,
    [row.id, token],
  )
  if (changed !== 1) throw new TakenOver('somebody else has taken over')
}
