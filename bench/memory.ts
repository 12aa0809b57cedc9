import { once } from 'node:events'
import { createWriteStream, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { renderPool } from '../src/cli/demo/papers/image-pool.ts'
import { DRUNK_DRIVING } from '../src/cli/demo/papers/sample-facts.ts'
import { multipartBody } from '../src/cli/multipart.ts'
import { aFiledCase, officers } from '../test/support/a-case.ts'
import type { Person } from '../test/support/http-client.ts'
import { type Figure, figure, spread } from './measure.ts'
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
  const roots = [api.pid, worker.pid]
  await sleep(REST_MS)
  const idle = pssOf(roots)
  const peaks = new Map(SIZES.map(size => [size, [] as number[]]))
  for (let round = 0; round < ROUNDS; round++)
    for (const size of SIZES) {
      const peak = await peakDuring(roots, async () => await send(size, `round ${round}`))
      peaks.get(size)?.push((peak - idle) / MIB)
    }
  if (api.pid !== roots[0] || worker.pid !== roots[1]) throw new Error('a process was started again during the rounds')
  return SIZES.map(size => {
    const values = peaks.get(size) ?? []
    // The aim is a bound: the greatest round decides, not the median.
    const { max } = spread(values)
    const name = `memory over idle, 1 × ${size / MIB} MiB`
    return { ...figure(name, 'MiB', values, { atMost: MOST }, { idleMiB: Math.round(idle / MIB) }), met: max <= MOST }
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

async function peakDuring(roots: readonly number[], work: () => Promise<void>): Promise<number> {
  const done = new AbortController()
  let peak = 0
  const watching = (async () => {
    while (!done.signal.aborted) {
      peak = Math.max(peak, pssOf(roots))
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

/** Bytes of memory of these processes and all below them; shared pages count by their share. */
function pssOf(roots: readonly number[]): number {
  return roots.reduce((sum, pid) => sum + ownPss(pid) + pssOf(childrenOf(pid)), 0)
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
