import { createHash } from 'node:crypto'
import { lstat, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Json } from '../../domain/json.ts'
import { type Document, fieldsOf } from '../document.ts'
import { type AgencySystem, type CardSnapshot, type Placed, SystemFault, type SystemListing, type SystemRecord } from '../model.ts'
import { nameOfPointer, wordsOf } from '../naming.ts'
import { readRecord } from '../record.ts'
import type { Way } from '../ways.ts'
import {
  FOLDERS,
  formatOf,
  isThere,
  type LastLook,
  namesIn,
  prepareFolders,
  putAside,
  putTaken,
  readWhole,
  writeMarked,
  writeWhole,
} from './files.ts'
import { BadFile, type Format, readFileText, writeCard } from './format.ts'

const DEFAULT_RECEIPT_SECONDS = 60
const LOOK_MS = 200

type Folder = { readonly root: string; readonly format: Format; readonly waitMs: number; readonly lastLook: LastLook }

/**
 * An agency's own system behind a folder that both sides see: a card is a file with a marker, its record comes back as a receipt with what
 * was saved; records born there are files too. Whatever is half written waits, whatever is not right is put aside with the reason.
 */
export async function openFolderSystem(way: Way): Promise<AgencySystem> {
  const root = way.address
  await away(async () => {
    if (!(await lstat(root)).isDirectory()) throw new Error('not a folder')
    await prepareFolders(root)
  })
  const { format = 'json', receiptSeconds = DEFAULT_RECEIPT_SECONDS } = way.settings
  const folder: Folder = { root, format, waitMs: receiptSeconds * 1_000, lastLook: new Map() }
  return {
    find: async platformCaseId => await away(async () => await find(folder, platformCaseId)),
    write: async (snapshot, reference, mayStillSubmit) => await write(folder, snapshot, reference, mayStillSubmit),
    read: async reference => await away(async () => await read(folder, reference)),
    list: async () => await away(async () => await list(folder)),
    trial: async snapshot => ({ placed: placedIn(folder, snapshot), picture: null }),
    close: async () => undefined,
  }
}

/** A folder that is not mounted is a system that is down. */
async function away<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof SystemFault || !(error instanceof Error) || !('code' in error)) throw error
    throw new SystemFault('down', `文件夹不可用（${String(error.code)}）`)
  }
}

const nameOf = (snapshot: CardSnapshot, format: Format): string => `${snapshot.platformCaseId}_v${snapshot.cardVersion}.${format}`
const keptName = (reference: string): string => `${encodeURIComponent(reference)}.json`
const referenceFile = (folder: Folder, platformCaseId: string): string =>
  join(folder.root, FOLDERS.taken, `${encodeURIComponent(platformCaseId)}.ref`)

async function write(folder: Folder, snapshot: CardSnapshot, reference: string | null, mayStillSubmit: () => Promise<void>) {
  const name = nameOf(snapshot, folder.format)
  const path = join(folder.root, FOLDERS.out, name)
  await mayStillSubmit()
  await away(async () => {
    if (!(await isThere(`${path}.ok`))) await writeMarked(path, writeCard(folder.format, snapshot, reference))
  })
  for (let left = folder.waitMs; ; left -= LOOK_MS) {
    const receipt = await away(async () => await takeReceipts(folder, snapshot.platformCaseId, name))
    if (receipt !== null) return { reference: receipt, picture: null }
    if (left <= 0) throw new SystemFault('slow', '尚未收到对方回执')
    await pause(LOOK_MS)
  }
}

/** Takes the receipts of a case. @returns what the system calls the record, once the file of this name is receipted */
async function takeReceipts(folder: Folder, platformCaseId: string, wanted: string | null): Promise<string | null> {
  const inFolder = join(folder.root, FOLDERS.receipts)
  let found: string | null = null
  for (const name of await namesIn(inFolder)) {
    if (!name.startsWith(`${platformCaseId}_v`)) continue
    const taken = await takeReceipt(folder, inFolder, name)
    if (taken !== null && stem(name) === (wanted === null ? '' : stem(wanted))) found = taken
  }
  return found
}

const stem = (name: string): string => name.replace(/\.(json|xml)$/, '')

