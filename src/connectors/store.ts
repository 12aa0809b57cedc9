import type { EntityManager } from '@mikro-orm/postgresql'
import { Value } from 'typebox/value'
import type { Json } from '../domain/json.ts'
import { Problem } from '../domain/problem.ts'
import type { ConnectorKind } from './model.ts'
import type { Hours } from './rules.ts'
import { type SecretName, Settings } from './ways.ts'

export type Direction = 'out' | 'in' | 'both'
export type ConnectorState = 'on' | 'paused' | 'stopped'

export type Connector = {
  readonly agency: string
  readonly kind: ConnectorKind
  readonly address: string
  readonly map: string | null
  readonly settings: Settings
  readonly direction: Direction
  readonly state: ConnectorState
  readonly why: string | null
  readonly picture: string | null
  readonly since: Date
  readonly perMinute: number
  readonly hours: Hours | null
  readonly failures: number
  readonly retryAt: Date | null
  readonly lastAt: Date | null
  readonly nextPollAt: Date
  readonly reconcileAskedAt: Date | null
  readonly reconciledAt: Date | null
  readonly version: number
}

type ConnectorRow = Omit<Connector, 'settings' | 'hours'> & { settings: unknown; hoursFrom: number | null; hoursTo: number | null }

const COLUMNS = `agency_code as agency, kind, address, map, settings, direction, state, why, picture, since, per_minute as "perMinute", hours_from as "hoursFrom", hours_to as "hoursTo",
  failures, retry_at as "retryAt", last_at as "lastAt", next_poll_at as "nextPollAt", reconcile_asked_at as "reconcileAskedAt", reconciled_at as "reconciledAt", version`

const dateOrNull = (value: Date | string | null): Date | null => (value === null ? null : new Date(value))

const connectorOf = ({ settings, hoursFrom, hoursTo, ...row }: ConnectorRow): Connector => ({
  ...row,
  settings: Value.Parse(Settings, settings),
  hours: hoursFrom === null || hoursTo === null ? null : { from: hoursFrom, to: hoursTo },
  since: new Date(row.since),
  retryAt: dateOrNull(row.retryAt),
  lastAt: dateOrNull(row.lastAt),
  nextPollAt: new Date(row.nextPollAt),
  reconcileAskedAt: dateOrNull(row.reconcileAskedAt),
  reconciledAt: dateOrNull(row.reconciledAt),
})

export async function listConnectors(em: EntityManager): Promise<Connector[]> {
  return (await em.execute<ConnectorRow[]>(`select ${COLUMNS} from connector order by agency_code`)).map(connectorOf)
}

export async function findConnector(em: EntityManager, agency: string): Promise<Connector | null> {
  const [row] = await em.execute<ConnectorRow[]>(`select ${COLUMNS} from connector where agency_code = ?`, [agency])
  return row === undefined ? null : connectorOf(row)
}

/** @throws Problem `not-found` */
export async function lockConnector(em: EntityManager, agency: string): Promise<Connector> {
  const [row] = await em.execute<ConnectorRow[]>(`select ${COLUMNS} from connector where agency_code = ? for update`, [agency])
  if (row === undefined) throw new Problem('not-found')
  return connectorOf(row)
}

/** The sealed secrets of a connector, as the worker alone may read them. */
export async function sealedSecrets(em: EntityManager, agency: string): Promise<{ name: SecretName; wrapped: Uint8Array }[]> {
  return await em.execute<{ name: SecretName; wrapped: Uint8Array }[]>('select name, wrapped from connector_secret where agency_code = ?', [
    agency,
  ])
}

export type WriteBackState = 'waiting' | 'writing' | 'submitting' | 'done' | 'differs' | 'refused' | 'stopped' | 'superseded'
/** States in which a write-back is on its way. */
export const OPEN_STATES: readonly WriteBackState[] = ['waiting', 'writing', 'submitting']

export type StoredDifference = { readonly pointer: string; readonly ours: Json; readonly theirs: Json }

export type WriteBack = {
  readonly id: string
  readonly cardId: string
  readonly cardVersion: number
  readonly caseId: string
  readonly agency: string
  readonly stage: 'police' | 'procuratorate' | 'court'
  readonly state: WriteBackState
  readonly attempts: number
  readonly reference: string | null
  readonly differences: readonly StoredDifference[]
  readonly picture: string | null
  readonly fault: string | null
  readonly faultDetail: string | null
  readonly nextAt: Date
  readonly createdAt: Date
  readonly doneAt: Date | null
}

const WRITE_BACK_COLUMNS = `w.id, w.card_id as "cardId", w.card_version as "cardVersion", w.case_id as "caseId", w.agency_code as agency, w.stage, w.state, w.attempts, w.reference, w.differences,
  w.picture, w.fault, w.fault_detail as "faultDetail", w.next_at as "nextAt", w.created_at as "createdAt", w.done_at as "doneAt"`

const writeBackOf = (row: WriteBack): WriteBack => ({
  ...row,
  nextAt: new Date(row.nextAt),
  createdAt: new Date(row.createdAt),
  doneAt: dateOrNull(row.doneAt),
})

export async function findWriteBack(em: EntityManager, id: string): Promise<WriteBack | null> {
  const [row] = await em.execute<WriteBack[]>(`select ${WRITE_BACK_COLUMNS} from write_back w where w.id = ?`, [id])
  return row === undefined ? null : writeBackOf(row)
}

/** The write-backs of a case, the latest first. */
export async function listWriteBacks(em: EntityManager, caseId: string): Promise<WriteBack[]> {
  const rows = await em.execute<WriteBack[]>(
    `select ${WRITE_BACK_COLUMNS} from write_back w where w.case_id = ? order by w.created_at desc, w.card_version desc limit 200`,
    [caseId],
  )
  return rows.map(writeBackOf)
}

export type Known = {
  readonly reference: string
  readonly values: ReadonlyMap<string, Json>
  readonly doneAt: Date | null
}

/** What the system calls the case's record, with what we last read there; null where it has none that we know of. */
export async function knownRecord(em: EntityManager, caseId: string, agency: string): Promise<Known | null> {
  const [row] = await em.execute<{ reference: string; values: Record<string, Json> | null; done_at: Date | string | null }[]>(
    `select k.reference, k.values, k.done_at from (
       select w.reference, w.read_back as values, w.done_at, w.done_at as at from write_back w where w.case_id = ? and w.agency_code = ? and w.reference is not null
       union all select r.reference, r.values, null, r.settled_at from inbound_record r where r.case_id = ? and r.agency_code = ?
     ) k order by k.values is null, k.at desc nulls last limit 1`,
    [caseId, agency, caseId, agency],
  )
  if (row === undefined) return null
  return { reference: row.reference, values: new Map(Object.entries(row.values ?? {})), doneAt: dateOrNull(row.done_at) }
}

/** Pointers of which somebody decided, and nothing was written since, that the card is to be written over what the system has. */
export async function decidedAgain(em: EntityManager, cardId: string): Promise<ReadonlySet<string>> {
  const rows = await em.execute<{ pointer: string }[]>(
    `select d.pointer from card_difference d where d.card_id = ? and d.how = 'writeAgain'
       and d.settled_at > coalesce((select max(w.done_at) from write_back w where w.card_id = d.card_id), '-infinity')`,
    [cardId],
  )
  return new Set(rows.map(({ pointer }) => pointer))
}
