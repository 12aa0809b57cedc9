import { createInterface } from 'node:readline'
import { checkFile, type FileToCheck } from './check-file.ts'
import { MAX_INDEX_BYTES } from './limits.ts'

/**
 * The process that touches hostile bytes. It reads one job per line and answers with one line: the index of the pages, or
 * why the file is refused. It ends with its input, so it never outlives the process that started it.
 */
async function work(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const answer = await run(readJob(line))
    process.stdout.write(`{"cpuMs":${Math.round(process.cpuUsage().user / 1000)},${answer.slice(1)}\n`)
  }
}

/** The verdict as JSON. */
async function run(job: FileToCheck): Promise<string> {
  const json = JSON.stringify(await checkFile(job))
  return json.length <= MAX_INDEX_BYTES ? json : JSON.stringify({ ok: false, code: 'pdf-too-complex', detail: '文件结构过于复杂' })
}

function readJob(line: string): FileToCheck {
  const given: unknown = JSON.parse(line)
  const text = (key: keyof FileToCheck): string => {
    const value: unknown = typeof given === 'object' && given !== null ? Reflect.get(given, key) : undefined
    if (typeof value !== 'string') throw new Error(`job without ${key}`)
    return value
  }
  return {
    path: text('path'),
    fileName: text('fileName'),
    declaredType: text('declaredType'),
    renditionPath: text('renditionPath'),
  }
}

await work()
process.exit(0)
