// npm run bench [-- names]: cost as ratios against a baseline in the same run, as JSON on standard output; see README.md.
import { cpus, totalmem } from 'node:os'
import { explain } from '../infra/setup-error.ts'
import { benchBurst } from './burst.ts'
import { benchCertificates } from './certificates.ts'
import { benchEngine } from './engine.ts'
import { benchExtraction } from './extraction.ts'
import { benchHandOverSize } from './hand-over-size.ts'
import { benchHandOver } from './handover.ts'
import { benchHistory } from './history.ts'
import { benchIntegrity } from './integrity.ts'
import { benchList } from './list.ts'
import type { Figure } from './measure.ts'
import { benchMemory } from './memory.ts'
import { benchReading } from './reading.ts'
import { benchRecompute } from './recompute.ts'
import { benchRobot } from './robot.ts'
import { type Stack, startStack } from './stack.ts'
import { benchSweep } from './sweep.ts'
import { benchUpload } from './upload.ts'
import { benchVerify } from './verify.ts'

const BENCHES: Readonly<Record<string, (stack: Stack) => Promise<Figure[]>>> = {
  engine: benchEngine,
  memory: benchMemory,
  upload: benchUpload,
  handover: benchHandOver,
  size: benchHandOverSize,
  burst: benchBurst,
  list: benchList,
  sweep: benchSweep,
  recompute: benchRecompute,
  history: benchHistory,
  integrity: benchIntegrity,
  certificates: benchCertificates,
  verify: benchVerify,
  reading: benchReading,
  extraction: benchExtraction,
  robot: benchRobot,
}

const began = Date.now()
const log = (line: string): void => console.error(`${((Date.now() - began) / 1_000).toFixed(1).padStart(6)} s  ${line}`)
const interrupted = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort())

try {
  const named = process.argv.slice(2)
  const unknown = named.filter(name => !(name in BENCHES))
  if (unknown.length > 0) throw new Error(`no bench is called ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`)
  const chosen = Object.entries(BENCHES).filter(([name]) => named.length === 0 || named.includes(name))
  const seed = process.env.BENCH_SEED ?? '1'
  const figures = await measure(chosen, seed)
  const [cpu] = cpus()
  const machine = { cores: cpus().length, cpu: cpu?.model ?? '', memoryGiB: Math.round(totalmem() / 2 ** 30) }
  console.log(JSON.stringify({ at: new Date().toISOString(), seed, machine, ...figures }, null, 2))
} catch (error) {
  console.error(explain(error))
  process.exitCode = 1
}

async function measure(chosen: [string, (stack: Stack) => Promise<Figure[]>][], seed: string) {
  const stack = await startStack(seed, log, interrupted.signal)
  const stopEarly = (): void => void stack.stop().finally(() => process.exit(130))
  interrupted.signal.addEventListener('abort', stopEarly, { once: true })
  try {
    const figures: Figure[] = []
    for (const [name, bench] of chosen) {
      log(`${name} …`)
      for (const one of await bench(stack)) {
        figures.push(one)
        const { median, min, max } = one.value
        log(`${one.met ? 'met   ' : 'missed'} ${one.name}: ${median} [${min}–${max}] ${one.unit}, aim ${JSON.stringify(one.aim)}`)
      }
    }
    const { rows } = await stack.admin.query<{ version: string }>("select current_setting('server_version') as version")
    return { versions: { node: process.version, postgres: rows[0]?.version ?? '' }, figures }
  } finally {
    interrupted.signal.removeEventListener('abort', stopEarly)
    await stack.admin.end()
    await stack.stop()
  }
}
