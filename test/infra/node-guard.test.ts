import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const guard = fileURLToPath(new URL('../../infra/node-guard.cjs', import.meta.url))

function runAs(version: string) {
  const script = `Object.defineProperty(process.versions, 'node', { value: '${version}' }); require(${JSON.stringify(guard)}); console.log('went on')`
  return spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' })
}

t.test('an older Node is told in Chinese and English what to do, and goes no further', async t => {
  for (const version of ['20.20.2', '22.0.0', '9.11.2']) {
    const { status, stderr, stdout } = runAs(version)
    t.equal(status, 1, version)
    t.match(stderr, /需要 Node\.js 24/)
    t.match(stderr, /npm ci.*npm start/)
    t.match(stderr, /needs Node\.js 24 or newer/)
    t.equal(stdout, '')
  }
})

t.test('Node 24 and later pass in silence', async t => {
  for (const version of ['24.0.0', '26.1.0', '100.0.0']) t.match(runAs(version), { status: 0, stderr: '', stdout: 'went on\n' }, version)
})
