import { appNow } from '../db/clock.ts'
import { takeLock } from '../db/session-lock.ts'
import { openWaiting } from './inbound/opening.ts'
import { poll } from './inbound/polling.ts'
import { SystemFault } from './model.ts'
import { reconcile } from './reconcile.ts'
import { isReconciliationDue, untilOpen } from './rules.ts'
import { type ConnectorDeps, lockNameOf } from './sessions.ts'
import { keepPicture, noteFault } from './settling.ts'
import { type Connector, listConnectors } from './store.ts'
import { runTrials } from './trials.ts'

const LOCK_WITHIN_MS = 30_000

/**
 * Looks at every connector for what nobody has to ask for: trials, new records, the nightly comparison. Each agency goes at its own pace:
 * a slow system holds up no other.
 */
export function createRounds(deps: ConnectorDeps): () => Promise<boolean> {
  const busy = new Set<string>()
  return async () => {
    const { connectors, now } = await deps.orm.em
      .fork()
      .transactional(async em => ({ connectors: await listConnectors(em), now: await appNow(em) }))
    for (const connector of connectors) {
      if (busy.has(connector.agency)) continue
      busy.add(connector.agency)
      void roundOf(deps, connector, now)
        .catch(error =>
          deps.log.warn({ agency: connector.agency, error: error instanceof Error ? error.name : 'unknown' }, 'a round failed'),
        )
        .finally(() => busy.delete(connector.agency))
    }
    return false
  }
}

async function roundOf(deps: ConnectorDeps, connector: Connector, now: Date): Promise<void> {
  await runTrials(deps, connector, async work => await locked(deps, connector.agency, work))
  if (connector.state !== 'on') return
  if (connector.direction !== 'out') await openWaiting(deps, connector)
  const isAway = connector.retryAt !== null && connector.retryAt.getTime() > Date.now()
  if (isAway || untilOpen(now, connector.hours) > 0) return
  try {
    if (isPollDue(connector)) await locked(deps, connector.agency, async () => await poll(deps, connector))
    if (connector.reconcileAskedAt !== null || isReconciliationDue(now, connector.reconciledAt))
      await locked(deps, connector.agency, async () => await reconcile(deps, connector))
  } catch (error) {
    if (!(error instanceof SystemFault)) throw error
    const picture = await keepPicture(deps.store, error.picture)
    await deps.orm.em.fork().transactional(async em => await noteFault(em, connector.agency, error, picture))
  }
}

/** A system behind requests says itself what is new, unless it is to be asked. */
const isPollDue = ({ direction, kind, settings, nextPollAt }: Connector): boolean =>
  direction !== 'out' && (kind !== 'webhook' || settings.pollSeconds !== undefined) && nextPollAt.getTime() <= Date.now()

/** Works at a system while nobody else does; where somebody does for long, the next round tries again. */
async function locked(deps: ConnectorDeps, agency: string, work: () => Promise<void>): Promise<void> {
  const lock = await takeLock(deps.lockUrl, lockNameOf(agency), LOCK_WITHIN_MS)
  if (lock === null) return
  try {
    await work()
  } finally {
    await lock.release()
  }
}
