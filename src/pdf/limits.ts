/** Above this much JSON a page index is refused as `pdf-too-complex`. */
export const MAX_INDEX_BYTES = 32 * 1024 * 1024
/** A check that takes longer on the wall clock is ended with SIGKILL. */
export const CHECK_TIMEOUT_MS = 15_000
/** CPU seconds of one process over all its files; it is replaced at half of it, so no file pays for its forerunners. */
export const CHILD_CPU_SECONDS = 120

/** What a process that touches hostile bytes may take. */
export type ProcessLimits = {
  /** What the operating system lets it hold. */
  readonly dataBytes: number
  /** CPU seconds over all its files. */
  readonly cpuSeconds: number
  readonly heapMegabytes: number
  /** A process that says more than this in one answer is ended. */
  readonly answerChars: number
  /** Others go before it. */
  readonly canWait: boolean
  /** Folders it may read beside its own, the packages and the spool folder. */
  readonly readable: readonly string[]
}

export const CHECK_LIMITS: ProcessLimits = {
  dataBytes: 1_073_741_824,
  cpuSeconds: CHILD_CPU_SECONDS,
  heapMegabytes: 640,
  answerChars: MAX_INDEX_BYTES + 1024,
  canWait: false,
  readable: [],
}
