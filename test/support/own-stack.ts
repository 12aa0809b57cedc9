import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeDataDir } from '../../infra/remove-data-dir.ts'
import { type Servers, startServers } from '../../infra/servers.ts'
import { installOn, type Stack, type StackOptions } from './stack.ts'

type Test = { teardown(end: () => Promise<void>): void }

/** An installation whose servers are its own, durable ones: a test may kill, halt and resume them. */
export async function startOwnStack(t: Test, options: StackOptions = {}): Promise<Stack & { readonly servers: Servers }> {
  const folder = mkdtempSync(join(tmpdir(), 'anlian-own-'))
  chmodSync(folder, 0o711) // PostgreSQL runs as another user
  const dataDir = join(folder, 'data')
  const { ANLIAN_CACHE, XDG_CACHE_HOME } = process.env
  const servers = await startServers({ dataDir, durable: true, env: { ANLIAN_CACHE, XDG_CACHE_HOME }, log: () => undefined })
  t.teardown(async () => {
    await servers.stop()
    await removeDataDir(dataDir, () => undefined)
    rmSync(folder, { recursive: true, force: true })
  })
  return { ...(await installOn(servers, t, options)), servers }
}
