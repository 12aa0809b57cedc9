import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const PROGRAM = join(import.meta.dirname, '../../src/cli/anlian.ts')

export type Said = { readonly code: number; readonly said: string; readonly told: string }

/** The command line of the platform against a server; `said` is its standard output, `told` what it wrote beside it. */
export const commandLine =
  (url: string) =>
  async (...args: readonly string[]): Promise<Said> => {
    const child = spawn('env', [
      '-u',
      'NODE_OPTIONS',
      process.execPath,
      '--disable-warning=ExperimentalWarning',
      PROGRAM,
      ...args,
      '--server',
      url,
    ])
    const [said, told] = [child.stdout, child.stderr].map(stream => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      return chunks
    })
    const [code] = await once(child, 'close')
    const text = (chunks: Buffer[] | undefined): string => Buffer.concat(chunks ?? []).toString('utf8')
    return { code: Number(code), said: text(said), told: text(told) }
  }
