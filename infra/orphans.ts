import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { readRecord } from './files.ts'
import { isRunning, stopProcess } from './process-id.ts'
import { parseOrder } from './reaper-link.ts'

/**
 * Stops servers that an earlier run on this data folder left behind because it was killed together with its watchdog:
 * by id, and only if it is still the same process. Call it while holding the data folder's lock.
 */
export async function killOrphans(runDir: string, log: (line: string) => void): Promise<void> {
  const files = readdirSync(runDir).map(file => join(runDir, file))
  const orphans = files.flatMap(file => {
    const record = readRecord(file)
    const entry = record && parseOrder(JSON.stringify(record))
    return entry && typeof entry !== 'number' && isRunning(entry.id) ? [{ ...entry, name: String(record.name) }] : []
  })
  for (const { id, name, signals } of orphans.sort((a, b) => a.turn - b.turn)) {
    log(`${name}: an earlier run left process ${id.pid} behind, stopping it`)
    await stopProcess(id, signals)
  }
  for (const file of files) rmSync(file, { force: true })
}
