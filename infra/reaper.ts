// Runs beside the servers. When the process that started them goes without a word (SIGKILL, a crash), the pipe on standard
// input ends, and this process stops what is still on its list: each by id, after checking that it is still the same process.
import { createInterface } from 'node:readline'
import { stopProcess } from './process-id.ts'
import { parseOrder, type ReaperEntry } from './reaper-link.ts'

const list = new Map<number, ReaperEntry>()

// A Ctrl-C or a hang-up is for the owner to answer; this process ends when the owner lets go of the pipe.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})

for await (const line of createInterface({ input: process.stdin })) {
  const order = parseOrder(line)
  if (typeof order === 'number') list.delete(order)
  else if (order) list.set(order.id.pid, order)
}
for (const entry of [...list.values()].sort((a, b) => a.turn - b.turn)) await stopProcess(entry.id, entry.signals)
