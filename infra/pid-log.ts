import { appendFileSync } from 'node:fs'
import { isRecord, readIfThere } from './files.ts'
import type { ProcessId } from './process-id.ts'

/** With `ANLIAN_PID_LOG` every process started here is written down, so that a test run can prove that none is left. */
export function notePid(name: string, id: ProcessId): void {
  const path = process.env.ANLIAN_PID_LOG
  if (path) appendFileSync(path, `${JSON.stringify({ name, ...id })}\n`)
}

export function readPidLog(path: string): (ProcessId & { name: string })[] {
  return (readIfThere(path) ?? '').split('\n').flatMap(line => {
    const entry: unknown = line === '' ? null : JSON.parse(line)
    if (!isRecord(entry)) return []
    const { name, pid, startedAt } = entry
    return typeof name === 'string' && typeof pid === 'number' && typeof startedAt === 'string' ? [{ name, pid, startedAt }] : []
  })
}
