import { join } from 'node:path'
import type { ProcessLimits } from '../limits.ts'
import { startWordReader, type WordReader, type WordReaderOptions } from '../text/word-reader.ts'

const LIMITS: ProcessLimits = {
  dataBytes: 3_221_225_472,
  cpuSeconds: 1_200,
  heapMegabytes: 640,
  answerChars: 16 * 1024 * 1024,
  canWait: true,
  readable: [join(import.meta.dirname, '..', 'text')],
}
/** Four readings of a crowded page, on a machine where others go first. */
const PAGE_TIMEOUT_MS = 180_000

/** Reads a page's picture, whatever text layer it has. */
export const createOcrReader = (options: WordReaderOptions): WordReader =>
  startWordReader(options, { program: join(import.meta.dirname, 'ocr-child.ts'), limits: LIMITS, timeoutMs: PAGE_TIMEOUT_MS })
