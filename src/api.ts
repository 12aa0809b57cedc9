import { mkdirSync } from 'node:fs'
import { readConfig } from './config.ts'
import { createSealing } from './crypto/sealing.ts'
import { createSigner } from './crypto/signing.ts'
import { connect } from './db/orm.ts'
import { openLiveFeed } from './http/live.ts'
import { buildServer } from './http/server.ts'
import { createSandbox } from './pdf/sandbox.ts'
import { openStore } from './storage/object-store.ts'
import { openFlowClient } from './temporal/client.ts'

/** The API process: database, storage, flow client, then listening; stopped in the reverse order. */
const config = readConfig()
mkdirSync(config.spoolDir, { recursive: true, mode: 0o700 })
const orm = await connect(config.appDatabaseUrl, { pool: 16 })
const worker = await connect(config.workerDatabaseUrl, { pool: 2 })
const auditor = await connect(config.auditorDatabaseUrl, { pool: 2 })
const store = openStore(config.s3.endpoint, config.s3)
const sandbox = createSandbox({ lanes: 4, perUser: 2, recycleAfter: 64, spoolDir: config.spoolDir })
const live = openLiveFeed(config.appDatabaseUrl)
const flow = openFlowClient(config.temporal.address, config.temporal.namespace)
const app = await buildServer({
  config,
  orm,
  worker,
  auditor,
  store,
  sandbox,
  live,
  signer: createSigner(config.signingKey),
  sealing: createSealing(config.seal, config.profile !== 'production'),
  checkFlow: flow.check,
})
await app.listen({ host: '127.0.0.1', port: config.port })
process.stdout.write(`listening ${config.port}\n`)

async function stop(): Promise<void> {
  await app.close()
  await live.close()
  await sandbox.close()
  await flow.close()
  await Promise.all([orm.close(), worker.close(), auditor.close()])
  process.exit(0)
}
let stopping = false
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => {
    if (stopping) return
    stopping = true
    void stop()
  })
