import { writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { checkFile, type FileToCheck } from './check-file.ts'
import { MAX_INDEX_BYTES } from './limits.ts'

/** One line of work from the parent. */
interface Job extends FileToCheck {
  indexPath: string
}

/**
 * The process that touches hostile bytes. It reads one job per line, writes the index to the file named in it, and
 * answers with one short line. It ends with its input, so it never outlives the process that started it.
 */
async function work(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const answer = await run(readJob(line))
    process.stdout.write(`${JSON.stringify({ ...answer, cpuMs: Math.round(process.cpuUsage().user / 1000) })}\n`)
  }
}

async function run(job: Job): Promise<object> {
  const verdict = await checkFile(job)
  if (!verdict.ok) return verdict
  const json = JSON.stringify(verdict.index)
  if (json.length > MAX_INDEX_BYTES) return { ok: false, code: 'pdf-too-complex', detail: '文件结构过于复杂' }
  writeFileSync(job.indexPath, json, { mode: 0o600 })
  return { ok: true }
}

function readJob(line: string): Job {
  const given: unknown = JSON.parse(line)
  const text = (key: keyof Job): string => {
    const value: unknown = typeof given === 'object' && given !== null ? Reflect.get(given, key) : undefined
    if (typeof value !== 'string') throw new Error(`job without ${key}`)
    return value
  }
  return {
    path: text('path'),
    fileName: text('fileName'),
    declaredType: text('declaredType'),
    renditionPath: text('renditionPath'),
    indexPath: text('indexPath'),
  }
}

await work()
process.exit(0)
