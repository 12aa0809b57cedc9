import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Lock, tryLock } from './lock.ts'
import { removeDataDir } from './remove-data-dir.ts'
import { type Servers, startServers } from './servers.ts'
import { errorLine } from './setup-error.ts'
import { parseRequest, type Request, type State } from './test-link.ts'

export interface TestHost {
  /** Since when nobody holds the servers; null while somebody does. */
  idleSince(): number | null
  close(): Promise<void>
}

/**
 * Starts servers for tests, with fresh data and without durability, and lends them to whoever connects to `<folder>/socket`.
 * Gives null if another host has the folder.
 */
export async function hostTestServers(folder: string, log: (line: string) => void, signal?: AbortSignal): Promise<TestHost | null> {
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o711)
  const lock = await lockFolder(folder)
  if (!lock) return null
  const dataDir = join(folder, 'data')
  try {
    await discard(dataDir, log) // what a killed host has left
    // Tests never touch the servers that the user's own settings name.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(DATABASE_|S3_|TEMPORAL_)/.test(name)))
    const servers = await startServers({ dataDir, log, durable: false, env, ...(signal ? { signal } : {}) })
    const state = (): State => ({ dataDir, marker: servers.marker, postgres: servers.postgres, s3: servers.s3, temporal: servers.temporal })
    return await lend(folder, servers, state, async () => {
      await servers.stop()
      await discard(dataDir, log)
      lock.release()
    })
  } catch (error) {
    lock.release()
    throw error
  }
}

/** An earlier host may just be stopping: give it a moment. */
async function lockFolder(folder: string): Promise<Lock | null> {
  for (const until = Date.now() + 30_000; Date.now() < until; await sleep(100)) {
    const lock = tryLock(join(folder, 'host.lock'))
    if ('release' in lock) return lock
  }
  return null
}

async function discard(dataDir: string, log: (line: string) => void): Promise<void> {
  await removeDataDir(dataDir, log).catch(() => {}) // never begun, or not even a marker yet
  rmSync(dataDir, { recursive: true, force: true })
}

async function lend(folder: string, servers: Servers, state: () => State, end: () => Promise<void>): Promise<TestHost> {
  const guests = new Set<Socket>()
  let idleSince: number | null = Date.now()
  const server = createServer(socket => {
    guests.add(socket)
    idleSince = null
    socket.on('error', () => {})
    socket.on('close', () => {
      guests.delete(socket)
      if (guests.size === 0) idleSince = Date.now()
    })
    socket.write(`${JSON.stringify(state())}\n`)
    const lines = createInterface({ input: socket }).on('error', () => {}) // it repeats the socket's errors
    lines.on('line', line => {
      const request = parseRequest(JSON.parse(line))
      if (!request) return
      void obey(servers, request).then(error => {
        if (!socket.destroyed) socket.write(`${JSON.stringify({ id: request.id, error, state: state() })}\n`)
      })
    })
  })
  await listen(server, join(folder, 'socket'))
  return {
    idleSince: () => idleSince,
    async close() {
      server.close()
      for (const guest of guests) guest.destroy()
      await end()
    },
  }
}

function listen(server: Server, path: string): Promise<void> {
  rmSync(path, { force: true })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
}

async function obey(servers: Servers, { act, name, signal }: Request): Promise<string | null> {
  try {
    await (act === 'kill' ? servers.kill(name, signal) : servers[act](name))
    return null
  } catch (error) {
    return errorLine(error)
  }
}
