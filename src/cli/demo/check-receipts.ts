import { createHash, createPublicKey, verify } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { HandOver, Receipt } from '../answers.ts'
import type { Client } from '../client.ts'
import { canonical } from './canonical.ts'
import type { Check } from './checks.ts'

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

const Body = Type.Object({
  kind: Type.String(),
  handOverId: Type.String(),
  manifestDigest: Type.String(),
  documents: Type.Array(Type.Object({ sha256: Type.String() })),
})

/** What is wrong with a receipt; empty when its digest, its canonical form, its signature and its contents all hold. */
export function receiptFaults(
  receipt: Receipt,
  about: { kind: string; handOverId: string; manifestDigest: string; files: ReadonlySet<string> },
): string[] {
  const faults: string[] = []
  const digest = sha256(receipt.body)
  const body: unknown = JSON.parse(receipt.body)
  if (digest.toString('hex') !== receipt.sha256) faults.push('摘要与正文不一致')
  if (canonical(body) !== receipt.body) faults.push('正文不是规范化 JSON')
  const key = createPublicKey(receipt.publicKey)
  const keyId = createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 32)
  if (key.asymmetricKeyType !== 'ed25519' || keyId !== receipt.keyId) faults.push('公钥与密钥编号不符')
  if (!verify(null, digest, key, Buffer.from(receipt.signature, 'base64'))) faults.push('签名无效')
  if (!Value.Check(Body, body)) return [...faults, '正文缺少应有内容']
  if (body.kind !== about.kind || body.handOverId !== about.handOverId || body.manifestDigest !== about.manifestDigest)
    faults.push('正文与移送不符')
  if (body.documents.length !== about.files.size || body.documents.some(one => !about.files.has(one.sha256)))
    faults.push('所列文件与上传的不符')
  return faults
}

/** What is wrong with a manifest: its entries must be the uploaded files, and its digest and signature must follow from them. */
function manifestFaults(handOver: HandOver, publicKey: string, files: ReadonlySet<string>): string[] {
  const { manifest, id: handOverId, caseId, leg, round, from, to, edition, persons } = handOver
  if (manifest === null) return ['没有移送清单']
  const faults: string[] = []
  // A first edition and a whole case are not said.
  const limits = { ...(edition > 1 ? { edition } : {}), ...(persons === null ? {} : { persons }) }
  if (manifest.entries.length !== files.size || manifest.entries.some(entry => !files.has(entry.sha256)))
    faults.push('清单与上传的文件不一致')
  const digest = sha256(canonical({ handOverId, caseId, leg, round, from: from.code, to: to.code, ...limits, entries: manifest.entries }))
  if (digest.toString('hex') !== manifest.digest) faults.push('清单摘要重算不一致')
  if (!verify(null, digest, createPublicKey(publicKey), Buffer.from(manifest.signature, 'base64'))) faults.push('清单签名无效')
  return faults
}

const KINDS = ['delivery', 'acceptance'] as const
const ISSUED_WITHIN_MS = 600_000

/** Waits until both receipts of an accepted hand-over are there: the flow issues them after the answer. */
async function withReceipts(client: Client, handOverId: string): Promise<HandOver> {
  for (const until = performance.now() + ISSUED_WITHIN_MS; ; await sleep(500)) {
    const handOver = await client.get(`/api/v1/hand-overs/${handOverId}`, HandOver)
    if (KINDS.every(kind => handOver.receipts.some(receipt => receipt.kind === kind)) || performance.now() > until) return handOver
  }
}

/** Fetches the receipts of one hand-over as its sender, proves them and the manifest, and keeps them as JSON and PDF in `folder`. */
export async function checkHandOver(
  client: Client,
  handOverId: string,
  papers: readonly { readonly sha256: string }[],
  folder: string,
): Promise<Check[]> {
  const handOver = await withReceipts(client, handOverId)
  const files = new Set(papers.map(paper => paper.sha256))
  const checks: Check[] = []
  await mkdir(folder, { recursive: true })
  for (const kind of KINDS) {
    const listed = handOver.receipts.find(receipt => receipt.kind === kind)
    const name = `receipt-${handOver.leg}-${kind}`
    if (listed === undefined) {
      checks.push({ name, ok: false, zh: `${handOver.legZh}：${kind} 回执`, detail: '没有签发' })
      continue
    }
    const path = `/api/v1/hand-overs/${handOverId}/receipts/${listed.id}`
    const receipt = await client.get(path, Receipt)
    await writeFile(join(folder, `${name}.json`), `${JSON.stringify(receipt, null, 2)}\n`)
    await client.download(`${path}/pdf`, join(folder, `${name}.pdf`))
    const faults = receiptFaults(receipt, { kind, handOverId, manifestDigest: handOver.manifest?.digest ?? '', files })
    checks.push({
      name,
      ok: faults.length === 0,
      zh: `${handOver.legZh}：${listed.zh}的摘要、规范化正文和 Ed25519 签名`,
      detail: faults.join('；') || `SHA-256 ${receipt.sha256.slice(0, 16)}…`,
    })
    if (kind === 'acceptance') {
      const wrong = manifestFaults(handOver, receipt.publicKey, files)
      checks.push({
        name: `manifest-${handOver.leg}`,
        ok: wrong.length === 0,
        zh: `${handOver.legZh}：移送清单与上传文件逐份一致`,
        detail: wrong.join('；') || `${handOver.manifest?.entries.length ?? 0} 份`,
      })
    }
  }
  return checks
}
