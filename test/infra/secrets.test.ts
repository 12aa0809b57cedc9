import { spawn } from 'node:child_process'
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { loadSecrets } from '../../infra/secrets.ts'
import { refusal, scratch } from './scratch.ts'

t.test('secrets are made once, kept, and readable by their owner only', async t => {
  const folder = scratch(t)
  const first = loadSecrets(folder)
  const session = first.text('session')
  t.match(session, /^[0-9a-f]{64}$/)
  t.not(first.text('csrf'), session)
  t.equal(loadSecrets(folder).text('session'), session)
  t.equal(statSync(first.path).mode & 0o777, 0o600)
})

t.test('rights that were widened are taken back on reading', async t => {
  const folder = scratch(t)
  const { path } = loadSecrets(folder)
  loadSecrets(folder).text('session')
  chmodSync(path, 0o644)
  loadSecrets(folder)
  t.equal(statSync(path).mode & 0o777, 0o600)
})

t.test('a signing key is an Ed25519 pair of its own for each purpose', async t => {
  const folder = scratch(t)
  const key = loadSecrets(folder).signingKey('platform')
  t.same(loadSecrets(folder).signingKey('platform'), key)
  t.not(loadSecrets(folder).signingKey('witness').privateKey, key.privateKey)
  const signature = sign(null, Buffer.from('回执'), createPrivateKey(key.privateKey))
  t.ok(verify(null, Buffer.from('回执'), createPublicKey(key.publicKey), signature))
  t.equal(createPublicKey(key.publicKey).asymmetricKeyType, 'ed25519')
})

t.test('processes that start together end up with the same secret', async t => {
  const folder = scratch(t)
  const module = fileURLToPath(new URL('../../infra/secrets.ts', import.meta.url))
  const script = `const { loadSecrets } = await import(${JSON.stringify(module)}); const s = loadSecrets(${JSON.stringify(folder)})
    for (let i = 0; i < 5; i++) s.text('n' + i); process.stdout.write(s.text('shared'))`
  const answers = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
      const [said] = await Promise.all([text(child.stdout), once(child, 'exit')])
      return said
    }),
  )
  t.equal(new Set(answers).size, 1)
  t.equal(answers[0], loadSecrets(folder).text('shared'))
})

t.test('a damaged file is refused without showing its content, and is not written over', async t => {
  const folder = scratch(t)
  const path = join(folder, 'secrets.json')
  for (const damaged of [
    '{"texts":{"session":"abcdef"',
    '[]',
    '{"texts":{"session":7},"signingKeys":{}}',
    '{"texts":{},"signingKeys":{"platform":{}}}',
  ]) {
    writeFileSync(path, damaged)
    const error = await refusal(() => loadSecrets(folder))
    t.equal(error.code, 'secrets-damaged')
    t.notMatch(error.message, 'abcdef')
    t.equal(readFileSync(path, 'utf8'), damaged)
  }
})
