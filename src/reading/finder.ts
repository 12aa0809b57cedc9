import { join } from 'node:path'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { createAskedProcess } from '../pdf/asked-process.ts'
import { RULES_VERSION } from './extract/find-in.ts'
import type { Finding, PageText } from './model.ts'

/** Looks for values in words; `rules` is their version. */
export interface Finder {
  readonly rules: string
  /** Null where the rules came to no end, or gave what is no finding. */
  find(code: string, pages: readonly PageText[]): Promise<Finding[] | null>
  rest(): void
}

const PROGRAM = join(import.meta.dirname, 'find-child.ts')
const TIMEOUT_MS = 10_000
const LIMITS = {
  dataBytes: 1_073_741_824,
  cpuSeconds: 240,
  heapMegabytes: 256,
  answerChars: 2 * 1024 * 1024,
  canWait: true,
  readable: [join(import.meta.dirname, '..')],
}

const Part = Type.Number({ minimum: 0, maximum: 1 })
const Answer = Compile(
  Type.Object({
    findings: Type.Array(
      Type.Object({
        key: Type.String({ maxLength: 100 }),
        about: Type.Union([Type.Null(), Type.Object({ idNo: Type.Optional(Type.String()), name: Type.Optional(Type.String()) })]),
        value: Type.Any(),
        words: Type.String(),
        page: Type.Integer({ minimum: 1 }),
        box: Type.Object({ x: Part, y: Part, w: Part, h: Part }),
        confidence: Part,
        rule: Type.String(),
      }),
      { maxItems: 5_000 },
    ),
  }),
)

export function createFinder(spoolDir: string): Finder {
  const process = createAskedProcess({ program: PROGRAM, spoolDir, limits: LIMITS, timeoutMs: TIMEOUT_MS })
  return {
    rules: RULES_VERSION,
    rest: process.rest,
    async find(code, pages) {
      const said = await process.ask({ code, pages })
      return 'answer' in said && Answer.Check(said.answer) ? said.answer.findings : null
    },
  }
}
