import { randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, realpathSync, statfsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readIfThere, writeWhole } from './files.ts'
import { errorCode, errorLine, SetupError } from './setup-error.ts'

/** What lies where in a data folder. */
export interface DataDir {
  readonly root: string
  /** A random id written once; the database and the bucket carry the same, so that a wrong pair is noticed. */
  readonly marker: string
  readonly isNew: boolean
  readonly logs: string
  readonly run: string
  readonly minio: string
  readonly temporal: string
  readonly ports: string
}

const MB = 1024 * 1024
const NEEDED_MB = 256

/** The data folder named by `ANLIAN_DATA`, or `.data` in the current folder. */
export function dataDirFromEnv(env: NodeJS.ProcessEnv = process.env): string {
  return resolve(env.ANLIAN_DATA || '.data')
}

/** Makes the folder or checks an old one. Refuses one that is not writable, half written, on a full disk, or without its secrets. */
export function openDataDir(folder: string): DataDir {
  const root = realFolder(folder)
  const dir = {
    root,
    logs: join(root, 'logs'),
    run: join(root, 'run'),
    minio: join(root, 'minio'),
    temporal: join(root, 'temporal'),
    ports: join(root, 'ports.json'),
  }
  const marker = join(root, 'marker')
  try {
    // PostgreSQL runs as another user when we are root: let it pass through, but not look around.
    chmodSync(root, process.getuid?.() === 0 ? 0o711 : 0o700)
    const id = readIfThere(marker)?.trim() ?? ''
    const isNew = id === ''
    if (isNew) refuseRemains(root)
    else if (!existsSync(join(root, 'secrets.json')) && needsSecrets(root)) throw new SetupError('secrets-missing', { folder: root })
    for (const part of [dir.logs, dir.run, dir.minio, dir.temporal]) mkdirSync(part, { recursive: true, mode: 0o700 })
    needSpace(root, NEEDED_MB, 'the data folder', 'ANLIAN_DATA')
    if (!isNew) return { ...dir, marker: id, isNew }
    const made = randomUUID()
    writeWhole(marker, `${made}\n`)
    return { ...dir, marker: made, isNew }
  } catch (error) {
    throw unusable(root, error)
  }
}

/** Makes the folder if need be and follows links: processes are recognised by where they really work. */
export function realFolder(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return realpathSync(folder)
  } catch (error) {
    throw unusable(resolve(folder), error)
  }
}

function unusable(root: string, error: unknown): SetupError {
  if (error instanceof SetupError) return error
  if (errorCode(error) === 'ENOSPC')
    return new SetupError('disk-full', {
      folder: root,
      freeMb: 0,
      neededMb: NEEDED_MB,
      purpose: 'the data folder',
      variable: 'ANLIAN_DATA',
    })
  return new SetupError('data-folder-unusable', { folder: root, reason: errorLine(error) }, { cause: error })
}

/** Refuses with `disk-full` if less than `neededMb` are free. `variable` is the setting that names another place. */
export function needSpace(folder: string, neededMb: number, purpose: string, variable: string): void {
  const { bavail, bsize } = statfsSync(folder)
  const freeMb = Math.floor((bavail * bsize) / MB)
  if (freeMb < neededMb) throw new SetupError('disk-full', { folder, freeMb, neededMb, purpose, variable })
}

/** The marker is written before any server's data: data without it means that part of the folder was lost. */
function refuseRemains(root: string): void {
  if (!hasData(root)) return
  throw new SetupError('data-folder-half-written', { folder: root, what: 'there is data but no marker file / 有数据而无 marker 文件' })
}

function hasData(root: string): boolean {
  return needsSecrets(root) || existsSync(join(root, 'temporal', 'complete'))
}

/** These are opened with passwords from the secrets file. */
function needsSecrets(root: string): boolean {
  return ['postgres', 'postgres.place', 'minio/.minio.sys'].some(part => existsSync(join(root, part)))
}
