import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { mustBeAble } from '../access/rules.ts'
import { lockCase } from '../cases/locked-case.ts'
import { documentType } from '../domain/codes.ts'
import { Problem } from '../domain/problem.ts'
import { completeDigests } from '../dossier/digests.ts'
import { command } from '../http/command.ts'
import { CaseParams, Closed, Day, Instant, Nullable, Uuid } from '../http/schemas.ts'
import {
  acceptHandOver,
  answerSupplement,
  preflight,
  prepareHandOver,
  recallHandOver,
  receiveHandOver,
  requestSupplement,
  returnHandOver,
  sendHandOver,
} from './commands.ts'
import { receiptPdf } from './receipt-pdf.ts'
import { isReturnOutcome } from './rules.ts'
import { GateSchema } from './schemas.ts'
import { getCaseIdOf, legOf, listDocuments } from './store.ts'

const HandOverParams = Closed({ handOverId: Uuid })
const Done = Type.Object({ handOverId: Uuid })
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const Occurred = Closed({ occurredAt: Type.Optional(Nullable(Instant)) })
const optionalDate = (value: string | null | undefined): Date | null => (value ? new Date(value) : null)

export const handOverRoutes: FastifyPluginAsyncTypebox = async app => {
  const { signer, worker, store } = app.deps

  app.get(
    '/cases/:caseId/gates',
    {
      config: { action: 'case.card.read' },
      schema: {
        tags: ['hand-over'],
        params: CaseParams,
        querystring: Closed({ leg: Type.String({ maxLength: 40 }) }),
        response: { 200: GateSchema },
      },
    },
    async request =>
      await request.em.transactional(async em => {
        const loaded = await lockCase(em, request.params.caseId)
        mustBeAble(request.actor, 'case.card.read', loaded.relation)
        return await preflight(em, loaded, legOf(request.query.leg))
      }),
  )

  app.post(
    '/cases/:caseId/hand-overs',
    {
      config: { action: 'handover.prepare' },
      schema: {
        tags: ['hand-over'],
        params: CaseParams,
        body: Closed({ leg: Type.String({ maxLength: 40 }), toAgency: text(32), note: Type.Optional(Nullable(text(2_000))) }),
        response: { 201: Done },
      },
    },
    async (request, reply) => {
      const { leg, toAgency, note = null } = request.body
      return await command(request, reply, async em => ({
        status: 201,
        body: await prepareHandOver(em, request.actor, request.params.caseId, { leg: legOf(leg), toAgency, note }),
      }))
    },
  )

  /** SM3 digests may lag behind an upload; a manifest names both, so what is missing is computed before the transaction. */
  const digestAll = async (request: Parameters<typeof command>[0], handOverId: string): Promise<void> => {
    const { caseId, missing } = await request.em.fork().transactional(async em => {
      const found = await getCaseIdOf(em, handOverId)
      return { caseId: found, missing: (await listDocuments(em, found)).filter(({ sm3 }) => sm3 === null) }
    })
    const ids = missing.map(({ id }) => id)
    if ((await completeDigests({ orm: worker, store }, caseId, ids)).length > 0) throw new Problem('object-corrupt')
  }

  app.post(
    '/hand-overs/:handOverId/send',
    {
      config: { action: 'handover.send' },
      schema: { tags: ['hand-over'], params: HandOverParams, body: Occurred, response: { 200: Done } },
    },
    async (request, reply) => {
      const { handOverId } = request.params
      await digestAll(request, handOverId)
      return await command(request, reply, async em => {
        await sendHandOver(em, request.actor, signer, handOverId, optionalDate(request.body.occurredAt))
        return { status: 200, body: { handOverId } }
      })
    },
  )

  app.post(
    '/hand-overs/:handOverId/receive',
    {
      config: { action: 'handover.accept' },
      schema: { tags: ['hand-over'], params: HandOverParams, body: Occurred, response: { 200: Done } },
    },
    async (request, reply) =>
      await command(request, reply, async em => {
        await receiveHandOver(em, request.actor, request.params.handOverId, optionalDate(request.body.occurredAt))
        return { status: 200, body: { handOverId: request.params.handOverId } }
      }),
  )

  app.post(
    '/hand-overs/:handOverId/accept',
    {
      config: { action: 'handover.accept' },
      schema: {
        tags: ['hand-over'],
        params: HandOverParams,
        response: { 200: Done },
        body: Closed({
          occurredAt: Type.Optional(Nullable(Instant)),
          assignTo: Uuid,
          note: Type.Optional(Nullable(text(2_000))),
          procedure: Type.Optional(Nullable(Type.String({ maxLength: 20 }))),
        }),
      },
    },
    async (request, reply) => {
      const { occurredAt, assignTo, note = null, procedure = null } = request.body
      return await command(request, reply, async em => {
        await acceptHandOver(em, request.actor, request.params.handOverId, {
          occurredAt: optionalDate(occurredAt),
          assignTo,
          note,
          procedure,
        })
        return { status: 200, body: { handOverId: request.params.handOverId } }
      })
    },
  )

  app.post(
    '/hand-overs/:handOverId/request-supplement',
    {
      config: { action: 'handover.return' },
      schema: {
        tags: ['hand-over'],
        params: HandOverParams,
        response: { 200: Done },
        body: Closed({
          reason: text(2_000),
          basis: text(200),
          documentCodes: Type.Array(Type.String({ pattern: '^[A-Z]{2}\\d{2}$' }), { minItems: 1, maxItems: 50 }),
          dueOn: Day,
        }),
      },
    },
    async (request, reply) => {
      for (const code of request.body.documentCodes) mustBeKnown(code)
      return await command(request, reply, async em => {
        await requestSupplement(em, request.actor, request.params.handOverId, request.body)
        return { status: 200, body: { handOverId: request.params.handOverId } }
      })
    },
  )

  app.post(
    '/hand-overs/:handOverId/answer-supplement',
    {
      config: { action: 'handover.send' },
      schema: { tags: ['hand-over'], params: HandOverParams, body: Closed({}), response: { 200: Done } },
    },
    async (request, reply) => {
      await digestAll(request, request.params.handOverId)
      return await command(request, reply, async em => {
        await answerSupplement(em, request.actor, signer, request.params.handOverId)
        return { status: 200, body: { handOverId: request.params.handOverId } }
      })
    },
  )

  app.post(
    '/hand-overs/:handOverId/return',
    {
      config: { action: 'handover.return' },
      schema: {
        tags: ['hand-over'],
        params: HandOverParams,
        body: Closed({ outcome: text(40), reason: text(2_000), basis: text(200) }),
        response: { 200: Done },
      },
    },
    async (request, reply) => {
      const { outcome, reason, basis } = request.body
      if (!isReturnOutcome(outcome)) throw new Problem('validation', { facts: { field: 'outcome' } })
      return await command(request, reply, async em => {
        await returnHandOver(em, request.actor, request.params.handOverId, { outcome, reason, basis })
        return { status: 200, body: { handOverId: request.params.handOverId } }
      })
    },
  )

  app.post(
    '/hand-overs/:handOverId/recall',
    {
      config: { action: 'handover.prepare' },
      schema: { tags: ['hand-over'], params: HandOverParams, body: Closed({ reason: text(2_000) }), response: { 200: Done } },
    },
    async (request, reply) =>
      await command(request, reply, async em => {
        await recallHandOver(em, request.actor, request.params.handOverId, request.body.reason)
        return { status: 200, body: { handOverId: request.params.handOverId } }
      }),
  )

  type ReceiptRow = { body: string; sha256: Buffer; signature: Buffer; key_id: string; kind: string }
  const findReceipt = async (request: Parameters<typeof command>[0], handOverId: string, receiptId: string): Promise<ReceiptRow> => {
    const [row] = await request.em.execute<ReceiptRow[]>(
      'select body, sha256, signature, key_id, kind from receipt where id = ? and hand_over_id = ?',
      [receiptId, handOverId],
    )
    if (row === undefined) throw new Problem('not-found')
    return row
  }
  const ReceiptParams = Closed({ handOverId: Uuid, receiptId: Uuid })
  const Receipt = Type.Object({
    body: Type.String(),
    sha256: Type.String(),
    signature: Type.String(),
    keyId: Type.String(),
    publicKey: Type.String(),
  })
  app.get(
    '/hand-overs/:handOverId/receipts/:receiptId',
    { config: { action: 'case.card.read' }, schema: { tags: ['hand-over'], params: ReceiptParams, response: { 200: Receipt } } },
    async request => {
      const row = await findReceipt(request, request.params.handOverId, request.params.receiptId)
      return {
        body: row.body,
        sha256: row.sha256.toString('hex'),
        signature: row.signature.toString('base64'),
        keyId: row.key_id,
        publicKey: signer.publicKeyPem,
      }
    },
  )
  app.get(
    '/hand-overs/:handOverId/receipts/:receiptId/pdf',
    { config: { action: 'case.card.read' }, schema: { tags: ['hand-over'], params: ReceiptParams } },
    async (request, reply) => {
      const row = await findReceipt(request, request.params.handOverId, request.params.receiptId)
      const [subject] = await request.em.execute<{ name: string; platform_no: string }[]>(
        'select c.name, c.platform_no from hand_over h join criminal_case c on c.id = h.case_id where h.id = ?',
        [request.params.handOverId],
      )
      const bytes = await receiptPdf({ ...row, platformNo: subject?.platform_no ?? '', caseName: subject?.name ?? '' })
      return await reply.type('application/pdf').header('content-disposition', 'inline; filename="receipt.pdf"').send(Buffer.from(bytes))
    },
  )
}

function mustBeKnown(code: string): void {
  try {
    documentType(code)
  } catch (cause) {
    throw new Problem('validation', { facts: { field: 'documentCodes', value: code }, cause })
  }
}
