import { createHash } from 'node:crypto'
import { createWriteStream, rmSync } from 'node:fs'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { SetupError } from './setup-error.ts'

const MB = 1024 * 1024
const FIRST_BYTE_WITHIN_MS = 15_000

export interface Download {
  readonly url: string
  readonly sha256: string
  readonly path: string
  readonly signal: AbortSignal
  readonly say: (stage: string) => void
}

/** Fetches a file and keeps it only if its SHA-256 is the expected one (`checksum-wrong` otherwise). */
export async function download({ url, sha256, path, signal, say }: Download): Promise<void> {
  const silence = new AbortController()
  let timer = setTimeout(() => silence.abort(new Error('no answer')), FIRST_BYTE_WITHIN_MS)
  try {
    const answer = await fetch(url, { signal: AbortSignal.any([silence.signal, signal]) })
    if (!answer.ok || !answer.body) throw new Error(`HTTP ${answer.status}`)
    const total = Number(answer.headers.get('content-length') ?? 0)
    const hash = createHash('sha256')
    let got = 0
    const count = new Transform({
      transform(chunk: Buffer, _, next) {
        clearTimeout(timer)
        timer = setTimeout(() => silence.abort(new Error('the download stalled')), FIRST_BYTE_WITHIN_MS)
        hash.update(chunk)
        got += chunk.length
        say(`${Math.round(got / MB)}${total ? ` of ${Math.round(total / MB)}` : ''} MB`)
        next(null, chunk)
      },
    })
    await pipeline(Readable.fromWeb(answer.body), count, createWriteStream(path))
    const digest = hash.digest('hex')
    if (digest !== sha256) throw new SetupError('checksum-wrong', { url, expected: sha256, got: digest })
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  } finally {
    clearTimeout(timer)
  }
}
