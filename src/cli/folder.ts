import { lstat, readdir } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { compareByShelf } from './folder-order.ts'

/** A file of a folder that is to be imported; `path` is relative, with slashes. */
export type FolderFile = { readonly path: string; readonly diskPath: string; readonly sizeBytes: number }

type Folder = {
  readonly files: readonly FolderFile[]
  /** What operating systems leave lying about, and links that might lead out of the folder: not sent, but said. */
  readonly skipped: readonly string[]
}

const LEFT_BY_SYSTEMS = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini', '__MACOSX'])
const TYPES: Readonly<Record<string, string>> = {
  '.pdf': 'application/pdf',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
}

/** The media type that a file's ending declares; the server looks at the bytes. */
export const declaredType = (path: string): string => TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream'

/** All files below a folder in shelf order. */
export async function readFolder(root: string): Promise<Folder> {
  const files: FolderFile[] = []
  const skipped: string[] = []
  const walk = async (below: string): Promise<void> => {
    for (const name of await readdir(join(root, below))) {
      const path = below === '' ? name : `${below}/${name}`
      const diskPath = join(root, path)
      const found = await lstat(diskPath)
      if (LEFT_BY_SYSTEMS.has(name) || !(found.isFile() || found.isDirectory())) skipped.push(path)
      else if (found.isDirectory()) await walk(path)
      else files.push({ path, diskPath, sizeBytes: found.size })
    }
  }
  await walk('')
  return { files: files.sort((a, b) => compareByShelf(a.path, b.path)), skipped: skipped.sort(compareByShelf) }
}
