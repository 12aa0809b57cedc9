import t from 'tap'
import { sha256 } from '../../../src/crypto/digest.ts'
import { base64Url } from '../../../src/crypto/proof/bytes.ts'
import { checkPayload, payloadIn, payloadUrl, readPayload } from '../../../src/crypto/proof/payload.ts'
import { readTrust } from '../../../src/crypto/proof/trust.ts'
import { verifyCertificate } from '../../../src/crypto/proof/verify.ts'
import { drawCertificates, signedPayload } from '../../../src/custody/certificate/drawing.ts'
import type { CertificateBody } from '../../../src/custody/certificate/model.ts'
import { aBody, announced, aPlatform } from '../../support/a-certificate.ts'

t.setTimeout(240_000)

const platform = await aPlatform()
const trust = readTrust(platform.keys)
const stranger = await aPlatform()

async function file(body: CertificateBody, of = platform): Promise<{ bytes: Uint8Array<ArrayBuffer>; signature: Uint8Array<ArrayBuffer> }> {
  const [one] = await drawCertificates([body], of.drawing)
  if (one === undefined) throw new Error('nothing was drawn')
  return { bytes: new Uint8Array(one.pdf), signature: new Uint8Array(one.signature) }
}

t.test('each paper is proved by its bytes alone, and tells whose seals it bears', async t => {
  const papers = [aBody('transfer'), announced(), aBody('changeNotice'), aBody('expiryNotice'), aBody('releaseNotice')]
  for (const body of papers) {
    const { bytes, signature } = await file(body)
    const check = await verifyCertificate(bytes, trust, signature)
    t.match(check, {
      ok: true,
      certificate: { paper: body.paper, edition: 1, payload: { certNo: body.certNo, personRef: body.personRef } },
    })
    const isCompleted = body.paper === 'transfer' && body.receiver?.at !== null
    t.equal(
      check.ok && check.certificate.seals.map(({ agency }) => agency).join(),
      isCompleted ? '350503-PSB,350503-PRO' : body.sender.agency,
    )
  }
})

t.test('whichever bit is turned, the file is refused', async t => {
  const { bytes } = await file(aBody('transfer'))
  const last = Buffer.from(bytes).lastIndexOf('/Contents <')
  const places = [
    ...Array.from({ length: 300 }, (_, i) => Math.floor((i * bytes.length) / 300)),
    // The seal itself and what fills its place up, where a lax reader looks least.
    ...Array.from({ length: 260 }, (_, i) => last - 40 + i * 13),
    ...Array.from({ length: 40 }, (_, i) => bytes.length - 1 - i),
  ]
  const kept: number[] = []
  for (const [i, place] of places.entries()) {
    const changed = bytes.slice()
    changed[place] = (changed[place] ?? 0) ^ (1 << (i % 8))
    if ((await verifyCertificate(changed, trust)).ok) kept.push(place)
  }
  t.same(kept, [], `${places.length} places`)
})

t.test('what is cut off, added or not ours is refused', async t => {
  const { bytes } = await file(aBody('transfer'))
  const why = async (changed: Uint8Array<ArrayBuffer>): Promise<string> => {
    const check = await verifyCertificate(changed, trust)
    return check.ok ? 'good' : check.why
  }
  t.equal(await why(bytes.slice(0, -1)), 'altered')
  t.equal(await why(new Uint8Array([...bytes, 0x0a])), 'altered')
  t.equal(await why(new Uint8Array(Buffer.from('%PDF-1.7\nanything'))), 'not-a-certificate')
  t.equal(await why(new Uint8Array()), 'not-a-certificate')
  // The sender's revision alone, cut out of a completed transfer, would say that the receiver has sealed.
  const first = Buffer.from(bytes).indexOf('%%EOF') + '%%EOF'.length
  t.equal(await why(bytes.slice(0, first)), 'data-mismatch')
  t.equal(await why((await file(aBody('transfer'), stranger)).bytes), 'chain-untrusted')
})

t.test('a paper sealed by another agency than the one it names is refused', async t => {
  const { bytes } = await file(announced(), {
    ...platform,
    drawing: { ...platform.drawing, sealOf: () => platform.drawing.sealOf('350500-DET') },
  })
  t.match(await verifyCertificate(bytes, trust), { ok: false, why: 'data-mismatch' })
})

t.test('a code made with a strange key is refused, however good the seals are', async t => {
  const { bytes } = await file(announced(), { ...platform, drawing: { ...platform.drawing, signer: stranger.signer } })
  t.match(await verifyCertificate(bytes, trust), { ok: false, why: 'code-forged' })
})

t.test('the signature beside the file must be of this file', async t => {
  const [one, other] = [await file(aBody()), await file(aBody())]
  t.match(await verifyCertificate(one.bytes, trust, other.signature), { ok: false, why: 'detached-wrong' })
})

t.test('a scanned code is good, forged or unreadable', async t => {
  const body = aBody()
  const good = signedPayload(body, sha256('x'), platform.signer)
  const url = payloadUrl('https://anlian.example/verify', good)
  t.notMatch(url.split('#')[0], /1\||泉/, 'nothing of it goes to a server')
  t.match(await checkPayload(payloadIn(url), trust.signing), {
    ok: true,
    payload: { certNo: body.certNo, kind: body.kind, from: '2026-11-26' },
  })
  t.match(await checkPayload(good, stranger.keys.signing), { ok: false, why: 'forged' })
  for (const [from, to] of [
    ['2026-11-26|', '2026-11-27|'],
    [body.certNo, `${body.certNo.slice(0, -1)}0号`],
    ['TRANSFER_PROSECUTION', 'INDICT'],
  ] as const)
    t.match(await checkPayload(good.replace(from, to), trust.signing), { ok: false, why: 'forged' }, `${from} → ${to}`)
  for (const text of ['', 'x', '1|a|b', good.replace(/^1/, '2'), `${good}|`, good.replace(/\|[^|]*$/, '|'), good.replaceAll('|', '#')])
    t.match(await checkPayload(text, trust.signing), { ok: false, why: 'unreadable' }, text.slice(0, 20))
  const short = good
    .split('|')
    .with(6, base64Url(new Uint8Array(8)))
    .join('|')
  t.equal(readPayload(short), null)
})

t.test('a part with a bar in it makes no code', async t => {
  t.throws(() => signedPayload(aBody('changeNotice', { kind: '延长|变更' }), sha256('x'), platform.signer), RangeError)
})

t.test('a file of keys without keys is refused', async t => {
  for (const value of [null, {}, { signing: [], authorities: [] }, { signing: platform.keys.signing }])
    t.throws(() => readTrust(value), RangeError)
})
