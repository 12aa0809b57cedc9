import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { mustBeAble } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { record } from '../audit/commands.ts'
import type { KeyWrap } from '../crypto/wrapping.ts'
import { AGENCIES } from '../domain/codes.ts'
import { Problem } from '../domain/problem.ts'
import type { ConnectorKind } from './model.ts'
import type { Hours } from './rules.ts'
import { type Direction, findConnector, findWriteBack, lockConnector } from './store.ts'
import { type SecretName, type Settings, sealSecret } from './ways.ts'

/** Why a connector that is new does not begin: whoever sets the secret lets it go on. */
const NO_SECRET = '尚未设置密钥'
/** What a way cannot do without. */
const NEEDS: Readonly<Record<ConnectorKind, SecretName | null>> = { webhook: 'signing', folder: null, robot: 'login' }
const ENDED_BADLY = ['refused', 'stopped']

export type KeepConnector = {
  readonly kind: ConnectorKind
  readonly address: string
  readonly map: string | null
  readonly settings: Settings
  readonly direction: Direction
  readonly perMinute: number
  readonly hours: Hours | null
}

/** Says how an agency's own system is reached, or changes it; a new one begins once it has the secret that it needs. */
export async function keepConnector(em: EntityManager, actor: Actor, agency: string, input: KeepConnector): Promise<void> {
  mustBeAble(actor, 'connector.keep', null)
  if (!AGENCIES.has(agency)) throw new Problem('not-found')
  checkAddress(input)
  const { kind, address, map, settings, direction, perMinute, hours } = input
  await em.execute(
    `insert into connector (agency_code, kind, address, map, settings, direction, since, by_user, per_minute, hours_from, hours_to, state, why) values (?, ?, ?, ?::text, ?::jsonb, ?, app_now(), ?, ?, ?::smallint, ?::smallint, ?, ?::text)
     on conflict (agency_code) do update set kind = excluded.kind, address = excluded.address, map = excluded.map, settings = excluded.settings, direction = excluded.direction, per_minute = excluded.per_minute,
       hours_from = excluded.hours_from, hours_to = excluded.hours_to, retry_at = null, next_poll_at = now(), version = connector.version + 1`,
    [
      ...[agency, kind, address, map, JSON.stringify(settings)],
      ...[direction, actor.userId, perMinute, hours?.from ?? null, hours?.to ?? null],
      ...(NEEDS[kind] === null ? ['on', null] : ['paused', NO_SECRET]),
    ],
  )
  await record(em, actor, null, { action: 'connector.kept', target: null, details: { agency, kind, direction, perMinute } })
}

/** Only addresses that the way can mean; what stands behind them the trial shows. */
function checkAddress({ kind, address, map }: KeepConnector): void {
  const isFolder = address.startsWith('/') && !address.split('/').includes('..')
  const isUrl = /^https?:$/.test(URL.parse(address)?.protocol ?? '')
  if (kind === 'folder' ? !isFolder : !isUrl) throw new Problem('validation', { facts: { field: 'address' } })
  if (kind === 'robot' && map === null) throw new Problem('validation', { facts: { field: 'map' } })
}

/** Keeps a secret, encrypted; a new signing key stands beside the one before it until the change is ended. */
export async function keepSecret(
  em: EntityManager,
  actor: Actor,
  wrap: KeyWrap,
  { agency, name, secret }: { agency: string; name: Exclude<SecretName, 'signing.previous'>; secret: string },
): Promise<void> {
  mustBeAble(actor, 'connector.keep', null)
  const { kind, state, why } = await lockConnector(em, agency)
  await em.execute('select put_connector_secret(?, ?, ?)', [agency, name, sealSecret(wrap, agency, name, secret)])
  await em.execute('update connector set version = version + 1, retry_at = null where agency_code = ?', [agency])
  await record(em, actor, null, { action: 'connector.secret', target: null, details: { agency, name } })
  if (state === 'paused' && why === NO_SECRET && NEEDS[kind] === name) await goOn(em, actor, agency, 'connector.resumed')
}

/** The earlier signing key is good no longer. */
export async function endRotation(em: EntityManager, actor: Actor, agency: string): Promise<{ ended: boolean }> {
  mustBeAble(actor, 'connector.keep', null)
  await lockConnector(em, agency)
  const [row] = await em.execute<{ ended: boolean }[]>('select end_connector_rotation(?) as ended', [agency])
  await em.execute('update connector set version = version + 1 where agency_code = ?', [agency])
  await record(em, actor, null, { action: 'connector.rotated', target: null, details: { agency } })
  return { ended: row?.ended ?? false }
}

/** Pauses, or ends the pause: what waited goes on, the oldest first. What is being written is not saved any more. */
export async function pauseConnector(
  em: EntityManager,
  actor: Actor,
  agency: string,
  { paused, reason }: { paused: boolean; reason: string | null },
): Promise<{ waiting: number }> {
  mustBeAble(actor, 'connector.keep', null)
  const { state } = await lockConnector(em, agency)
  if (paused) {
    if (reason === null) throw new Problem('fact-required', { facts: { field: 'reason' } })
    if (state !== 'on') throw new Problem('connector-not-on', { facts: { agency, state } })
    await em.execute("update connector set state = 'paused', why = ?, since = app_now(), by_user = ? where agency_code = ?", [
      reason,
      actor.userId,
      agency,
    ])
    await record(em, actor, null, { action: 'connector.paused', target: null, details: { agency } })
    return { waiting: await countWaiting(em, agency) }
  }
  if (state !== 'paused') throw new Problem('connector-not-paused', { facts: { agency, state } })
  return await goOn(em, actor, agency, 'connector.resumed')
}

