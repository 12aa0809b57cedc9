import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { tryLock } from './lock.ts'

/** The folder for programs, shared by all checkouts: `ANLIAN_CACHE`, else `$XDG_CACHE_HOME/anlian`, else `~/.cache/anlian`. */
export function cacheDirFromEnv(env: NodeJS.ProcessEnv = process.env): string {
  return resolve(env.ANLIAN_CACHE || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'anlian'))
}

/** Where programs are kept, whom to tell, and the signal that it is all given up. */
export interface Job {
  readonly cacheDir: string
  readonly log: (line: string) => void
  readonly signal: AbortSignal
}

/** Does the work while nobody else does the same in this cache; says now and then for whom it waits. */
export async function alone<T>(name: string, { cacheDir, log, signal }: Job, work: () => Promise<T>): Promise<T> {
  mkdirSync(cacheDir, { recursive: true })
  const begun = Date.now()
  for (let saidAt = 0; ; await sleep(200)) {
    signal.throwIfAborted()
    const answer = tryLock(join(cacheDir, `${name}.lock`))
    if ('release' in answer) {
      return await work().finally(() => answer.release())
    }
    if (Date.now() - saidAt > 5_000) {
      saidAt = Date.now()
      log(`${name}: process ${answer.pid} is getting it already, waiting, ${Math.round((saidAt - begun) / 1000)} s`)
    }
  }
}

/** Removes what a build with the fetched Go has left, once nobody builds any more. */
export function sweepCache(cacheDir: string): void {
  const left = join(cacheDir, 'go-work')
  if (!existsSync(left)) return
  const locks = ['temporal', 'minio'].map(name => tryLock(join(cacheDir, `${name}.lock`)))
  const got = locks.filter(lock => 'release' in lock)
  if (got.length === locks.length) rmSync(left, { recursive: true, force: true })
  for (const lock of got) lock.release()
}
