import { existsSync, readdirSync, realpathSync, rmdirSync, rmSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { readIfThere } from './files.ts'
import { lockDataDir } from './lock.ts'
import { killOrphans } from './orphans.ts'
import { SYSTEM_PLACE } from './postgres-bin.ts'
import { SetupError } from './setup-error.ts'

/** What we put there; a file of anybody else's stays. */
const OURS =
  /^(postgres(\.(new|pw|place|made))?|minio|minio-certs|temporal|logs|run|ports\.json|secrets\.json|marker|lock|spool|demo|server\.json|seeding\.pid)([.][\w.]+)?$/

/**
 * Deletes all data. Refuses a folder that is in use (`data-folder-locked`) or was not made by us (`not-a-data-folder`).
 * The marker goes last: interrupted, it can be done again.
 */
export async function removeDataDir(folder: string, log: (line: string) => void): Promise<void> {
  if (!existsSync(join(folder, 'marker'))) throw new SetupError('not-a-data-folder', { folder })
  const root = realpathSync(folder)
  const lock = lockDataDir(root)
  try {
    if (existsSync(join(root, 'run'))) await killOrphans(join(root, 'run'), log)
    const outside = readIfThere(join(root, 'postgres.place'))?.trim()
    if (outside?.startsWith(SYSTEM_PLACE + sep)) rmSync(dirname(outside), { recursive: true, force: true })
    const names = readdirSync(root).filter(name => OURS.test(name) && !['marker', 'lock'].includes(name))
    for (const name of [...names, 'marker']) rmSync(join(root, name), { recursive: true, force: true })
  } finally {
    lock.release()
  }
  if (readdirSync(root).length === 0) rmdirSync(root)
}
