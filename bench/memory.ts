import { once } from 'node:events'
import { createWriteStream, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { renderPool } from '../src/cli/demo/papers/image-pool.ts'
import { DRUNK_DRIVING } from '../src/cli/demo/papers/sample-facts.ts'
import { multipartBody } from '../src/cli/multipart.ts'
import { aFiledCase, officers } from '../test/support/a-case.ts'
import type { Person } from '../test/support/http-client.ts'
import { type Figure, figure, type Spread, spread } from './measure.ts'
import { scanPdf } from './scan-pdf.ts'
import { upload } from './send.ts'
import type { Stack } from './stack.ts'

const MIB = 2 ** 20
/** The greatest is just below what the intake takes. */
const SIZES = [64 * MIB, 256 * MIB, 1_023 * MIB]
const ROUNDS = 3
const WARM_UP_FILES = 20
const REST_MS = 10_000
const SAMPLE_MS = 25
const MOST = 64

/**
 * Memory of our processes (API, its checking processes, worker) while one file goes through, up to its second digest: greatest
 * sum of proportional set sizes over the idle sum, in MiB. Idle is measured once, at rest after small uploads, so that what a
 * large file leaves behind counts in every later figure.
 */
export async function benchMemory(stack: Stack): Promise<Figure[]> {
  const { jpegs } = await renderPool(DRUNK_DRIVING, 12, `bench/${stack.seed}`)
  const who = await officers(stack.url)
  const send = async (sizeBytes: number, label: string): Promise<void> => await uploadFromDisk(stack, who, { jpegs, sizeBytes, label })
  for (let at = 0; at < WARM_UP_FILES; at++) await send(MIB, `warm ${at}`)
  const { api, worker } = stack.programs
  const roots = { api: api.pid, worker: worker.pid }
  await sleep(REST_MS)
  const idle = memoryOf(roots)
  const peaks = new Map(SIZES.map(size => [size, [] as Memory[]]))
  for (let round = 0; round < ROUNDS; round++)
    for (const size of SIZES) peaks.get(size)?.push(await peakDuring(roots, async () => await send(size, `round ${round}`)))
  if (api.pid !== roots.api || worker.pid !== roots.worker) throw new Error('a process was started again during the rounds')
  return SIZES.map(size => {
    const rounds = peaks.get(size) ?? []
    const values = rounds.map(peak => (totalOf(peak) - totalOf(idle)) / MIB)
    const over = (part: keyof Memory): Spread => spread(rounds.map(peak => (peak[part] - idle[part]) / MIB))
    const of = { idleMiB: Math.round(totalOf(idle) / MIB), apiMiB: over('api'), workerMiB: over('worker'), checksMiB: over('checks') }
    const judged = figure(`memory over idle, 1 × ${size / MIB} MiB`, 'MiB', values, { atMost: MOST }, of)
    // The aim is a bound: the greatest round decides, not the median.
    return { ...judged, met: judged.value.max <= MOST }
  })
}

type File = { readonly jpegs: readonly Buffer[]; readonly sizeBytes: number; readonly label: string }

async function uploadFromDisk(stack: Stack, who: { po: Person; pl: Person }, { jpegs, sizeBytes, label }: File): Promise<void> {
  const diskPath = join(stack.folder, 'file.pdf')
  const file = createWriteStream(diskPath)
  let length = 0
  for (const piece of scanPdf(jpegs, sizeBytes, label)) {
    length += piece.length
    if (!file.write(piece)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'close')
  const { caseId } = await aFiledCase(who)
  const body = multipartBody(
    { sizeBytes: String(length) },
    { diskPath, fileName: '扫描件.pdf', mediaType: 'application/pdf', sizeBytes: length },
  )
  const added = await upload(stack.url, who.po, caseId, body)
  if (added.sizeBytes !== length || added.pageCount < 1) throw new Error('the API entered another file')
  await stack.settled()
  rmSync(diskPath)
}

type Roots = { readonly api: number; readonly worker: number }
/** Bytes at one instant; pages that processes share count by their share. */
type Memory = { readonly api: number; readonly worker: number; readonly checks: number }

const totalOf = ({ api, worker, checks }: Memory): number => api + worker + checks

async function peakDuring(roots: Roots, work: () => Promise<void>): Promise<Memory> {
  const done = new AbortController()
  let peak = memoryOf(roots)
  const watching = (async () => {
    while (!done.signal.aborted) {
      const now = memoryOf(roots)
      if (totalOf(now) > totalOf(peak)) peak = now
      await sleep(SAMPLE_MS)
    }
  })()
  try {
    await work()
  } finally {
    done.abort()
    await watching
  }
  return peak
}

function memoryOf({ api, worker }: Roots): Memory {
  const checks = [...childrenOf(api), ...childrenOf(worker)].reduce((sum, pid) => sum + ownPss(pid), 0)
  return { api: ownPss(api), worker: ownPss(worker), checks }
}

function ownPss(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(readProc(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1_024
}

const childrenOf = (pid: number): number[] =>
  readProc(`/proc/${pid}/task/${pid}/children`)
    .split(' ')
    .filter(text => text !== '')
    .map(Number)

/** A process may end between being listed and being read. */
function readProc(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
