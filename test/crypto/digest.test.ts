import { Readable } from 'node:stream'
import fc from 'fast-check'
import t from 'tap'
import { digestStream, sha256, sm3 } from '../../src/crypto/digest.ts'

t.test('both digests give the published values', async t => {
  t.equal(sha256('abc').toString('hex'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', 'FIPS 180-4')
  t.equal(sm3('abc').toString('hex'), '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0', 'GB/T 32905-2016 A.1')
})

t.test('a stream has the digests and the length of its bytes, however it is cut', async t => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), async chunks => {
      const whole = Buffer.concat(chunks)
      const found = await digestStream(Readable.from(chunks))
      return found.sha256.equals(sha256(whole)) && found.sm3.equals(sm3(whole)) && found.sizeBytes === whole.length
    }),
  )
  t.same(await digestStream(Readable.from([])), { sha256: sha256(''), sm3: sm3(''), sizeBytes: 0 }, 'an empty one too')
})

t.test('while many bytes go through, life is shown now and then', async t => {
  const chunk = Buffer.alloc(8 << 20)
  let beats = 0
  await digestStream(Readable.from(Array.from({ length: 17 }, () => chunk)), () => beats++)
  t.equal(beats, 2, 'once in 64 MiB')
})
