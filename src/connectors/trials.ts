import type { EntityManager } from '@mikro-orm/postgresql'
import { snapshotOf } from '../cards/snapshot.ts'
import { forCase } from '../db/orm.ts'
import { type CardSnapshot, type Placed, SystemFault } from './model.ts'
import { sampleSnapshot } from './sample.ts'
import type { ConnectorDeps } from './sessions.ts'
import { keepPicture } from './settling.ts'
import type { Connector } from './store.ts'

type Asked = { readonly id: string; readonly agency_code: string; readonly card_id: string | null; readonly case_id: string | null }
type Locked = (work: () => Promise<void>) => Promise<void>

/** The dry runs that somebody asked for at this system, also while it is paused or stopped: they save nothing. */
export async function runTrials(deps: ConnectorDeps, connector: Connector, locked: Locked): Promise<void> {
  const asked = await deps.orm.em
    .fork()
    .transactional(async em => await em.execute<Asked[]>('select * from waiting_trials() where agency_code = ?', [connector.agency]))
  for (const trial of asked) await locked(async () => await runTrial(deps, connector, trial))
}

async function runTrial(deps: ConnectorDeps, connector: Connector, trial: Asked): Promise<void> {
  const within = async <T>(work: (em: EntityManager) => Promise<T>): Promise<T> =>
    await (trial.case_id === null ? deps.orm.em.fork() : forCase(deps.orm, trial.case_id)).transactional(work)
  try {
    const snapshot = await snapshotFor(trial, connector.agency, within)
    const { placed, picture } = await deps.sessions.with(connector, async system => await system.trial(snapshot))
    const key = await keepPicture(deps.store, picture)
    await within(async em => await finish(em, trial.id, { state: 'done', placed, picture: key, fault: null, detail: null }))
  } catch (error) {
    if (!(error instanceof SystemFault)) throw error
    const key = await keepPicture(deps.store, error.picture)
    await within(
      async em => await finish(em, trial.id, { state: 'failed', placed: [], picture: key, fault: error.code, detail: error.detail }),
    )
  }
}

async function snapshotFor(
  { card_id: cardId }: Asked,
  agency: string,
  within: (work: (em: EntityManager) => Promise<CardSnapshot>) => Promise<CardSnapshot>,
): Promise<CardSnapshot> {
  return cardId === null ? sampleSnapshot(agency) : await within(async em => await snapshotOf(em, cardId))
}

type Finished = {
  readonly state: 'done' | 'failed'
  readonly placed: readonly Placed[]
  readonly picture: string | null
  readonly fault: string | null
  readonly detail: string | null
}

const finish = async (em: EntityManager, id: string, { state, placed, picture, fault, detail }: Finished): Promise<void> => {
  await em.execute(
    "update connector_trial set state = ?, placed = ?::jsonb, picture = ?::text, fault = ?::text, fault_detail = ?::text, finished_at = app_now() where id = ? and state = 'waiting'",
    [state, JSON.stringify(placed), picture, fault, detail, id],
  )
}
