import { formatBytes, formatSeconds } from './sizes.ts'

/** How far an import is. Bytes are those that are through, `ms` since it began. */
export type Progress = {
  readonly files: number
  readonly totalFiles: number
  readonly bytes: number
  readonly totalBytes: number
  readonly ms: number
}

/** Bytes in a second so far; 0 in the first moments, when a rate would say nothing. */
export function rateOf({ bytes, ms }: Progress): number {
  return ms < 200 ? 0 : (bytes / ms) * 1000
}

/** Seconds that the rest takes at the rate so far; null while there is no rate. */
export function secondsLeft(progress: Progress): number | null {
  const rate = rateOf(progress)
  return rate === 0 ? null : Math.max(0, progress.totalBytes - progress.bytes) / rate
}

/** `12/54 份 · 3.1/13.6 MB…` with rate and rest, for one line of a terminal. */
export function progressLine(progress: Progress): string {
  const { files, totalFiles, bytes, totalBytes } = progress
  const share = totalBytes > 0 ? Math.min(100, Math.floor((bytes / totalBytes) * 100)) : files === totalFiles ? 100 : 0
  const left = secondsLeft(progress)
  const rate = rateOf(progress)
  const parts = [`${String(share).padStart(3)}%`, `${files}/${totalFiles} 份`, `${formatBytes(bytes)}/${formatBytes(totalBytes)}`]
  if (rate > 0) parts.push(`${formatBytes(rate)}/秒`)
  if (left !== null && files < totalFiles) parts.push(`约剩 ${formatSeconds(left)}`)
  return parts.join(' · ')
}

const LINE_EVERY_MS = 5_000
const DRAW_EVERY_MS = 100

/** Draws the progress on a terminal in place, elsewhere a line every five seconds. */
export function progressPrinter(stream: NodeJS.WriteStream = process.stderr): { show(progress: Progress): void; end(): void } {
  let shownAt = 0
  const every = stream.isTTY ? DRAW_EVERY_MS : LINE_EVERY_MS
  return {
    show(progress) {
      const now = performance.now()
      const isLast = progress.files === progress.totalFiles
      if (!isLast && now - shownAt < every) return
      shownAt = now
      stream.write(stream.isTTY ? `\r\u001b[2K${progressLine(progress)}` : `${progressLine(progress)}\n`)
    },
    end() {
      if (stream.isTTY) stream.write('\n')
    },
  }
}
