import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Account, Accounts } from './accounts.ts'
import { COURT } from './court/pages.ts'
import { type Faults, noFaults, turn } from './faults.ts'
import { POLICE } from './police/pages.ts'
import { PROCURATORATE } from './procuratorate/pages.ts'
import { legacyServer, namingUnder } from './server.ts'
import { CaseStore, type Listed } from './store.ts'
import type { Counters, LegacyKind, System } from './system.ts'

export const LEGACY_SYSTEMS: Readonly<Record<LegacyKind, System>> = { police: POLICE, procuratorate: PROCURATORATE, court: COURT }
export const LEGACY_KINDS = ['police', 'procuratorate', 'court'] as const satisfies readonly LegacyKind[]

/** A legacy system that runs. */
export type Legacy = {
  readonly kind: LegacyKind
  readonly url: string
  readonly faults: Readonly<Faults>
  readonly counters: Readonly<Counters>
  /** Turns a switch; an empty value turns it off. @throws Error for no such switch */
  turn(name: string, value: string): void
  /** Its cases, the latest changed first, at most 50: none is twice here by chance, so a doubled one shows. */
  cases(): readonly Listed[]
  addAccount(account: Account): void
  /** Ends all sessions, as a restart would. */
  signAllOut(): void
  stop(): Promise<void>
}

type Options = { readonly kind: LegacyKind; readonly dir: string; readonly port?: number; readonly accounts?: readonly Account[] }

/** Starts one system on this port, or a free one, with its database in the folder. */
export async function startLegacy({ kind, dir, port = 0, accounts: people = [] }: Options): Promise<Legacy> {
  const system = LEGACY_SYSTEMS[kind]
  mkdirSync(dir, { recursive: true })
  const db = new DatabaseSync(join(dir, `${kind}.sqlite`))
  db.exec('pragma journal_mode = wal')
  const accounts = new Accounts(db, system.oneSession)
  for (const account of people) accounts.add(account)
  const cases = new CaseStore(db, system.form, system.columns, system.referenceOf)
  const faults = noFaults()
  const counters: Counters = { logins: 0, saves: 0, requests: 0 }
  const server = legacyServer(system, { accounts, cases, faults, counters, named: namingUnder(system.naming, faults) })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the legacy system has no port')
  return {
    ...{ kind, faults, counters },
    url: `http://127.0.0.1:${address.port}`,
    turn: (name, value) => turn(faults, name, value),
    cases: () => cases.list({}),
    addAccount: account => accounts.add(account),
    signAllOut: () => accounts.endAll(),
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
      db.close()
    },
  }
}
