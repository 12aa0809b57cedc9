import { createInterface } from 'node:readline'
import { findIn } from './extract/find-in.ts'
import type { PageText } from './model.ts'

/** The process that looks for values in words which somebody else wrote: a pattern that never ends on them ends with it. */
async function work(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    // The parent writes the jobs, from rows whose shape it has checked when they came in.
    const { code, pages }: { code: string; pages: PageText[] } = JSON.parse(line)
    const findings = findIn(code, pages)
    process.stdout.write(`${JSON.stringify({ findings, cpuMs: Math.round(process.cpuUsage().user / 1000) })}\n`)
  }
}

await work()
process.exit(0)
