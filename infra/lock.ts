import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, rmdirSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { realFolder } from './data-dir.ts'
import { readRecord } from './files.ts'
import { identify, isRunning } from './process-id.ts'
import { errorCode, SetupError } from './setup-error.ts'

export interface Lock {
  release(): void
}

export interface LockHolder {
  readonly pid: number
  readonly startedAt: string
  readonly host: string
  readonly since: string
}

const mine = new Map<string, number>()

/**
 * Takes the lock file, or says who has it. A lock left by a process that has ended is taken over.
 * The same process may take it several times; the last release lets it go.
 */
export function tryLock(path: string): Lock | LockHolder {
  const place = resolve(path)
  const held = mine.get(place) ?? 0
  if (held === 0) {
    mkdirSync(dirname(place), { recursive: true })
    for (let tries = 0; !putInPlace(place); tries++) {
      const holder = readHolder(place)
      if (holder && (!isGone(holder) || tries > 100)) return holder
      takeAway(place)
    }
  }
  mine.set(place, held + 1)
  return { release: once(() => release(place)) }
}

/** Locks a data folder for this process. Refuses with `data-folder-locked`: who has it, since when, what to do. */
export function lockDataDir(dataDir: string): Lock {
  const folder = realFolder(dataDir)
  const path = join(folder, 'lock')
  const answer = tryLock(path)
  if ('release' in answer) return answer
  const facts = { folder, lock: path, pid: answer.pid, since: answer.since, host: answer.host }
  throw new SetupError(answer.host === hostname() ? 'data-folder-locked' : 'data-folder-locked-elsewhere', facts)
}

/** Puts the complete lock file in its place at once (a link fails if something is there), so nobody reads half of one. */
function putInPlace(place: string): boolean {
  const draft = `${place}.${process.pid}.${randomBytes(4).toString('hex')}`
  const holder: LockHolder = { ...ownId(), host: hostname(), since: new Date().toISOString() }
  writeFileSync(draft, `${JSON.stringify(holder)}\n`, { mode: 0o600 })
  try {
    linkSync(draft, place)
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Removes a dead process's lock. Only one may do so at a time, and looks again first: it could be a new one by now. */
function takeAway(place: string): void {
  const guard = `${place}.takeover`
  try {
    mkdirSync(guard)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
    const age = statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
    if (Date.now() - age > 5_000) rmSync(guard, { recursive: true, force: true })
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
    return
  }
  try {
    const there = existsSync(place)
    const holder = readHolder(place)
    // No file: it was released meanwhile, and the next one may be putting his in place just now.
    if (there && (!holder || isGone(holder))) rmSync(place)
  } finally {
    rmdirSync(guard)
  }
}

function release(place: string): void {
  const left = (mine.get(place) ?? 1) - 1
  if (left > 0) {
    mine.set(place, left)
    return
  }
  mine.delete(place)
  if (readHolder(place)?.pid === process.pid) unlinkSync(place)
}

function isGone(holder: LockHolder): boolean {
  return holder.host === hostname() && !isRunning(holder)
}

function ownId() {
  return identify(process.pid) ?? { pid: process.pid, startedAt: '' }
}

function readHolder(place: string): LockHolder | null {
  const { pid, startedAt, host, since } = readRecord(place) ?? {}
  if (typeof pid !== 'number' || typeof startedAt !== 'string' || typeof host !== 'string' || typeof since !== 'string') return null
  return { pid, startedAt, host, since }
}

function once(act: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    act()
  }
}
