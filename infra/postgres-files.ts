import { execFile } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readdirSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { DataDir } from './data-dir.ts'
import { readIfThere, writeWhole } from './files.ts'
import { POSTGRES_MAJOR, SYSTEM_PLACE } from './postgres-bin.ts'
import { identify, type ProcessId, stopProcess } from './process-id.ts'
import { errorCode, errorLine, SetupError } from './setup-error.ts'
import { canEnter, type RunAs } from './unprivileged.ts'

/** The superuser of a cluster made here; the project itself never signs in as him. */
export const ADMIN = 'anlian_admin'

/** Where PostgreSQL's files are: in the data folder, or, if its user cannot enter that, in a place named by `postgres.place`. */
export function postgresPlace(dir: DataDir, runAs: RunAs | null): string {
  const note = join(dir.root, 'postgres.place')
  const noted = readIfThere(note)?.trim()
  if (noted) return noted
  const inside = join(dir.root, 'postgres')
  if (!runAs || canEnter(runAs, dir.root)) return inside
  const outside = join(SYSTEM_PLACE, dir.marker)
  mkdirSync(outside, { recursive: true, mode: 0o711 })
  writeWhole(note, `${join(outside, 'postgres')}\n`)
  return join(outside, 'postgres')
}

/** Refuses data of another major version, and data that is not whole. */
export function checkCluster(dir: DataDir, place: string): 'missing' | 'whole' {
  const half = (what: string) => new SetupError('data-folder-half-written', { folder: dir.root, what })
  const found = readIfThere(join(place, 'PG_VERSION'))?.trim()
  if (found === undefined) {
    if (existsSync(place)) throw half('postgres/PG_VERSION is missing / 缺少 postgres/PG_VERSION')
    if (existsSync(join(dir.root, 'postgres.made'))) throw half('the database files are gone / 数据库文件已丢失')
    return 'missing'
  }
  if (found !== POSTGRES_MAJOR) throw new SetupError('data-folder-other-version', { folder: dir.root, found, wanted: POSTGRES_MAJOR })
  for (const part of ['global/pg_control', 'base', 'pg_wal', 'postgresql.conf']) {
    if (!existsSync(join(place, part))) throw half(`postgres/${part} is missing / 缺少 postgres/${part}`)
  }
  return 'whole'
}

export interface NewCluster {
  readonly dir: DataDir
  readonly place: string
  readonly bin: string
  readonly runAs: RunAs | null
  readonly password: string
  readonly durable: boolean
}

/** Makes the database files under a draft name and renames them when they are whole, so an interrupted first start is simply repeated. */
export async function initCluster({ dir, place, bin, runAs, password, durable }: NewCluster): Promise<void> {
  const draft = `${place}.new`
  const passwordFile = `${place}.pw`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (runAs) for (const path of [draft, passwordFile]) chownSync(path, runAs.uid, runAs.gid)
  const args = ['-D', draft, '-U', ADMIN, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--data-checksums']
  // The builtin locale sorts the same everywhere, whatever C library or ICU the machine has.
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--text-search-config=simple']
  try {
    await promisify(execFile)(join(bin, 'initdb'), [...args, ...locale, ...(durable ? [] : ['--no-sync'])], {
      env: postgresEnv(),
      cwd: '/',
      ...(runAs ?? {}),
    })
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw initFailure(dir, error)
  } finally {
    rmSync(passwordFile, { force: true })
  }
  renameSync(draft, place)
  writeFileSync(join(dir.root, 'postgres.made'), '')
}

function initFailure(dir: DataDir, error: unknown): SetupError {
  const text = errorLine(error)
  if (/No space left on device/.test(text) || errorCode(error) === 'ENOSPC') {
    return new SetupError(
      'disk-full',
      { folder: dir.root, freeMb: 0, neededMb: 256, purpose: 'PostgreSQL', variable: 'ANLIAN_DATA' },
      { cause: error },
    )
  }
  return new SetupError('server-did-not-start', { server: 'postgres', reason: 'initdb failed', log: '-', tail: text }, { cause: error })
}

/** Neither the user's PG* variables nor his locale may change what is made or started. */
export function postgresEnv(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('PG') && !name.startsWith('LC_') && name !== 'LANG')
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' }
}

/**
 * Removes the pid file of a PostgreSQL that was killed, if its id now belongs to some other program: PostgreSQL itself
 * would take that program for a server on the same data and refuse to start (seen in containers, where ids come round soon).
 */
export function clearStalePidFile(place: string): void {
  const path = join(place, 'postmaster.pid')
  const pid = Number(readIfThere(path)?.split('\n')[0])
  if (!pid || process.platform !== 'linux') return
  try {
    if (readlinkSync(`/proc/${pid}/cwd`) === place) return
  } catch {
    // gone, or not ours to look at: then it is not the user's PostgreSQL either
  }
  rmSync(path, { force: true })
}

/**
 * Waits for the processes of a killed PostgreSQL, which hold its memory for some moments yet, and stops by id what does
 * not end by itself: until then a new one refuses to start. Call it only while holding the data folder's lock.
 */
export async function settleStragglers(place: string): Promise<void> {
  if (process.platform !== 'linux') return
  const until = Date.now() + 5_000
  for (; ; await sleep(50)) {
    const left = processesIn(place)
    if (left.length === 0) return
    if (Date.now() < until) continue
    await Promise.all(
      left.map(id =>
        stopProcess(id, [
          ['SIGINT', 10_000],
          ['SIGKILL', 5_000],
        ]),
      ),
    )
    return
  }
}

/** Every process of a PostgreSQL works in its data folder. */
function processesIn(place: string): ProcessId[] {
  return readdirSync('/proc').flatMap(pid => {
    try {
      const id = /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`) === place ? identify(Number(pid)) : null
      return id ? [id] : []
    } catch {
      return [] // gone meanwhile, or another user's
    }
  })
}