async function takeReceipt(folder: Folder, inFolder: string, name: string): Promise<string | null> {
  let receipt: Document
  try {
    const text = await readWhole(inFolder, name, folder.lastLook)
    if (text === null) return null
    receipt = readFileText(formatOf(name) ?? 'json', text)
  } catch (error) {
    if (!(error instanceof BadFile)) throw error
    await putAside(folder.root, FOLDERS.receipts, name, error.message)
    throw new SystemFault('rejected', `回执 ${name} 无法读取，已移入“${FOLDERS.bad}”`)
  }
  if (receipt.accepted !== true && receipt.accepted !== 'true') {
    await putAside(folder.root, FOLDERS.receipts, name, `对方拒收：${wordsOf(receipt.reason ?? '未说明理由')}`)
    await unmark(join(folder.root, FOLDERS.out, stem(name)), folder.format)
    throw new SystemFault('rejected', `对方拒收，理由见“${FOLDERS.bad}/${name}”`)
  }
  const record = readRecord({ ...receipt })
  await keep(folder, record, { ...receipt })
  await putTaken(folder.root, FOLDERS.receipts, name)
  return record.reference
}

/** A card that was refused is sent again once somebody tries it again. */
const unmark = async (path: string, format: Format): Promise<void> => await rm(`${path}.${format}.ok`, { force: true })

/** Keeps what a record is now, by what the system calls it, and the way to it from the platform's number. */
async function keep(folder: Folder, record: SystemRecord, document: Document): Promise<void> {
  await writeWhole(join(folder.root, FOLDERS.taken, keptName(record.reference)), JSON.stringify(document))
  if (record.platformCaseId !== null) await writeWhole(referenceFile(folder, record.platformCaseId), record.reference)
}

async function find(folder: Folder, platformCaseId: string): Promise<SystemRecord | null> {
  await takeReceipts(folder, platformCaseId, null)
  const path = referenceFile(folder, platformCaseId)
  return (await isThere(path)) ? await read(folder, await readFile(path, 'utf8')) : null
}

async function read(folder: Folder, reference: string): Promise<SystemRecord> {
  const path = join(folder.root, FOLDERS.taken, keptName(reference))
  if (!(await isThere(path))) throw new SystemFault('rejected', '对方尚未报送该记录')
  const value: unknown = JSON.parse(await readFile(path, 'utf8'))
  return readRecord(value)
}

/** Takes in what the system has put there, each file only once it is whole; then lists all records that are known. */
async function list(folder: Folder): Promise<SystemListing[]> {
  const inFolder = join(folder.root, FOLDERS.incoming)
  for (const name of await namesIn(inFolder)) if (!name.endsWith('.回执.json')) await takeIn(folder, inFolder, name)
  const names = (await namesIn(join(folder.root, FOLDERS.taken))).filter(name => name.endsWith('.json'))
  const listed = await Promise.all(
    names.map(async name => {
      const text = await readFile(join(folder.root, FOLDERS.taken, name), 'utf8')
      return { reference: decodeURIComponent(name.slice(0, -'.json'.length)), changed: digestOf(text) }
    }),
  )
  return listed.toReversed()
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Kept first, then receipted, then moved: killed in between, it is taken in again and is the same. */
async function takeIn(folder: Folder, inFolder: string, name: string): Promise<void> {
  try {
    const text = await readWhole(inFolder, name, folder.lastLook)
    if (text === null) return
    const document = readFileText(formatOf(name) ?? 'json', text)
    const record = recordIn(document)
    await keep(folder, record, document)
    const receipt = { file: name, reference: record.reference, sha256: digestOf(text) }
    await writeWhole(join(inFolder, `${stem(name)}.回执.json`), `${JSON.stringify(receipt)}\n`)
    await putTaken(folder.root, FOLDERS.incoming, name)
  } catch (error) {
    if (!(error instanceof BadFile)) throw error
    await putAside(folder.root, FOLDERS.incoming, name, error.message)
  }
}

function recordIn(document: Document): SystemRecord {
  try {
    return readRecord({ ...document })
  } catch (error) {
    if (error instanceof SystemFault) throw new BadFile(error.detail)
    throw error
  }
}

const placedIn = ({ root, format }: Folder, snapshot: CardSnapshot): Placed[] => {
  const file = join(root, FOLDERS.out, nameOf(snapshot, format))
  const place = (pointer: string): string =>
    format === 'json' ? `${file} card${pointer.replaceAll('/', '.')}` : `${file} value[pointer=${pointer}]`
  return [...fieldsOf(snapshot.card)].map(([pointer, value]: [string, Json]) => ({
    pointer,
    zh: nameOfPointer(pointer).zh,
    place: place(pointer),
    words: wordsOf(value),
  }))
}
