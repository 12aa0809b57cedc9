import { join } from 'node:path'
import type { ProcessLimits } from '../limits.ts'
import { startWordReader, type WordReader, type WordReaderOptions } from './word-reader.ts'

const LIMITS: ProcessLimits = {
  dataBytes: 1_073_741_824,
  cpuSeconds: 240,
  heapMegabytes: 512,
  answerChars: 16 * 1024 * 1024,
  canWait: true,
  readable: [],
}
const PAGE_TIMEOUT_MS = 15_000

/** Reads what a page's text layer says; a page without one has no lines. */
export const createTextReader = (options: WordReaderOptions): WordReader =>
  startWordReader(options, { program: join(import.meta.dirname, 'text-child.ts'), limits: LIMITS, timeoutMs: PAGE_TIMEOUT_MS })
