import { mkdirSync, realpathSync } from 'node:fs'
import { readProgram } from './check-program.ts'
import { CheckProcess, type Failure, findPrefix } from './child-process.ts'
import type { ProcessLimits } from './limits.ts'

/** A program that touches hostile content, in a limited process of its own: started when it is asked, asked one thing at a time. */
export interface AskedProcess {
  /** Sends a job as JSON and gives what comes back, unchecked; or how the process ended. */
  ask(job: object): Promise<{ readonly answer: unknown } | { readonly failure: Failure }>
  /** Ends the process; the next question starts another. A question that is open is answered as by one that died. */
  rest(): void
}

export type AskedOptions = {
  readonly program: string
  readonly spoolDir: string
  readonly limits: ProcessLimits
  readonly timeoutMs: number
}

/**
 * Text that no database keeps: a character of no use or half of one. JSON writes these two with their numbers and nothing else of
 * what is read.
 */
const BROKEN_TEXT = /\\u(?:0000|d[89a-f])/i

/** Starts nothing yet. The process is replaced at half its CPU time, so that no question pays for those before. */
export function createAskedProcess({ program: file, spoolDir, limits, timeoutMs }: AskedOptions): AskedProcess {
  mkdirSync(spoolDir, { recursive: true, mode: 0o700 })
  const folder = realpathSync(spoolDir)
  const program = { file, program: readProgram(file) }
  const prefix = findPrefix(limits)
  let process: CheckProcess | undefined
  const rest = (): void => {
    process?.kill()
    process = undefined
  }
  return {
    rest,
    async ask(job) {
      if (!process || process.gone) process = new CheckProcess(await prefix, program, folder, limits)
      const outcome = await process.ask(JSON.stringify(job), timeoutMs)
      if ('failure' in outcome) {
        rest()
        return outcome
      }
      const answer = BROKEN_TEXT.test(outcome.answer) ? null : parse(outcome.answer)
      if (answer === null || cpuMsOf(answer) > limits.cpuSeconds * 500) rest()
      return { answer }
    },
  }
}

function parse(answer: string): object | null {
  try {
    const value: unknown = JSON.parse(answer)
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}

function cpuMsOf(answer: object): number {
  const spent: unknown = Reflect.get(answer, 'cpuMs')
  return typeof spent === 'number' ? spent : 0
}
