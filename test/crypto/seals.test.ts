import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import t from 'tap'
import { newSealKey } from '../../src/crypto/seal.ts'
import { createSealAuthority, DEMO_MARK } from '../../src/crypto/seal-authority.ts'
import { createKeyWrap } from '../../src/crypto/wrapping.ts'

const pem = (namedCurve: string): string =>
  generateKeyPairSync('ec', { namedCurve }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

t.test('a seal’s certificate names the agency in Chinese and is proved by the authority’s', async t => {
  const authority = createSealAuthority(pem('P-256'), { demo: false })
  const { publicKey } = await newSealKey()
  const seal = new X509Certificate(authority.certify({ name: '泉州市公安局丰泽分局', code: '350503-PSB' }, publicKey))
  const own = new X509Certificate(authority.selfCertificate())
  t.match(seal.subject, 'CN=泉州市公安局丰泽分局')
  t.match(seal.subject, 'serialNumber=350503-PSB')
  t.ok(seal.verify(own.publicKey) && seal.checkIssued(own))
  t.equal(seal.ca, false)
  t.equal(own.ca, true)
  t.notOk(own.subject.includes(DEMO_MARK))
  t.ok(new X509Certificate(createSealAuthority(pem('P-256'), { demo: true }).selfCertificate()).subject.includes(DEMO_MARK))
})

t.test('an authority has a key of one kind only', async t => {
  t.throws(() => createSealAuthority(pem('P-384'), { demo: true }), /P-256/)
  const ed = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  t.throws(() => createSealAuthority(ed, { demo: true }), /P-256/)
})

t.test('a wrapped key opens with its own key and for its own purpose, and not when a byte was changed', async t => {
  const wrap = createKeyWrap('ab'.repeat(32))
  const secret = Buffer.from('the key of a seal')
  const wrapped = wrap.wrap(secret, 'seal:350503-PSB:1')
  t.notOk(wrapped.includes(secret))
  t.same(wrap.unwrap(wrapped, 'seal:350503-PSB:1'), secret)
  t.throws(() => wrap.unwrap(wrapped, 'seal:350503-PRO:1'))
  t.throws(() => createKeyWrap('cd'.repeat(32)).unwrap(wrapped, 'seal:350503-PSB:1'))
  for (let at = 0; at < wrapped.length; at++) {
    const changed = Buffer.from(wrapped)
    changed[at] = (changed[at] ?? 0) ^ 1
    t.throws(() => wrap.unwrap(changed, 'seal:350503-PSB:1'), `byte ${at}`)
  }
  t.throws(() => createKeyWrap('abcd'), /32 bytes/)
})
