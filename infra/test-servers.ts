import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, closeSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { readIfThere } from './files.ts'
import { tryLock } from './lock.ts'
import { loadSecrets } from './secrets.ts'
import type { ServerName, Servers } from './servers.ts'
import { type Act, parseReply, parseState, type State } from './test-link.ts'

/** The servers that all test files of a run share. */
export interface TestServers extends Omit<Servers, 'stop' | 'run'> {
  /** Lets go of the servers; when nobody holds them any more they stop by themselves. */
  leave(): Promise<void>
}

const PATIENCE_MS = 900_000

/** Where the host of the servers is met: the folder the test runner has given, or one for this checkout and user. */
function testServersDir(env: NodeJS.ProcessEnv = process.env): string {
  if (env.ANLIAN_TEST_SERVERS) return env.ANLIAN_TEST_SERVERS
  const checkout = createHash('sha256')
    .update(dirname(import.meta.dirname))
    .digest('hex')
    .slice(0, 12)
  return join(tmpdir(), `anlian-test-${userInfo().uid}-${checkout}`)
}

/**
 * Joins the servers of this test run, starting them if nobody has yet. All files share them: each makes its own database,
 * bucket and task queue, and whoever wants to kill or halt a server starts his own with `startServers`. They are given up
 * by `leave` or by the end of the process.
 */
export async function joinTestServers(): Promise<TestServers> {
  const folder = testServersDir()
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o711)
  const begun = Date.now()
  for (; ; await sleep(100)) {
    const joined = await tryJoin(folder)
    if (joined) return joined
    const problem = join(folder, 'problem')
    if ((statSync(problem, { throwIfNoEntry: false })?.mtimeMs ?? 0) > begun)
      throw new Error(`the test servers did not start:\n${readIfThere(problem)}`)
    if (Date.now() - begun > PATIENCE_MS)
      throw new Error(`no test servers within ${PATIENCE_MS / 60_000} minutes; see ${join(folder, 'host.log')}`)
    const lock = tryLock(join(folder, 'starting.lock'))
    if (!('release' in lock)) continue
    try {
      await startHost(folder)
    } finally {
      lock.release()
    }
  }
}

/** Starts the host, a process of its own that outlives this file, and waits until it listens or has ended. */
async function startHost(folder: string): Promise<void> {
  rmSync(join(folder, 'problem'), { force: true })
  const log = openSync(join(folder, 'host.log'), 'a', 0o600)
  const host = spawn(process.execPath, [fileURLToPath(new URL('./test-host.ts', import.meta.url)), folder], {
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  host.unref()
  while (host.exitCode === null && host.signalCode === null && !(await answers(folder))) await sleep(50)
}

async function answers(folder: string): Promise<boolean> {
  const socket = await open(folder)
  socket?.destroy()
  return socket !== null
}

async function open(folder: string): Promise<Socket | null> {
  const socket = connect(join(folder, 'socket'))
  try {
    await once(socket, 'connect')
    return socket
  } catch {
    return null // no host, or one that has just ended
  }
}

async function tryJoin(folder: string): Promise<TestServers | null> {
  const socket = await open(folder)
  if (!socket) return null
  socket.on('error', () => {}) // a host that ends is seen as the end of the lines
  const lines = createInterface({ input: socket }).on('error', () => {})
  const first = await Promise.race([once(lines, 'line').then(([line]) => String(line)), once(lines, 'close').then(() => null)])
  const state = first === null ? null : parseState(JSON.parse(first))
  if (!state) return null
  socket.unref() // holding the servers must not keep a finished test file alive
  return serversFrom(state, socket, lines)
}

function serversFrom(first: State, socket: Socket, lines: Interface): TestServers {
  let state = first
  const ask = asker(socket, lines, now => {
    state = now
  })
  return {
    get postgres() {
      return state.postgres
    },
    get s3() {
      return state.s3
    },
    get temporal() {
      return state.temporal
    },
    secrets: loadSecrets(first.dataDir),
    marker: first.marker,
    kill: (name, signal = 'SIGKILL') => ask('kill', name, signal),
    restart: name => ask('restart', name),
    halt: name => ask('halt', name),
    resume: name => ask('resume', name),
    untilReady: name => ask('untilReady', name),
    async leave() {
      socket.ref() // or the process could end before the other side has heard
      socket.end()
      if (!socket.closed) await once(socket, 'close')
    },
  }
}

/** Sends one request after the other; each answer brings the servers' present state. */
function asker(socket: Socket, lines: Interface, update: (state: State) => void) {
  let next = 0
  const waiting = new Map<number, (error: string | null) => void>()
  lines.on('line', line => {
    const reply = parseReply(JSON.parse(line))
    if (!reply) return
    update(reply.state)
    waiting.get(reply.id)?.(reply.error)
    waiting.delete(reply.id)
  })
  lines.on('close', () => {
    for (const answer of waiting.values()) answer('the test servers have ended')
  })
  return async (act: Act, name: ServerName, signal?: NodeJS.Signals): Promise<void> => {
    const id = next++
    const answer = new Promise<string | null>(resolve => waiting.set(id, resolve))
    socket.ref()
    socket.write(`${JSON.stringify({ id, act, name, signal })}\n`)
    const error = await answer
    if (waiting.size === 0) socket.unref()
    if (error !== null) throw new Error(error)
  }
}
