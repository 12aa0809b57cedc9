import type { EntityManager } from '@mikro-orm/postgresql'
import { type BundlePlan, planBundle } from '../pdf/bundle.ts'
import { type IndexedDocument, loadIndexes } from './store.ts'
import { keyOf } from './views.ts'

export type { IndexedDocument } from './store.ts'

/** A paper with where its pages lie in the stored bytes; null where there is none that may be seen. */
export async function findShown(em: EntityManager, documentId: string): Promise<IndexedDocument | null> {
  return (await loadIndexes(em, [documentId])).get(documentId) ?? null
}

/** Some pages of a paper, from `first` to `last`, as the reader shows them: what the file does besides is not in it. */
export async function planPages(document: IndexedDocument, first: number, last: number): Promise<BundlePlan> {
  return await planBundle({
    title: '',
    entries: [{ key: keyOf(document), index: document.index, title: '', level: 0, pages: [first, last] }],
  })
}
