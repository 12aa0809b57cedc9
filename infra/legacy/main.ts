// node infra/legacy/main.ts --dir <folder> [--kind police] [--port 9101] [--control 9100]: the three legacy systems, or one; Ctrl-C ends them.
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readRecord, writeWhole } from '../files.ts'
import type { Account } from './accounts.ts'
import { startControl } from './control.ts'
import { LEGACY_KINDS, type Legacy, startLegacy } from './start.ts'
import type { LegacyKind } from './system.ts'

const USAGE = '用法：node infra/legacy/main.ts --dir <folder> [--kind police|procuratorate|court] [--port N] [--control N]'

const interrupted = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort())

try {
  await run(readOptions())
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

function readOptions(): { dir: string; kinds: readonly LegacyKind[]; port: number; control: number } {
  const { values } = parseArgs({
    options: { dir: { type: 'string' }, kind: { type: 'string' }, port: { type: 'string' }, control: { type: 'string' } },
  })
  const kinds = LEGACY_KINDS.filter(kind => values.kind === undefined || values.kind === kind)
  const [port, control] = [Number(values.port ?? 0), Number(values.control ?? 0)]
  if (values.dir === undefined || kinds.length === 0 || !Number.isInteger(port) || !Number.isInteger(control)) throw new Error(USAGE)
  return { dir: values.dir, kinds, port, control }
}

/** Prints one line of JSON when all answer: addresses, and the file with the passwords and the token of the control page. */
async function run({ dir, kinds, port, control }: ReturnType<typeof readOptions>): Promise<void> {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const secrets = secretsIn(join(dir, 'secrets.json'), kinds)
  const running: Legacy[] = []
  try {
    for (const [at, kind] of kinds.entries())
      running.push(await startLegacy({ kind, dir, port: port === 0 ? 0 : port + at, accounts: secrets.accounts[kind] ?? [] }))
    const desk = await startControl(running, secrets.token, control)
    try {
      const systems = Object.fromEntries(running.map(({ kind, url }) => [kind, url]))
      console.log(JSON.stringify({ ready: true, systems, control: desk.url, secrets: secrets.file }))
      await new Promise<void>(resolve => {
        if (interrupted.signal.aborted) resolve()
        else interrupted.signal.addEventListener('abort', () => resolve(), { once: true })
      })
    } finally {
      await desk.stop()
    }
  } finally {
    for (const legacy of running) await legacy.stop()
  }
}

/** Passwords and token, made at the first start; the file is the owner's alone. */
function secretsIn(file: string, kinds: readonly LegacyKind[]): { file: string; token: string; accounts: Record<string, Account[]> } {
  const known = readRecord(file) ?? {}
  const made = (key: string): string => {
    const before = known[key]
    return typeof before === 'string' ? before : randomBytes(12).toString('base64url')
  }
  const token = made('token')
  const passwords = Object.fromEntries(kinds.flatMap(kind => [`${kind}.officer`, `${kind}.robot`].map(key => [key, made(key)])))
  writeWhole(file, `${JSON.stringify({ ...known, token, ...passwords }, null, 2)}\n`, 0o600)
  const accounts = Object.fromEntries(
    kinds.map(kind => [
      kind,
      [
        { name: 'officer', person: '陈国安', password: passwords[`${kind}.officer`] ?? '' },
        { name: 'robot', person: '案管机器人', password: passwords[`${kind}.robot`] ?? '' },
      ],
    ]),
  )
  return { file, token, accounts }
}
