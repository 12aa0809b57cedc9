import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { readRecord, writeWhole } from './files.ts'
import { SetupError } from './setup-error.ts'

const HOST = '127.0.0.1'
const DEFAULT_WEB_PORT = 8080
// Below the range from which systems take ports for outgoing connections, so that a server that died finds its own port free again.
const LOWEST = 15_000
const HIGHEST = 32_000

/** A free loopback port: the preferred one if it is free, else a random one. */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred !== undefined && (await isFree(preferred))) return preferred
  for (let tries = 0; tries < 200; tries++) {
    const port = randomInt(LOWEST, HIGHEST)
    if (await isFree(port)) return port
  }
  throw new SetupError('port-taken', { port: `${LOWEST}-${HIGHEST}` })
}

function isFree(port: number, host = HOST): Promise<boolean> {
  return new Promise(resolve => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}

/** The port for people: `PORT` if named, and then no other will do; else 8080, or the next free one. */
export async function webPort(env: NodeJS.ProcessEnv = process.env): Promise<number> {
  if (!env.PORT) {
    for (let port = DEFAULT_WEB_PORT; port < DEFAULT_WEB_PORT + 100; port++) if (await isFree(port)) return port
    return await freePort()
  }
  const port = Number(env.PORT)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new SetupError('bad-port', { given: env.PORT })
  if (!(await isFree(port))) throw new SetupError('port-taken', { port })
  return port
}

/** Remembers in a file which port each server had, so that it has the same one after the next start if that is free. */
export class PortBook {
  readonly #path: string
  readonly #log: (line: string) => void
  readonly #ports: Record<string, number> = {}

  constructor(path: string, log: (line: string) => void) {
    this.#path = path
    this.#log = log
    for (const [name, port] of Object.entries(readRecord(path) ?? {})) if (typeof port === 'number') this.#ports[name] = port
  }

  async claim(name: string): Promise<number> {
    const before = this.#ports[name]
    const port = await freePort(before)
    if (before !== undefined && port !== before) this.#log(`${name}: port ${before} is taken by another program, using ${port}`)
    this.#ports[name] = port
    writeWhole(this.#path, `${JSON.stringify(this.#ports)}\n`)
    return port
  }
}
