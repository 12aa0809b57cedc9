import type { MikroORM } from '@mikro-orm/postgresql'
import type { Logger } from 'pino'
import type { KeyWrap } from '../crypto/wrapping.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { type AgencySystem, SystemFault } from './model.ts'
import { type Connector, sealedSecrets } from './store.ts'
import { type OpenSystem, openSecret, type Way } from './ways.ts'

/** What those who speak to agencies' systems work with. `orm` has the system's rights, `app` those of whoever it is opened for. */
export type ConnectorDeps = {
  readonly orm: MikroORM
  readonly app: MikroORM
  readonly store: ObjectStore
  readonly sessions: Sessions
  /** Where locks are taken: of the worker's role. */
  readonly lockUrl: string
  /** Which process this is, for whoever looks at a claim. */
  readonly name: string
  readonly log: Logger
}

/** Sessions at the agencies' systems, one per agency, kept between two pieces of work. */
export type Sessions = {
  /** Works in the session of a connector. After a fault, or where the connector was changed, it is begun anew. */
  with<T>(connector: Connector, work: (system: AgencySystem) => Promise<T>): Promise<T>
  /** Ends sessions that nobody used for a while. */
  tidy(idleMs: number): Promise<void>
  close(): Promise<void>
}

type Open = { readonly version: number; readonly system: AgencySystem; usedAt: number; busy: boolean }

export const lockNameOf = (agency: string): string => `connector:${agency}`

/** Sessions hold the secrets for as long as they last, and nobody else does. */
export function openSessions(orm: MikroORM, wrap: KeyWrap, open: OpenSystem): Sessions {
  const sessions = new Map<string, Open>()
  const end = async (agency: string): Promise<void> => {
    const session = sessions.get(agency)
    sessions.delete(agency)
    await session?.system.close().catch(() => undefined)
  }
  const sessionOf = async (connector: Connector): Promise<Open> => {
    const { agency, version } = connector
    const known = sessions.get(agency)
    if (known?.version === version) return known
    await end(agency)
    const session = { version, system: await open(await wayOf(orm, wrap, connector)), usedAt: Date.now(), busy: false }
    sessions.set(agency, session)
    return session
  }
  return {
    async with(connector, work) {
      const session = await sessionOf(connector)
      session.busy = true
      try {
        return await work(session.system)
      } catch (error) {
        if (error instanceof SystemFault) await end(connector.agency)
        throw error
      } finally {
        session.busy = false
        session.usedAt = Date.now()
      }
    },
    async tidy(idleMs) {
      for (const [agency, { busy, usedAt }] of sessions) if (!busy && Date.now() - usedAt > idleMs) await end(agency)
    },
    async close() {
      for (const agency of [...sessions.keys()]) await end(agency)
    },
  }
}

async function wayOf(orm: MikroORM, wrap: KeyWrap, connector: Connector): Promise<Way> {
  const { agency, kind, address, map, settings, perMinute } = connector
  const sealed = await orm.em.fork().transactional(async em => await sealedSecrets(em, agency))
  const secrets = new Map(sealed.map(({ name, wrapped }) => [name, openSecret(wrap, agency, name, wrapped)]))
  return { agency, kind, address, map, settings, perMinute, secrets }
}
