import { realpathSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { type AskedOptions, createAskedProcess } from '../asked-process.ts'
import type { Failure } from '../child-process.ts'
import type { PageWords } from './words.ts'

/** The words of a page, or why they could not be read: the file's own fault, or how the process ended. */
export type PageAnswer = { readonly ok: true; readonly words: PageWords } | { readonly ok: false; readonly why: 'unreadable' | Failure }

/** Reads pages of files in the spool folder, one at a time, in a process of its own that touches hostile bytes. */
export interface WordReader {
  /** `path`: a PDF that lies in the spool folder itself; `page` from 1. */
  read(path: string, page: number): Promise<PageAnswer>
  /** Ends the process until the next page is asked for, so that nothing of it stays in memory. */
  rest(): void
}

export type WordReaderOptions = { readonly spoolDir: string }

const Part = Type.Number({ minimum: 0, maximum: 1 })
const At = Type.Object({ x: Part, y: Part, w: Part, h: Part }, { additionalProperties: false })
const Text = Type.String({ minLength: 1 })
const Answer = Compile(
  Type.Object({
    ok: Type.Literal(true),
    turned: Type.Union([Type.Literal(0), Type.Literal(90), Type.Literal(180), Type.Literal(270)]),
    lines: Type.Array(
      Type.Object(
        {
          text: Text,
          at: At,
          runs: Type.Array(Type.Object({ text: Text, at: At }, { additionalProperties: false })),
          confidence: Part,
        },
        { additionalProperties: false },
      ),
    ),
    cpuMs: Type.Number(),
  }),
)

/** The two ways to read a page share everything but their program, their limits and their patience. */
export function startWordReader({ spoolDir }: WordReaderOptions, ways: Omit<AskedOptions, 'spoolDir'>): WordReader {
  const process = createAskedProcess({ ...ways, spoolDir })
  return {
    rest: process.rest,
    async read(path, page) {
      const said = await process.ask({ path: join(realpathSync(spoolDir), basename(path)), page })
      if ('failure' in said) return { ok: false, why: said.failure }
      if (Answer.Check(said.answer)) return { ok: true, words: { turned: said.answer.turned, lines: said.answer.lines } }
      // What met a bad page never sees the next one.
      process.rest()
      return { ok: false, why: 'unreadable' }
    },
  }
}
