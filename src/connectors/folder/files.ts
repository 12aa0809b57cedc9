import { createHash, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { lstat, mkdir, open, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { BadFile, type Format } from './format.ts'

/** The folders of a drop folder (摆渡文件夹), from the platform's side. */
export const FOLDERS = { out: '发往系统', receipts: '回执', incoming: '系统报送', taken: '已收', bad: '问题' } as const

const MOST_BYTES = 5 << 20
const OK = '.ok'
const MANIFEST = 'manifest.json'

export const formatOf = (name: string): Format | null => (name.endsWith('.json') ? 'json' : name.endsWith('.xml') ? 'xml' : null)

export async function prepareFolders(root: string): Promise<void> {
  for (const folder of Object.values(FOLDERS)) await mkdir(join(root, folder), { recursive: true })
}

/** Writes a file so that it is there whole or not at all: under another name first, then renamed. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const part = `${path}.${randomUUID()}.part`
  const file = await open(part, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o640)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(part, path)
}

/** The same with its marker, which says that the file is whole. */
export async function writeMarked(path: string, text: string): Promise<void> {
  await writeWhole(path, text)
  await writeWhole(`${path}${OK}`, '')
}

/** Names of the files of a folder that may be documents, in their order. */
export async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter(entry => entry.isFile() && entry.name !== MANIFEST && !entry.name.startsWith('.') && formatOf(entry.name) !== null)
    .map(({ name }) => name)
    .toSorted()
}

/** Sizes of files at the last look: a file that ends as a document ends, and is as long as it was, is whole. */
export type LastLook = Map<string, number>

/**
 * The text of a file that is proved to be whole: by its marker, by the manifest of its folder with size and digest, or because it ends as
 * such a document ends and is as long as at the last look. That nothing moves is no proof. @returns null while it is not whole
 * @throws BadFile for one that never can be taken
 */
export async function readWhole(folder: string, name: string, lastLook: LastLook): Promise<string | null> {
  const path = join(folder, name)
  const { size } = await lstat(path)
  if (size > MOST_BYTES) throw new BadFile(`文件过大，最多 ${MOST_BYTES / (1 << 20)} MB`)
  const bytes = await readNoLink(path)
  const before = lastLook.get(path)
  lastLook.set(path, size)
  const isProved =
    (await isThere(`${path}${OK}`)) || (await isInManifest(folder, name, bytes)) || (endsWhole(bytes, name) && before === size)
  if (!isProved) return null
  lastLook.delete(path)
  return new TextDecoder('utf-8').decode(bytes)
}

/** A link would have us read what is not in the folder. */
async function readNoLink(path: string): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    return await file.readFile()
  } finally {
    await file.close()
  }
}

export async function isThere(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isFile()
  } catch {
    return false
  }
}

async function isInManifest(folder: string, name: string, bytes: Buffer): Promise<boolean> {
  const path = join(folder, MANIFEST)
  if (!(await isThere(path))) return false
  try {
    const manifest: unknown = JSON.parse(await readFile(path, 'utf8'))
    const files: unknown = typeof manifest === 'object' && manifest !== null && 'files' in manifest ? manifest.files : null
    const digest = createHash('sha256').update(bytes).digest('hex')
    return (
      Array.isArray(files) &&
      files.some((one: unknown) => isEntry(one) && one.name === name && one.size === bytes.length && one.sha256 === digest)
    )
  } catch {
    return false
  }
}

const isEntry = (value: unknown): value is { name: unknown; size: unknown; sha256: unknown } =>
  typeof value === 'object' && value !== null && 'name' in value && 'size' in value && 'sha256' in value

function endsWhole(bytes: Buffer, name: string): boolean {
  const end = bytes
    .subarray(Math.max(0, bytes.length - 200))
    .toString('utf8')
    .trimEnd()
  if (formatOf(name) === 'xml') return /<\/[\p{L}\w:.-]+>$/u.test(end)
  if (!end.endsWith('}')) return false
  try {
    JSON.parse(bytes.toString('utf8'))
    return true
  } catch {
    return false
  }
}

/** Puts a file among the problems, with the reason in plain words beside it. */
export async function putAside(root: string, folder: string, name: string, reason: string): Promise<void> {
  await writeWhole(join(root, FOLDERS.bad, `${name}.原因.txt`), `${reason}\n`)
  await rename(join(root, folder, name), join(root, FOLDERS.bad, name))
  await dropMarker(join(root, folder, name))
}

/** Moves a file to those that are taken; its receipt is there already. */
export async function putTaken(root: string, folder: string, name: string): Promise<void> {
  await mkdir(join(root, FOLDERS.taken, '原件'), { recursive: true })
  await rename(join(root, folder, name), join(root, FOLDERS.taken, '原件', name))
  await dropMarker(join(root, folder, name))
}

async function dropMarker(path: string): Promise<void> {
  if (await isThere(`${path}${OK}`)) await rename(`${path}${OK}`, `${path}${OK}.part`)
}
