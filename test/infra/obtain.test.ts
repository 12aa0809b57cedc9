import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { alone, cacheDirFromEnv, type Job } from '../../infra/cache.ts'
import { download } from '../../infra/download.ts'
import { obtain } from '../../infra/obtain.ts'
import { TOOLS } from '../../infra/tools.ts'
import { refusal, scratch } from './scratch.ts'

const FILE = `minio-${TOOLS.minio.version}-${process.platform}-${process.arch}`

function jobIn(cacheDir: string): Job & { lines: string[] } {
  const lines: string[] = []
  return { cacheDir, log: line => lines.push(line), signal: new AbortController().signal, lines }
}

/** Sets variables of this process for one test. */
function withEnv(t: Test, change: Record<string, string>): void {
  const before = Object.fromEntries(Object.keys(change).map(name => [name, process.env[name]]))
  Object.assign(process.env, change)
  t.teardown(() => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  })
}

function program(folder: string, says: string): string {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'minio')
  writeFileSync(path, `#!/bin/sh\necho '${says}'\n`, { mode: 0o755 })
  return path
}

t.test('what is in the cache is used, whatever else the machine has', async t => {
  const cacheDir = scratch(t)
  const other = scratch(t)
  program(other, 'minio version RELEASE.2025-09-07T16-13-09Z')
  withEnv(t, { PATH: other })
  mkdirSync(join(cacheDir, 'bin'))
  writeFileSync(join(cacheDir, 'bin', FILE), '')
  t.equal(await obtain('minio', jobIn(cacheDir)), join(cacheDir, 'bin', FILE))
})

t.test('a program on PATH is taken if its version will do', async t => {
  const folder = scratch(t)
  const path = program(folder, 'minio version RELEASE.2025-09-07T16-13-09Z (commit-id=07c3a429)')
  withEnv(t, { PATH: `${folder}:${process.env.PATH}` })
  t.equal(await obtain('minio', jobIn(scratch(t))), path)
})

t.test('without a network every way is listed, with what to do, and nothing half-made stays', async t => {
  const folder = scratch(t)
  program(folder, 'minio version RELEASE.2019-01-01T00-00-00Z')
  // A proxy that nobody serves, and no module fetched earlier, is what a machine without a network looks like to Go.
  withEnv(t, {
    PATH: `${folder}:${process.env.PATH}`,
    GOPROXY: 'http://127.0.0.1:9',
    GOMODCACHE: join(folder, 'modules'),
    GOFLAGS: '-modcacherw',
  })
  const job = jobIn(scratch(t))
  const error = await refusal(() => obtain('minio', job))
  t.equal(error.code, 'no-way')
  t.match(error.message, 'says "minio version RELEASE.2019')
  t.match(error.message, /no official archive of minio/)
  t.match(error.message, /127\.0\.0\.1:9/)
  t.match(error.message, 'S3_ENDPOINT')
  t.match(error.message, FILE)
  t.same(readdirSync(job.cacheDir), ['bin'])
  t.same(readdirSync(join(job.cacheDir, 'bin')), [])
})

t.test('a download is kept only if its SHA-256 is the expected one', async t => {
  const body = Buffer.from('程序'.repeat(1000))
  const server = createServer((_, answer) => answer.end(body)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const fetching = { url: `http://127.0.0.1:${port}/x`, path: join(scratch(t), 'x'), signal: new AbortController().signal, say: () => {} }
  await download({ ...fetching, sha256: createHash('sha256').update(body).digest('hex') })
  t.same(readFileSync(fetching.path), body)
  const error = await refusal(() => download({ ...fetching, sha256: '0'.repeat(64) }))
  t.equal(error.code, 'checksum-wrong')
  t.notOk(existsSync(fetching.path))
})

t.test('two checkouts do not get the same program twice: the second waits and says for whom', async t => {
  const job = jobIn(scratch(t))
  const script = `const { tryLock } = await import(${JSON.stringify(new URL('../../infra/lock.ts', import.meta.url).href)})
    tryLock(${JSON.stringify(join(job.cacheDir, 'minio.lock'))})`
  let work = 0
  const holder = spawn(process.execPath, ['--input-type=module', '-e', `${script}; setInterval(() => {}, 1000)`], { stdio: 'ignore' })
  t.teardown(() => holder.kill('SIGKILL'))
  while (!existsSync(join(job.cacheDir, 'minio.lock'))) await sleep(20)
  const waiting = alone('minio', job, async () => ++work)
  await sleep(500)
  t.equal(work, 0)
  t.match(job.lines.join('\n'), `process ${holder.pid} is getting it already, waiting`)
  holder.kill('SIGKILL')
  t.equal(await waiting, 1)
})

t.test('the Temporal that is used says the version that its data needs', async t => {
  const path = await obtain('temporal', jobIn(cacheDirFromEnv()))
  t.match(execFileSync(path, ['--version'], { encoding: 'utf8' }), TOOLS.temporal.accepts)
})
