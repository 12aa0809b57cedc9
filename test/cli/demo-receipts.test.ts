import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import t from 'tap'
import { canonical } from '../../src/cli/demo/canonical.ts'
import { receiptFaults } from '../../src/cli/demo/check-receipts.ts'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const keyId = createHash('sha256')
  .update(publicKey.export({ type: 'spki', format: 'der' }))
  .digest('hex')
  .slice(0, 32)
const facts = {
  kind: 'delivery',
  handOverId: 'h',
  manifestDigest: 'm',
  documents: [
    { seq: 1, sha256: 'a' },
    { seq: 2, sha256: 'b' },
  ],
}
const about = { kind: 'delivery', handOverId: 'h', manifestDigest: 'm', files: new Set(['a', 'b']) }

function issue(body: string) {
  const digest = createHash('sha256').update(body).digest()
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  return { body, sha256: digest.toString('hex'), signature: sign(null, digest, privateKey).toString('base64'), keyId, publicKey: pem }
}

t.test('a receipt whose digest, form, signature and contents hold has no fault', async t => {
  t.same(receiptFaults(issue(canonical(facts)), about), [])
})

t.test('each forgery of a receipt is found', async t => {
  const good = issue(canonical(facts))
  const changed = canonical({
    ...facts,
    documents: [
      { seq: 1, sha256: 'a' },
      { seq: 2, sha256: 'c' },
    ],
  })
  t.same(receiptFaults({ ...good, body: changed }, about), ['摘要与正文不一致', '签名无效', '所列文件与上传的不符'])
  t.same(receiptFaults(issue(JSON.stringify(facts, null, 2)), about), ['正文不是规范化 JSON'])
  t.same(receiptFaults({ ...good, signature: issue('{}').signature }, about), ['签名无效'])
  t.same(receiptFaults({ ...good, keyId: '0'.repeat(32) }, about), ['公钥与密钥编号不符'])
  t.same(receiptFaults(good, { ...about, handOverId: 'other' }), ['正文与移送不符'])
  t.same(receiptFaults(good, { ...about, files: new Set(['a', 'b', 'c']) }), ['所列文件与上传的不符'])
})

t.test('canonical JSON sorts members and leaves out what is undefined', async t => {
  t.equal(canonical({ b: [1, { d: null, c: '中' }], a: undefined, A: true }), '{"A":true,"b":[1,{"c":"中","d":null}]}')
})
