import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type IndexedDocument, planPages } from '../dossier/shown.ts'
import { readRange } from '../pdf/bundle.ts'
import type { ObjectStore } from '../storage/object-store.ts'

export type SpoolDeps = { readonly store: ObjectStore; readonly spoolDir: string }

/** Gives some pages of a paper as a file of their own in the spool folder, for as long as `use` takes. Nothing of it is held in memory. */
export async function withPages<T>(
  { store, spoolDir }: SpoolDeps,
  document: IndexedDocument,
  [first, last]: readonly [number, number],
  use: (path: string) => Promise<T>,
): Promise<T> {
  const path = join(spoolDir, `${randomUUID()}.pages`)
  try {
    const plan = await planPages(document, first, last)
    const open = async (key: string, offset: number, length: number): Promise<Readable> => await store.read(key, offset, length)
    const bytes = Readable.from(readRange(plan, 0, plan.length, open), { objectMode: false })
    await pipeline(bytes, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
    return await use(path)
  } finally {
    await rm(path, { force: true })
  }
}

const WINDOW_BYTES = 48 * 1024 * 1024
const WINDOW_PAGES = 64

/** The last page of a window that begins at `first`: few where the pages are heavy. */
export function windowEnd({ index }: IndexedDocument, first: number, pages: number): number {
  const perPage = Math.max(1, index.sizeBytes / Math.max(1, index.pages.length))
  return Math.min(pages, first + Math.max(1, Math.min(WINDOW_PAGES, Math.floor(WINDOW_BYTES / perPage))) - 1)
}
