import type { MikroORM } from '@mikro-orm/postgresql'
import type { Action } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import type { Config } from '../config.ts'
import type { Sealing } from '../crypto/sealing.ts'
import type { Signer } from '../crypto/signing.ts'
import type { EntityManager } from '../db/orm.ts'
import type { Sandbox } from '../pdf/sandbox.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { LiveFeed } from './live.ts'
import type { Turns } from './turns.ts'

/** The adapters that routes hand to commands. */
export type Deps = {
  readonly config: Config
  readonly orm: MikroORM
  /** The system's own rights, where a person's do not reach: digests before a manifest is frozen, the counters of one's own agency. */
  readonly worker: MikroORM
  readonly auditor: MikroORM
  readonly store: ObjectStore
  readonly sandbox: Sandbox
  readonly signer: Signer
  readonly sealing: Sealing
  readonly live: LiveFeed
  readonly checkFlow: () => Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    deps: Deps
    /** Commands run in turn: each holds a connection of the database till it is done. */
    inTurn: Turns
  }
  interface FastifyRequest {
    /** Who is signed in; asking on a public route is a bug and throws. */
    actor: Actor
    /** Reads and writes by the rights of `actor`. */
    em: EntityManager
    session: {
      readonly tokenHash: Buffer
      readonly csrf: string
      readonly expiresAt: Date
      readonly login: string
      readonly post: string
    } | null
  }
  interface FastifyContextConfig {
    /** The act of the access table that this route is; a route without one does not start. */
    action?: Action
  }
}
