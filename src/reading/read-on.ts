import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import { findShown, type IndexedDocument } from '../dossier/shown.ts'
import type { PageAnswer, WordReader } from '../pdf/text/word-reader.ts'
import type { Finder } from './finder.ts'
import { isPicture } from './pictures.ts'
import { type SpoolDeps, windowEnd, withPages } from './spool.ts'
import {
  type Claim,
  findWork,
  finish,
  goTo,
  inheritReading,
  type KeptPage,
  keepPages,
  keepPicture,
  nextPicture,
  noteFault,
  pagesAtBothEnds,
  park,
  type Work,
  wordsWait,
} from './store.ts'

/** A paper in hand, and what is used to read it. */
export type Hand = SpoolDeps & {
  readonly text: WordReader
  readonly pictures: WordReader
  readonly finder: Finder
  readonly orm: MikroORM
  readonly claim: Claim
  /** A fresh entity manager of the paper's case. */
  em(): EntityManager
  mayGoOn(): boolean
}

/** The paper is another worker's by now, was withdrawn, or this worker stops: nothing more is written of it. */
export class LostClaim extends Error {}

/** A paper of which more pages cannot be read is given up: each takes the time of two tries. */
const MOST_FAULTS = 3
/** What a paper says is looked for on its first and its last pages: nobody states his identity on page 400 of a volume. */
const FIRST_PAGES = 80
const LAST_PAGES = 20

/** Reads on in a paper from where it stands: text layers, then pictures, then what it says. Pictures make way for papers that have words. */
export async function readOn(hand: Hand): Promise<void> {
  try {
    await readStep(hand)
  } catch (error) {
    if (!areBytesGone(error)) throw error
    await write(hand, async em => await park(em, hand.claim.documentId, 'no-bytes'))
  }
}

/** The store says that there is no such object; that it does not answer is another thing, and passes. */
const areBytesGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'NoSuchKey' || error.code === 'InvalidRange')

async function readStep(hand: Hand): Promise<void> {
  const { documentId, step } = hand.claim
  const { work, document } = await write(hand, async em => ({
    work: await findWork(em, documentId),
    document: step === 'findings' ? null : await findShown(em, documentId),
  }))
  if (work === null) return
  if (step === 'findings') return await find(hand, work)
  if (document === null || document.index.pages.length !== work.pages)
    return await write(hand, async em => await park(em, documentId, 'no-index'))
  if (step === 'words') await readWords(hand, document, work)
  else await readPictures(hand, document)
}

/** One transaction of the paper's case. @throws LostClaim */
async function write<T>(hand: Hand, act: (em: EntityManager) => Promise<T>): Promise<T> {
  if (!hand.mayGoOn()) throw new LostClaim()
  return await hand.em().transactional(act)
}

async function readWords(hand: Hand, document: IndexedDocument, { pages, nextPage, inherited }: Work): Promise<void> {
  const { documentId } = hand.claim
  if (inherited && nextPage === 1 && (await write(hand, async em => await inheritReading(em, documentId)))) return
  for (let first = nextPage; first <= pages; ) {
    const last = windowEnd(document, first, pages)
    const kept = await withPages(hand, document, [first, last], async path => {
      const read: KeptPage[] = []
      for (let page = first; page <= last; page++) read.push(await readLayer(hand, document, path, { page, at: page - first + 1 }))
      return read
    })
    await write(hand, async em => {
      await keepPages(em, hand.claim, kept)
      await goTo(em, documentId, last + 1, kept.filter(({ lines }) => lines !== null).length)
    })
    first = last + 1
  }
}

/** The words of a text layer; a page without one, or whose layer cannot be taken out, is read as a picture. */
async function readLayer(
  hand: Hand,
  document: IndexedDocument,
  path: string,
  { page, at }: { page: number; at: number },
): Promise<KeptPage> {
  const answer = await readTwice(hand, hand.text, path, at)
  const { turned, lines } = answer.ok ? answer.words : { turned: 0 as const, lines: [] }
  const characters = lines.reduce((sum, { text }) => sum + legible(text), 0)
  if (!answer.ok || isPicture(document.index, page, characters)) return { page, engine: 'ocr', turned: 0, lines: null }
  return { page, engine: 'textLayer', turned, lines }
}

/** Characters that mean something: fonts without a table of their characters give letters of nobody's alphabet. */
const legible = (text: string): number => text.replace(/[\p{Co}\p{Cn}\ufffd\s]/gu, '').length

/** A process that died of the page before may have taken this one along, so it is asked again. @throws LostClaim */
async function readTwice(hand: Hand, reader: WordReader, path: string, page: number): Promise<PageAnswer> {
  for (let tries = 1; ; tries++) {
    const answer = await reader.read(path, page)
    if (!hand.mayGoOn()) throw new LostClaim()
    if (answer.ok || tries === 2) return answer
  }
}

async function readPictures(hand: Hand, document: IndexedDocument): Promise<void> {
  const { documentId } = hand.claim
  for (;;) {
    const page = await write(hand, async em => await nextPicture(em, documentId))
    if (page === null) return await write(hand, async em => await goTo(em, documentId, document.index.pages.length + 1, 0))
    const answer = await withPages(hand, document, [page, page], async path => await readTwice(hand, hand.pictures, path, 1))
    const isOver = await write(hand, async em => {
      const { turned, lines } = answer.ok ? answer.words : { turned: 0 as const, lines: [] }
      await keepPicture(em, documentId, { page, engine: 'ocr', turned, lines })
      if (answer.ok || (await noteFault(em, documentId)) < MOST_FAULTS) return false
      await park(em, documentId, 'unreadable')
      return true
    })
    if (isOver || (await wordsWait(hand.orm.em.fork()))) return
  }
}

/** What the paper says for the case card. One that is not sorted yet says nothing: no rule knows what it is. */
async function find(hand: Hand, { code }: Work): Promise<void> {
  const { documentId } = hand.claim
  const pages = code === null ? [] : await write(hand, async em => await pagesAtBothEnds(em, documentId, FIRST_PAGES, LAST_PAGES))
  const findings = code === null ? [] : await hand.finder.find(code, pages)
  const rules = findings === null ? 'failed' : hand.finder.rules
  await write(hand, async em => await finish(em, documentId, { code, findings: findings ?? [], rules }))
}
