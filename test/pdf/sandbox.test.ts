import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import sharp from 'sharp'
import t from 'tap'
import { findPrefix } from '../../src/pdf/child-process.ts'
import { type CheckResult, createSandbox, type Sandbox, type SandboxOptions } from '../../src/pdf/sandbox.ts'
import { libraryPdf, onePage, scannedPdf } from '../support/hostile-pdfs.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pdf-sandbox-')))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))

function open(t: { teardown: (undo: () => Promise<void>) => void }, options: Partial<SandboxOptions> = {}): Sandbox {
  const sandbox = createSandbox({ lanes: 2, perUser: 2, recycleAfter: 64, spoolDir: folder, ...options })
  t.teardown(() => sandbox.close())
  return sandbox
}

function spool(name: string, bytes: Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

async function checkPdf(sandbox: Sandbox, path: string, userId = 'officer'): Promise<CheckResult> {
  return await sandbox.check({ path, fileName: '证据.pdf', declaredType: 'application/pdf', userId })
}

const codeOf = (result: CheckResult): string => (result.ok ? 'accepted' : result.code)

function program(name: string): string {
  return join(import.meta.dirname, 'fixtures', `${name}.ts`)
}

/** Processes whose command line names our spool folder. */
function processes(mark = folder): string[] {
  return execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter(line => line.includes(`--allow-fs-write=${mark}`))
}

t.test('a process takes many files and is replaced after a bad one', async t => {
  const sandbox = open(t, { lanes: 1 })
  const good = spool('good.pdf', await libraryPdf(true))
  const bad = spool('bad.pdf', onePage('/OpenAction<</S/JavaScript/JS(1)>>').table().bytes)
  t.equal(codeOf(await checkPdf(sandbox, good)), 'accepted')
  const [first] = processes()
  t.equal(codeOf(await checkPdf(sandbox, good)), 'accepted')
  t.same(processes(), [first], 'the same process took the second file')
  t.equal(codeOf(await checkPdf(sandbox, bad)), 'pdf-active-content')
  t.equal(codeOf(await checkPdf(sandbox, good)), 'accepted')
  t.notSame(processes(), [first], 'what met the bad file is gone')
})

t.test('a process is replaced after its share of files', async t => {
  const sandbox = open(t, { lanes: 1, recycleAfter: 2 })
  const good = spool('good.pdf', await libraryPdf(true))
  const seen = new Set<string>()
  for (let i = 0; i < 4; i++) {
    const before = processes()
    t.equal(codeOf(await checkPdf(sandbox, good)), 'accepted')
    for (const one of [...before, ...processes()]) seen.add(one)
  }
  t.equal(seen.size, 2)
})

t.test('a picture that a PDF cannot hold gets a rendition', async t => {
  const sandbox = open(t)
  const clear = { create: { width: 400, height: 300, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0.5 } } } as const
  const path = spool('alpha.png', await sharp(clear).png().toBuffer())
  const result = await sandbox.check({ path, fileName: 'a.png', declaredType: 'image/png', userId: 'officer' })
  if (!result.ok || !result.rendition) return t.fail('a rendition was expected')
  t.equal(result.index.source, 'rendition')
  t.equal((await sharp(result.rendition.path).metadata()).format, 'jpeg')
})

t.test('a checker that hangs, dies, floods, lies or hoards refuses the file, and the lane goes on', async t => {
  const good = spool('good.pdf', await libraryPdf(false))
  for (const name of ['hangs', 'dies', 'floods', 'lies', 'hoards']) {
    const sandbox = open(t, { lanes: 1, program: program(name), timeoutMs: name === 'hangs' ? 700 : 10_000 })
    t.equal(codeOf(await checkPdf(sandbox, good)), 'pdf-too-complex', name)
    t.equal(codeOf(await checkPdf(sandbox, good)), 'pdf-too-complex', `${name}, once more`)
    await sandbox.close()
  }
  await wait(100)
  t.same(processes(), [], 'no process is left')
})

t.test('a checker taken over by a file has no secrets and cannot leave its folder', async t => {
  await checkPdf(open(t, { program: program('tells') }), spool('good.pdf', await libraryPdf(false)))
  const could: unknown = JSON.parse(readFileSync(join(folder, 'could.json'), 'utf8'))
  t.match(could, { environment: [], write: false, read: false, spawn: false })
  if ((await findPrefix()).includes('unshare')) t.match(could, { network: false }, 'and no network')
})

t.test('one user never holds more than his share of the lanes', async t => {
  const sandbox = open(t, { lanes: 3, perUser: 1, program: program('hangs'), timeoutMs: 900 })
  const good = spool('good.pdf', await libraryPdf(false))
  const started = Date.now()
  const times = await Promise.all(
    ['a', 'a', 'b'].map(async user => {
      await checkPdf(sandbox, good, user)
      return Date.now() - started
    }),
  )
  const [first = 0, second = 0, other = 0] = times
  t.ok(second - first > 600, 'the second file of the same user waited')
  t.ok(other < second, 'another user did not')
})

t.test('many files at once all get their own answer', async t => {
  const sandbox = open(t)
  const scans = await Promise.all([1, 2, 3, 4].map(async pages => spool(`scan${pages}.pdf`, await scannedPdf(pages, 80, 100))))
  const jobs = Array.from({ length: 24 }, (_, i) => i % 4)
  const results = await Promise.all(jobs.map(async i => await checkPdf(sandbox, scans[i] ?? '')))
  t.same(
    results.map(result => (result.ok ? result.pageCount : 0)),
    jobs.map(i => i + 1),
  )
})

t.test('a file outside the spool folder is not looked at', async t => {
  await t.rejects(checkPdf(open(t), import.meta.filename), /spool folder/)
})

t.test('the checker ends with the process that started it', async t => {
  const spoolDir = realpathSync(mkdtempSync(join(tmpdir(), 'pdf-orphan-')))
  t.teardown(() => rmSync(spoolDir, { recursive: true, force: true }))
  copyFileSync(spool('good.pdf', await libraryPdf(false)), join(spoolDir, 'good.pdf'))
  const parent = spawn(process.execPath, [join(import.meta.dirname, 'fixtures', 'parent.ts'), spoolDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(createInterface({ input: parent.stdout }), 'line')
  t.equal(processes(spoolDir).length, 1, 'it is there while its parent lives')
  parent.kill('SIGKILL')
  for (let i = 0; i < 50 && processes(spoolDir).length > 0; i++) await wait(50)
  t.same(processes(spoolDir), [])
})

t.test('nothing but renditions and the uploads themselves stays in the spool folder', async t => {
  t.same(
    readdirSync(folder).filter(name => name.endsWith('.index')),
    [],
  )
})
