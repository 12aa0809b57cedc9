import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t, { type Test } from 'tap'
import { needSpace, openDataDir } from '../../infra/data-dir.ts'
import { removeDataDir } from '../../infra/remove-data-dir.ts'
import { startServers } from '../../infra/servers.ts'
import type { ServerName } from '../../infra/supervise.ts'
import { dataFolder, refusal, scratch, startFor } from './scratch.ts'

/** A data folder as a finished first start leaves it. */
async function usedFolder(t: Test, only: readonly ServerName[]): Promise<string> {
  const dataDir = dataFolder(t)
  const { servers } = await startFor(t, { dataDir, only })
  await servers.stop()
  return dataDir
}

const startAgain = (dataDir: string, only: readonly ServerName[]) =>
  refusal(() => startServers({ dataDir, only, log: () => {}, durable: false, env: {} }))

t.test('a half-written data folder is named with its remedy, and nothing in it is touched', async t => {
  const dataDir = await usedFolder(t, ['postgres'])
  for (const part of ['postgres/global/pg_control', 'postgres/PG_VERSION', 'postgres', 'marker']) {
    renameSync(join(dataDir, part), join(dataDir, 'aside'))
    const error = await startAgain(dataDir, ['postgres'])
    t.equal(error.code, 'data-folder-half-written', part)
    t.match(error.message, 'npm run reset')
    renameSync(join(dataDir, 'aside'), join(dataDir, part))
  }
  await startFor(t, { dataDir, only: ['postgres'] })
  t.pass('whole again, it starts')
})

t.test('an interrupted first start is simply repeated', async t => {
  const dataDir = dataFolder(t)
  openDataDir(dataDir)
  mkdirSync(join(dataDir, 'postgres.new', 'base'), { recursive: true })
  writeFileSync(join(dataDir, 'temporal', 'temporal.db'), 'SQLite format')
  const { servers } = await startFor(t, { dataDir, only: ['postgres', 'temporal'] })
  t.ok(servers.temporal.pid)
})

t.test('a damaged Temporal file is refused', async t => {
  const dataDir = await usedFolder(t, ['temporal'])
  writeFileSync(join(dataDir, 'temporal', 'temporal.db'), 'nothing')
  const error = await startAgain(dataDir, ['temporal'])
  t.match(error, { code: 'data-folder-half-written', facts: { what: /temporal\.db/ } })
})

t.test('data of another PostgreSQL version is refused', async t => {
  const dataDir = await usedFolder(t, ['postgres'])
  writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '16\n')
  t.match(await startAgain(dataDir, ['postgres']), { code: 'data-folder-other-version', facts: { found: '16', wanted: '18' } })
})

t.test('secrets that are missing or belong to other data are named, and no server is left', async t => {
  const dataDir = await usedFolder(t, ['postgres'])
  const path = join(dataDir, 'secrets.json')
  const right = readFileSync(path, 'utf8')
  rmSync(path)
  t.equal((await startAgain(dataDir, ['postgres'])).code, 'secrets-missing')
  writeFileSync(path, right.replace(/"postgres.admin": "[0-9a-f]{8}/, '"postgres.admin": "00000000'))
  const error = await startAgain(dataDir, ['postgres'])
  t.equal(error.code, 'wrong-credentials')
  t.match(error.message, path)
  t.notMatch(error.message, '"00000000', 'the message holds no secret')
  writeFileSync(path, right)
  await startFor(t, { dataDir, only: ['postgres'] })
  t.pass('with the right ones it starts, so nothing was left running')
})

t.test('a server that cannot start shows the end of its log', async t => {
  const dataDir = await usedFolder(t, ['postgres'])
  writeFileSync(join(dataDir, 'postgres', 'postgresql.conf'), 'no_such_setting = 1\n')
  const error = await startAgain(dataDir, ['postgres'])
  t.equal(error.code, 'server-did-not-start')
  t.match(error.message, 'no_such_setting')
  t.match(error.message, join('logs', 'postgres.log'))
})

t.test('a data folder that is a file, or on a full disk, is told plainly', async t => {
  const file = join(scratch(t), 'file')
  writeFileSync(file, '')
  t.equal((await startAgain(file, [])).code, 'data-folder-unusable')
  const error = await refusal(() => needSpace(scratch(t), 1e9, 'the data folder', 'ANLIAN_DATA'))
  t.equal(error.code, 'disk-full')
  t.match(error.message, 'ANLIAN_DATA')
})

t.test(
  'a data folder in a place that only root may enter works all the same',
  { skip: process.getuid?.() !== 0 && 'needs root' },
  async t => {
    const closed = scratch(t)
    chmodSync(closed, 0o700)
    const dataDir = join(closed, 'data')
    const first = (await startFor(t, { dataDir, only: ['postgres'] })).servers
    await first.stop()
    const place = readFileSync(join(dataDir, 'postgres.place'), 'utf8').trim()
    t.match(place, /^\/var\/lib\/anlian\//)
    const { servers } = await startFor(t, { dataDir, only: ['postgres'] })
    await servers.stop()
    await removeDataDir(dataDir, () => {})
    t.notOk(existsSync(dirname(place)), 'a reset removes that place too')
  },
)
