// npm start: finds or starts the three servers, brings the schema up to date, runs API and worker, and stops all of it on Ctrl-C.
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { dataDirFromEnv } from './data-dir.ts'
import { writeWhole } from './files.ts'
import { webPort } from './ports.ts'
import { startPrograms } from './programs.ts'
import { buildScreens } from './screens.ts'
import { startServers } from './servers.ts'
import { explain } from './setup-error.ts'

const began = Date.now()
const log = (line: string): void => console.error(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`)
const interrupted = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort())

const dataDir = dataDirFromEnv()
const addressFile = join(dataDir, 'server.json')
try {
  log(`数据目录 data folder ${dataDir}`)
  const port = await webPort()
  const screens = buildScreens(log)
  screens.catch(() => {}) // awaited below, after the servers
  const servers = await startServers({ dataDir, log, signal: interrupted.signal })
  try {
    await screens
    const { url } = await startPrograms(servers, { dataDir, profile: 'demo', port })
    writeWhole(addressFile, `${JSON.stringify({ url, pid: process.pid })}\n`)
    console.log(`ready ${url}`)
    const seeding = process.env.ANLIAN_SEED === 'off' ? null : seedInBackground(url, dataDir)
    await new Promise<void>(resolve =>
      interrupted.signal.aborted ? resolve() : interrupted.signal.addEventListener('abort', () => resolve(), { once: true }),
    )
    log('正在停止 stopping')
    seeding?.kill('SIGTERM')
  } finally {
    rmSync(addressFile, { force: true })
    await servers.stop()
    log('已停止 stopped')
  }
} catch (error) {
  if (!interrupted.signal.aborted) console.error(explain(error))
  process.exitCode = interrupted.signal.aborted ? 130 : 1
}

/** The demonstration's cases are entered through the API like any others, while people can already sign in. */
function seedInBackground(url: string, folder: string): ReturnType<typeof spawn> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/cli/demo/seed-main.ts'), url], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ANLIAN_DATA: folder },
  })
  child.stderr?.on('data', chunk => log(`demo: ${String(chunk).trim()}`))
  return child
}
