// Holds the servers for test files that are run one by one, and ends soon after the last of them: `test-host.ts <folder>`.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { explain } from './setup-error.ts'
import { hostTestServers } from './test-hosting.ts'

const LINGER_MS = 5_000

const folder = process.argv[2]
if (!folder) throw new Error('usage: test-host.ts <folder>')
const end = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end.abort())
try {
  const host = await hostTestServers(folder, line => console.log(new Date().toISOString(), line), end.signal)
  if (host) {
    while (!end.signal.aborted && Date.now() - (host.idleSince() ?? Date.now()) < LINGER_MS) await sleep(200)
    await host.close()
  }
} catch (error) {
  console.error(explain(error))
  writeFileSync(join(folder, 'problem'), explain(error), { mode: 0o600 })
  process.exitCode = 1
}
