import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { EntityManager } from '@mikro-orm/postgresql'
import { Type } from 'typebox'
import type { Signer } from '../../crypto/signing.ts'
import { Problem } from '../../domain/problem.ts'
import { Closed, List, Uuid } from '../../http/schemas.ts'
import type { ReceiptFile } from './model.ts'
import { receiptPdf } from './receipt-pdf.ts'
import { sealPdf } from './seal.ts'

type ReceiptRow = { body: string; sha256: Buffer; signature: Buffer; key_id: string; kind: string }

const ReceiptParams = Closed({ handOverId: Uuid, receiptId: Uuid })
const Receipt = Type.Object({
  body: Type.String(),
  sha256: Type.String(),
  signature: Type.String(),
  keyId: Type.String(),
  publicKey: Type.String(),
})
const Keys = Type.Object({ items: List(Type.Object({ keyId: Type.String(), algorithm: Type.String(), publicKey: Type.String() })) })

/** Signed receipts, on paper and as data, and the keys that prove them without the platform. */
export const receiptRoutes: FastifyPluginAsyncTypebox = async app => {
  const { signer } = app.deps

  app.get(
    '/hand-overs/:handOverId/receipts/:receiptId',
    { config: { action: 'case.card.read' }, schema: { tags: ['hand-over'], params: ReceiptParams, response: { 200: Receipt } } },
    async request => asFile(await getReceipt(request.em, request.params), signer),
  )

  app.get(
    '/hand-overs/:handOverId/receipts/:receiptId/pdf',
    { config: { action: 'case.card.read' }, schema: { tags: ['hand-over'], params: ReceiptParams } },
    async (request, reply) => {
      const row = await getReceipt(request.em, request.params)
      const [subject] = await request.em.execute<{ name: string; platform_no: string }[]>(
        'select c.name, c.platform_no from hand_over h join criminal_case c on c.id = h.case_id where h.id = ?',
        [request.params.handOverId],
      )
      const drawn = await receiptPdf({ ...row, platformNo: subject?.platform_no ?? '', caseName: subject?.name ?? '' })
      return await reply
        .type('application/pdf')
        .header('content-disposition', 'inline; filename="receipt.pdf"')
        .send(sealPdf(drawn, asFile(row, signer), signer))
    },
  )

  app.get('/keys', { config: { action: 'public' }, schema: { tags: ['hand-over'], response: { 200: Keys } } }, async () => ({
    items: [{ keyId: signer.keyId, algorithm: 'Ed25519', publicKey: signer.publicKeyPem }],
  }))
}

const asFile = (row: ReceiptRow, signer: Signer): ReceiptFile => ({
  body: row.body,
  sha256: row.sha256.toString('hex'),
  signature: row.signature.toString('base64'),
  keyId: row.key_id,
  publicKey: signer.publicKeyPem,
})

async function getReceipt(em: EntityManager, { handOverId, receiptId }: { handOverId: string; receiptId: string }): Promise<ReceiptRow> {
  const [row] = await em.execute<ReceiptRow[]>(
    'select body, sha256, signature, key_id, kind from receipt where id = ? and hand_over_id = ?',
    [receiptId, handOverId],
  )
  if (row === undefined) throw new Problem('not-found')
  return row
}
