import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import t from 'tap'
import { createSigner } from '../../src/crypto/signing.ts'

const pemOf = (key: ReturnType<typeof generateKeyPairSync>['privateKey']): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()
const { privateKey } = generateKeyPairSync('ed25519')
const signer = createSigner(pemOf(privateKey))

t.test('anybody verifies a signature with the public key alone', async t => {
  const data = Buffer.from('一百零一号移送清单')
  const signature = signer.sign(data)
  t.equal(verify(null, data, createPublicKey(signer.publicKeyPem), signature), true)
  t.equal(signer.verify(data, signature), true)
})

t.test('changed bytes, a changed signature and another key do not verify', async t => {
  const data = Buffer.from('manifest')
  const signature = signer.sign(data)
  for (let at = 0; at < data.length; at++) t.equal(signer.verify(data.with(at, (data[at] ?? 0) ^ 1), signature), false, `byte ${at}`)
  t.equal(signer.verify(data, signature.with(10, (signature[10] ?? 0) ^ 1)), false)
  t.equal(createSigner(pemOf(generateKeyPairSync('ed25519').privateKey)).verify(data, signature), false)
})

t.test('the key is named by the fingerprint of its public part', async t => {
  const der = createPublicKey(signer.publicKeyPem).export({ type: 'spki', format: 'der' })
  t.equal(signer.keyId, createHash('sha256').update(der).digest('hex').slice(0, 32))
})

t.test('a key of another kind is refused', async t => {
  t.throws(() => createSigner(pemOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)), /Ed25519/)
  t.throws(() => createSigner('not a key'))
})
