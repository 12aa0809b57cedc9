import { execFile, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { alone, type Job } from './cache.ts'
import { needSpace } from './data-dir.ts'
import { download } from './download.ts'
import { getGo } from './go.ts'
import { withProgress } from './progress.ts'
import { errorLine, SetupError } from './setup-error.ts'
import { TOOLS, type Tool, type ToolName } from './tools.ts'

const run = promisify(execFile)
/** What the sources, the compiler's cache and the program take while it is built. */
const BUILD_MB = 4_000

/**
 * The path of a server program: from the cache, from PATH if its version will do, the official archive, or built from
 * source. Rejects with `no-way`, which lists what was tried and what to do.
 */
export async function obtain(name: ToolName, job: Job): Promise<string> {
  const { cacheDir, log, signal } = job
  const tool = TOOLS[name]
  const file = `${tool.name}-${tool.version}-${process.platform}-${process.arch}`
  const cached = join(cacheDir, 'bin', file)
  if (existsSync(cached)) return cached
  const onPath = await findOnPath(tool)
  if (onPath.path) return onPath.path
  return await alone(tool.name, job, async () => {
    if (existsSync(cached)) return cached
    mkdirSync(join(cacheDir, 'bin'), { recursive: true })
    removeRemains(cacheDir, tool)
    const tried = [`${cached}: not there`, ...onPath.tried]
    for (const way of [fromArchive, fromSource]) {
      const work = mkdtempSync(join(cacheDir, `${tool.name}-`))
      try {
        const made = await way(tool, work, job)
        chmodSync(made, 0o755)
        renameSync(made, cached)
        return cached
      } catch (error) {
        if (signal.aborted || (error instanceof SetupError && error.code === 'disk-full')) throw error
        tried.push(errorLine(error))
        log(`${tool.name}: ${errorLine(error)}`)
      } finally {
        rmSync(work, { recursive: true, force: true })
      }
    }
    const list = tried.map(line => ` - ${line}`).join('\n')
    throw new SetupError('no-way', {
      server: tool.name,
      tried: list,
      variables: tool.variables,
      version: tool.acceptsInWords,
      file,
      cache: join(cacheDir, 'bin'),
    })
  })
}

/** Scratch folders of builds that were killed; nobody else builds this program now. */
function removeRemains(cacheDir: string, tool: Tool): void {
  for (const name of readdirSync(cacheDir)) {
    if (name.startsWith(`${tool.name}-`)) rmSync(join(cacheDir, name), { recursive: true, force: true })
  }
}

async function findOnPath(tool: Tool): Promise<{ path?: string; tried: string[] }> {
  const tried: string[] = []
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, tool.name)
    if (!existsSync(path)) continue
    const said = await run(path, ['--version'], { timeout: 10_000 }).then(({ stdout }) => stdout.trim(), errorLine)
    if (tool.accepts.test(said)) return { path, tried }
    tried.push(`${path}: says "${said.split('\n')[0]}", wanted is ${tool.acceptsInWords}`)
  }
  return { tried: tried.length > 0 ? tried : [`no ${tool.name} on PATH`] }
}

async function fromArchive(tool: Tool, work: string, { log, signal }: Job): Promise<string> {
  const archive = tool.archives[`${process.platform}-${process.arch}`]
  if (!archive) throw new Error(`no official archive of ${tool.name} for ${process.platform}-${process.arch}`)
  log(`${tool.name}: fetching ${archive.url}`)
  try {
    const path = join(work, 'archive.tar.gz')
    await withProgress(tool.name, log, say => download({ ...archive, path, signal, say: stage => say(`fetching, ${stage}`) }))
    await run('tar', ['-xzf', path, '-C', work, tool.name])
    return join(work, tool.name)
  } catch (error) {
    throw new Error(`fetching ${archive.url}`, { cause: error })
  }
}

async function fromSource(tool: Tool, work: string, job: Job): Promise<string> {
  const { cacheDir, log, signal } = job
  const go = await getGo(job)
  needSpace(cacheDir, BUILD_MB, `building ${tool.name}`, 'ANLIAN_CACHE')
  log(`${tool.name}: building ${tool.source} with ${go.version} (some minutes, only this once)`)
  return await withProgress(tool.name, log, async say => {
    const args = ['install', '-v', '-trimpath', '-ldflags=-s -w', tool.source]
    // The user's own Go settings (proxy, private modules, caches) hold; only where the result goes is ours to say.
    const env = { CGO_ENABLED: '0', GOTMPDIR: work, ...process.env, ...go.env, GOBIN: work }
    const child = spawn(go.command, args, { env, cwd: work, stdio: ['ignore', 'ignore', 'pipe'], signal, killSignal: 'SIGINT' })
    const lines: string[] = []
    let packages = 0
    say('building, fetching sources')
    createInterface({ input: child.stderr }).on('line', line => {
      if (!line.startsWith('go: ') && !line.includes(' ')) say(`building, ${++packages} packages compiled`)
      else lines.push(line)
    })
    // Given up, Go still ends its compilers and removes its own scratch: wait for that too.
    const code = await new Promise(resolve => child.on('error', () => {}).once('close', resolve))
    signal.throwIfAborted()
    if (code !== 0) throw buildFailure(tool, cacheDir, lines)
    return join(work, tool.name)
  })
}

function buildFailure(tool: Tool, cacheDir: string, lines: string[]): Error {
  const last = lines
    .filter(line => !line.startsWith('go: downloading'))
    .slice(-4)
    .join('; ')
  if (/no space left/i.test(last)) {
    return new SetupError('disk-full', {
      folder: cacheDir,
      freeMb: 0,
      neededMb: BUILD_MB,
      purpose: `building ${tool.name}`,
      variable: 'ANLIAN_CACHE',
    })
  }
  return new Error(`go install ${tool.source}: ${last || 'failed'}`)
}
