import { closeSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs'

const ROTATE_BYTES = 20 * 1024 * 1024

/** Opens a server's log for appending; a long one is first moved to `<name>.1`. Gives the file and where the new lines begin. */
export function openLog(path: string): { fd: number; from: number } {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > ROTATE_BYTES) renameSync(path, `${path}.1`)
  const fd = openSync(path, 'a', 0o600)
  return { fd, from: fstatSync(fd).size }
}

/** The last lines written since `from`. */
export function logTail(path: string, from: number, lines = 12): string {
  const fd = openSync(path, 'r')
  try {
    const size = fstatSync(fd).size
    const start = Math.max(from, size - 16_384)
    const bytes = Buffer.alloc(Math.max(0, size - start))
    readSync(fd, bytes, 0, bytes.length, start)
    return bytes.toString('utf8').trimEnd().split('\n').slice(-lines).join('\n')
  } finally {
    closeSync(fd)
  }
}
