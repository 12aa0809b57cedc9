import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Static } from 'typebox'
import { Dossier, StoredDocument } from '../answers.ts'
import type { Client } from '../client.ts'
import { importFolder } from '../import-folder.ts'
import { BATCHES, type Batch, BEYOND_NEED } from './paper-batches.ts'
import type { CaseFacts } from './papers/facts.ts'
import { type PaperCode, volumeOf } from './papers/paper-texts.ts'
import { makePaper } from './papers/papers.ts'

/** A paper that was written, with what the platform must say of it. */
export type Paper = {
  readonly code: PaperCode
  readonly title: string
  readonly path: string
  readonly diskPath: string
  readonly pageCount: number
  readonly sizeBytes: number
  readonly sha256: string
  readonly batch: Batch
}

/** `few`: what the gates ask for, for cases that only have to be there. */
export type Amount = 'all' | 'few'

/** Writes a batch's papers into volume folders below `dir`. */
export async function writeBatch(dir: string, batch: Batch, facts: CaseFacts, amount: Amount): Promise<Paper[]> {
  const codes: readonly PaperCode[] = BATCHES[batch]
  const papers: Paper[] = []
  for (const code of codes.filter(one => amount === 'all' || !BEYOND_NEED.has(one))) {
    const { fileName, bytes, ...made } = await makePaper(code, facts, { seed: facts.numbers.centre })
    const path = `${volumeOf(code)}/${fileName}`
    await mkdir(join(dir, volumeOf(code)), { recursive: true })
    await writeFile(join(dir, path), bytes)
    const { title, pageCount } = made
    papers.push({
      code,
      title,
      path,
      diskPath: join(dir, path),
      pageCount,
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      batch,
    })
  }
  return papers
}

/** Imports papers as one folder. @throws Error where one of them did not get in */
export async function importPapers(client: Client, caseId: string, name: string, papers: readonly Paper[]): Promise<void> {
  const { files } = await importFolder(client, caseId, {
    name,
    files: papers.map(({ path, diskPath, sizeBytes }) => ({ path, diskPath, sizeBytes })),
  })
  const bad = files.filter(({ state }) => state === 'refused' || state === 'failed')
  if (bad.length > 0) throw new Error(`没有入卷：${bad.map(({ path, code, why }) => `${path}（${code ?? ''} ${why ?? ''}）`).join('、')}`)
}

/** Whose papers the personal ones are; null leaves them without a name. */
type Hand = { readonly casePersonId: string | null; readonly personalPapers: ReadonlySet<string> }

/**
 * Does by hand what the names did not say: sorts the files that were not recognised or taken for another paper, and puts the
 * suspect's name to the papers that are about a person. Returns how many had to be sorted.
 */
export async function sortByHand(
  client: Client,
  caseId: string,
  papers: readonly Paper[],
  { casePersonId, personalPapers }: Hand,
): Promise<number> {
  const { volumes, unsorted } = await client.get(`/api/v1/cases/${caseId}/dossier`, Dossier)
  const stored = new Map([...unsorted, ...volumes.flatMap(({ documents }) => documents)].map(document => [document.sha256, document]))
  let sorted = 0
  for (const { sha256, code, path } of papers) {
    const document = stored.get(sha256)
    if (document === undefined) throw new Error(`卷宗里没有 ${path}`)
    const change = changeOf(document, code, personalPapers.has(code) ? casePersonId : null)
    if (Object.keys(change).length > 0) await client.patch(`/api/v1/cases/${caseId}/documents/${document.id}`, change, StoredDocument)
    if ('documentCode' in change) sorted++
  }
  return sorted
}

function changeOf(document: Static<typeof StoredDocument>, code: string, casePersonId: string | null): Record<string, string> {
  return {
    ...(document.code === code ? {} : { documentCode: code }),
    ...(casePersonId === null || document.casePersonId === casePersonId ? {} : { casePersonId }),
  }
}
