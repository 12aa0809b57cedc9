import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { openDataDir } from '../../infra/data-dir.ts'
import { lockDataDir } from '../../infra/lock.ts'
import { loadSecrets } from '../../infra/secrets.ts'
import { scratch } from './scratch.ts'

const script = fileURLToPath(new URL('../../infra/reset.ts', import.meta.url))

function reset(folder: string, ...args: string[]) {
  return spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', input: 'yes\n', env: { ...process.env, ANLIAN_DATA: folder } })
}

t.test('a reset deletes the data and leaves files of others', async t => {
  const folder = join(scratch(t), 'data')
  openDataDir(folder)
  loadSecrets(folder).text('session')
  writeFileSync(join(folder, 'letter.txt'), '')
  t.match(reset(folder, '--yes'), { status: 0, stdout: /deleted/ })
  t.notOk(existsSync(join(folder, 'marker')))
  t.notOk(existsSync(join(folder, 'secrets.json')))
  t.ok(existsSync(join(folder, 'letter.txt')))
})

t.test('without somebody to ask nothing is deleted', async t => {
  const folder = join(scratch(t), 'data')
  openDataDir(folder)
  t.match(reset(folder), { status: 1, stderr: /--yes/ })
  t.ok(existsSync(join(folder, 'marker')))
})

t.test('a folder that is in use, or is none of ours, is not touched', async t => {
  const folder = join(scratch(t), 'data')
  openDataDir(folder)
  const lock = lockDataDir(folder)
  t.match(reset(folder, '--yes'), { status: 1, stderr: new RegExp(`process ${process.pid}`) })
  lock.release()
  const foreign = join(scratch(t), 'home')
  mkdirSync(join(foreign, 'logs'), { recursive: true })
  t.match(reset(foreign, '--yes'), { status: 1, stderr: /not a data folder/ })
  t.ok(existsSync(join(foreign, 'logs')))
})
