import { readConfig } from '../../src/config.ts'
import { createSigner } from '../../src/crypto/signing.ts'
import { connect } from '../../src/db/orm.ts'
import { type ObjectStore, openStore } from '../../src/storage/object-store.ts'
import type { Stack } from './stack.ts'

type Test = { teardown(end: () => Promise<void>): void }

/** What the worker's acts need, so that a test can run one of them itself, at the moment it chooses. */
export async function workerDeps(t: Test, stack: Stack) {
  const config = readConfig(stack.env)
  const orm = await connect(config.workerDatabaseUrl, { pool: 4 })
  t.teardown(async () => await orm.close())
  return { config, orm, store: openStore(config.s3.endpoint, config.s3), signer: createSigner(config.signingKey) }
}

export async function keysIn(store: ObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of store.list(prefix)) keys.push(key)
  return keys
}