/** After a stop: somebody has looked, and it goes on. */
export async function resumeConnector(em: EntityManager, actor: Actor, agency: string): Promise<{ waiting: number }> {
  mustBeAble(actor, 'connector.keep', null)
  const { state } = await lockConnector(em, agency)
  if (state !== 'stopped') throw new Problem('connector-not-stopped', { facts: { agency, state } })
  return await goOn(em, actor, agency, 'connector.restarted')
}

async function goOn(em: EntityManager, actor: Actor, agency: string, action: string): Promise<{ waiting: number }> {
  await em.execute(
    "update connector set state = 'on', why = null, picture = null, since = app_now(), by_user = ?, failures = 0, retry_at = null, next_poll_at = now(), version = version + 1 where agency_code = ?",
    [actor.userId, agency],
  )
  const [told] = await em.execute<{ waiting: number }[]>('select tell_write_backs(?) as waiting', [agency])
  await record(em, actor, null, { action, target: null, details: { agency, waiting: told?.waiting ?? 0 } })
  return { waiting: told?.waiting ?? 0 }
}

async function countWaiting(em: EntityManager, agency: string): Promise<number> {
  const [row] = await em.execute<{ waiting: number }[]>('select waiting from connector_counts() where agency_code = ?', [agency])
  return row?.waiting ?? 0
}

/** Tries a card again that its system refused, or that could not be put there: by whoever may read the card, of its own agency. */
export async function retryWriteBack(em: EntityManager, actor: Actor, id: string): Promise<{ state: string }> {
  const row = await findWriteBack(em, id)
  if (row === null) throw new Problem('not-found')
  if (row.agency !== actor.agency) throw new Problem('forbidden')
  if (!ENDED_BADLY.includes(row.state)) throw new Problem('write-back-not-stopped', { facts: { state: row.state } })
  const [again] = await em.execute<{ id: string }[]>(
    "update write_back set state = 'waiting', fault = null, fault_detail = null, next_at = now() where id = ? and state in ('refused', 'stopped') returning id",
    [id],
  )
  if (again === undefined) throw new Problem('write-back-not-stopped', { facts: { state: row.state } })
  await tellOne(em, row)
  await record(em, actor, row.caseId, { action: 'writeBack.retried', target: id })
  return { state: 'waiting' }
}

type Told = { readonly id: string; readonly caseId: string; readonly cardId: string; readonly cardVersion: number; readonly agency: string }

/** The flow of the card's version hears that it may look again. */
async function tellOne(em: EntityManager, { id, caseId, cardId, cardVersion, agency }: Told): Promise<void> {
  const payload = { writeBackId: id, caseId, cardId, cardVersion: String(cardVersion), agency }
  await em.execute("insert into outbox (id, case_id, type, payload) values (?, null, 'writeBack.due', ?::jsonb)", [
    randomUUID(),
    JSON.stringify(payload),
  ])
}

/** Asks for a dry run, of a card that one may read or of a card of nobody. */
export async function askTrial(em: EntityManager, actor: Actor, agency: string, cardId: string | null): Promise<{ trialId: string }> {
  mustBeAble(actor, 'connector.keep', null)
  if ((await findConnector(em, agency)) === null) throw new Problem('not-found')
  const [card] =
    cardId === null
      ? []
      : await em.execute<{ case_id: string }[]>('select case_id from case_card where id = ? and agency_code = ?', [cardId, agency])
  if (cardId !== null && card === undefined) throw new Problem('not-found')
  const trialId = randomUUID()
  await em.execute(
    'insert into connector_trial (id, agency_code, card_id, case_id, asked_by, asked_at) values (?, ?, ?::uuid, ?::uuid, ?, app_now())',
    [trialId, agency, cardId, card?.case_id ?? null, actor.userId],
  )
  await record(em, actor, null, { action: 'connector.tried', target: trialId, details: { agency } })
  return { trialId }
}

/** Asks for the comparison of all records with the cards at once. */
export async function askReconciliation(em: EntityManager, actor: Actor, agency: string): Promise<{ askedAt: Date }> {
  mustBeAble(actor, 'connector.keep', null)
  const { state } = await lockConnector(em, agency)
  if (state !== 'on') throw new Problem('connector-not-on', { facts: { agency, state } })
  const [row] = await em.execute<{ at: Date }[]>(
    'update connector set reconcile_asked_at = app_now() where agency_code = ? returning reconcile_asked_at as at',
    [agency],
  )
  await record(em, actor, null, { action: 'connector.reconciliationAsked', target: null, details: { agency } })
  return { askedAt: new Date(row?.at ?? Number.NaN) }
}
