/** Above this much JSON a page index is refused as `pdf-too-complex`. */
export const MAX_INDEX_BYTES = 32 * 1024 * 1024
/** A checking process that says more than this in one answer is ended. */
export const MAX_ANSWER_CHARS = MAX_INDEX_BYTES + 1024
/** A check that takes longer on the wall clock is ended with SIGKILL. */
export const CHECK_TIMEOUT_MS = 15_000
/** What the operating system lets the checking process take: 1 GiB of data. */
export const CHILD_DATA_BYTES = 1_073_741_824
/** CPU seconds of one process over all its files; it is replaced at half of it, so no file pays for its forerunners. */
export const CHILD_CPU_SECONDS = 120
