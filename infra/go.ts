import { execFile } from 'node:child_process'
import { chmodSync, createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import yauzl from 'yauzl'
import { alone, type Job } from './cache.ts'
import { download } from './download.ts'
import { withProgress } from './progress.ts'
import { GO } from './tools.ts'

/** A Go compiler, and what its environment must hold besides the user's own settings. */
export interface Go {
  readonly command: string
  readonly version: string
  readonly env: Readonly<Record<string, string>>
}

const run = promisify(execFile)

/** The Go on the machine if it is new enough (or may fetch a newer one by itself), else the pinned one, fetched into the cache. */
export async function getGo(job: Job): Promise<Go> {
  return (await goOnMachine()) ?? (await fetchedGo(job))
}

async function goOnMachine(): Promise<Go | null> {
  const places = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/go/bin'].filter(Boolean).map(folder => join(folder, 'go'))
  for (const command of places.filter(existsSync)) {
    try {
      const version = /go(\d+)\.(\d+)\S*/.exec(
        (await run(command, ['env', 'GOVERSION'], { env: { ...process.env, GOTOOLCHAIN: 'local' } })).stdout,
      )
      const [oldestMajor, oldestMinor] = GO.oldest
      const [major, minor] = [Number(version?.[1]), Number(version?.[2])]
      const isNewEnough = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)
      const mayFetch = major === 1 && minor >= 21 && (await run(command, ['env', 'GOTOOLCHAIN'])).stdout.trim() !== 'local'
      if (version && (isNewEnough || mayFetch)) return { command, version: version[0], env: {} }
    } catch {
      // a broken Go is as good as none
    }
  }
  return null
}

async function fetchedGo(job: Job): Promise<Go> {
  const { cacheDir, log, signal } = job
  const platform = `${process.platform}-${process.arch}`
  const sha256 = Object.entries(GO.sha256).find(([name]) => name === platform)?.[1]
  if (!sha256) throw new Error(`no Go on PATH, and none is pinned for ${platform}`)
  const home = join(cacheDir, `go${GO.version}`)
  const name = `${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`
  const url = `${moduleProxy()}/golang.org/toolchain/@v/v0.0.1-go${GO.version}.${name}.zip`
  await alone(`go${GO.version}`, job, async () => {
    if (existsSync(home)) return
    await withProgress('go', log, async say => {
      log(`go: none on this machine, fetching ${url}`)
      const zip = `${home}.${process.pid}.zip`
      const draft = `${home}.${process.pid}`
      try {
        await download({ url, sha256, path: zip, signal, say })
        say('unpacking')
        await unzip(zip, draft)
        markExecutable(draft)
        renameSync(draft, home)
      } finally {
        rmSync(zip, { force: true })
        rmSync(draft, { recursive: true, force: true })
      }
    })
  })
  // Whoever has no Go wants no folder ~/go either: all that the build leaves lies in the cache and goes after it.
  const env = {
    GOROOT: home,
    GOTOOLCHAIN: 'local',
    GOPATH: join(cacheDir, 'go-work'),
    GOCACHE: join(cacheDir, 'go-work', 'build'),
    GOFLAGS: `${process.env.GOFLAGS ?? ''} -modcacherw`.trim(),
  }
  return { command: join(home, 'bin', 'go'), version: `go${GO.version}`, env }
}

/** The first proxy of the user's `GOPROXY`, else Go's public one. */
function moduleProxy(): string {
  const own = (process.env.GOPROXY ?? '').split(/[,|]/).find(one => one.startsWith('http'))
  return (own ?? 'https://proxy.golang.org').replace(/\/$/, '')
}

/** Unpacks the module's files without the folder `golang.org/toolchain@…/` that all of them lie in. */
async function unzip(path: string, into: string): Promise<void> {
  const zip = await yauzl.openPromise(path)
  for await (const entry of zip.eachEntry()) {
    const inner = entry.fileName.split('/').slice(2).join('/')
    if (inner === '' || inner.endsWith('/')) continue
    const target = join(into, inner)
    mkdirSync(dirname(target), { recursive: true })
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target))
  }
}

/** A module archive holds no file modes, so Go's programs come out as plain files. */
function markExecutable(home: string): void {
  const tools = join(home, 'pkg', 'tool')
  for (const folder of [join(home, 'bin'), ...readdirSync(tools).map(name => join(tools, name))]) {
    for (const file of readdirSync(folder)) chmodSync(join(folder, file), 0o755)
  }
}
