import { X509Certificate } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { record } from '../../audit/commands.ts'
import { sha256 } from '../../crypto/digest.ts'
import { base64Url, fromBase64Url } from '../../crypto/proof/bytes.ts'
import { DIGEST_BYTES } from '../../crypto/proof/payload.ts'
import { agencyOf } from '../../domain/codes.ts'
import { Problem } from '../../domain/problem.ts'
import { AgencyRef, Bilingual, Closed, Instant, List, Nullable, Uuid } from '../../http/schemas.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { isTransferKind, PAPERS, TRANSFER_KINDS } from './model.ts'
import { openSeals } from './seals.ts'
import { findPublicState, getCustodyPaper, type PaperRow } from './store.ts'

const PaperParams = Closed({ custodyPaperId: Uuid })
const PaperSchema = Type.Object({
  id: Uuid,
  paper: Type.String(),
  certNo: Type.String(),
  edition: Type.Integer(),
  state: Type.String(),
  stateAt: Nullable(Instant),
  issuedAt: Instant,
  body: Type.String(),
  sha256: Type.String(),
  pdf: Nullable(Type.Object({ sha256: Type.String(), sizeBytes: Type.Integer(), signature: Type.String(), keyId: Type.String() })),
  publicKey: Type.String(),
})
const PublicSchema = Type.Object({
  state: Type.String({ description: 'valid, revoked, superseded, or unknown where number and digest do not belong together' }),
  edition: Type.Optional(Type.Integer()),
  newest: Type.Optional(Type.Integer()),
  paper: Type.Optional(Bilingual),
  kind: Type.Optional(Bilingual),
  issuer: Type.Optional(AgencyRef),
  holder: Type.Optional(AgencyRef),
  from: Type.Optional(Nullable(Type.String())),
  to: Type.Optional(Nullable(Type.String())),
  issuedAt: Type.Optional(Instant),
  signature: Type.Optional(Nullable(Type.String())),
})
const KeysSchema = Type.Object({
  signing: List(Type.Object({ keyId: Type.String(), algorithm: Type.String(), publicKey: Type.String() })),
  authorities: List(Type.Object({ keyId: Type.String(), certificate: Type.String() })),
})

/** Certificates and notices of custody: file and data for those who may see the person, the state for whoever holds a paper. */
export const certificateRoutes: FastifyPluginAsyncTypebox = async app => {
  const { store, signer, sealing, worker, orm } = app.deps
  const seals = openSeals(sealing)

  app.get(
    '/custody-papers/:custodyPaperId',
    { config: { action: 'case.card.read' }, schema: { tags: ['custody'], params: PaperParams, response: { 200: PaperSchema } } },
    async ({ em, params: { custodyPaperId } }) =>
      shown(await em.transactional(async tx => await getCustodyPaper(tx, custodyPaperId)), signer.publicKeyPem),
  )

  app.get(
    '/custody-papers/:custodyPaperId/pdf',
    { config: { action: 'case.card.read' }, schema: { tags: ['custody'], params: PaperParams } },
    async ({ em, actor, params: { custodyPaperId } }, reply) => {
      const row = await em.transactional(async tx => {
        const found = await getCustodyPaper(tx, custodyPaperId)
        if (found.objectKey === null) throw new Problem('certificate-not-drawn', { retryAfterSeconds: 1 })
        await record(tx, actor, found.caseId, { action: 'certificate.read', target: custodyPaperId, details: { edition: found.edition } })
        return found
      })
      return await reply
        .type('application/pdf')
        .header('content-disposition', 'inline; filename="certificate.pdf"')
        .send(await bytesOf(store, row))
    },
  )

  app.get(
    '/public/certificates/:certNo',
    {
      config: { action: 'public' },
      schema: {
        tags: ['custody'],
        params: Closed({ certNo: Type.String({ maxLength: 80 }) }),
        querystring: Closed({
          digest: Type.String({ pattern: '^[A-Za-z0-9_-]{22}$', description: 'the first 16 bytes of the digest, base64url' }),
        }),
        response: { 200: PublicSchema },
      },
    },
    async ({ params: { certNo }, query }) => {
      const digest = fromBase64Url(query.digest)
      if (digest?.length !== DIGEST_BYTES) throw new Problem('validation', { facts: { field: 'digest' } })
      const found = await findPublicState(orm.em.fork(), certNo, Buffer.from(digest))
      if (found === null) return { state: 'unknown' }
      const { kind } = found
      return {
        state: found.seen_state,
        edition: found.seen_edition,
        newest: found.edition,
        paper: PAPERS[found.paper],
        kind: isTransferKind(kind) ? TRANSFER_KINDS[kind] : { zh: kind, en: kind },
        issuer: agencyRef(found.issuer),
        holder: agencyRef(found.holder),
        from: found.valid_from,
        to: found.valid_to,
        issuedAt: new Date(found.issued_at).toISOString(),
        signature: found.seen_signature === null ? null : base64Url(found.seen_signature),
      }
    },
  )

  app.get(
    '/public/certificate-keys',
    { config: { action: 'public' }, schema: { tags: ['custody'], response: { 200: KeysSchema } } },
    async () => ({
      signing: [{ keyId: signer.keyId, algorithm: 'Ed25519', publicKey: signer.publicKeyPem }],
      authorities: [{ keyId: sealing.authority.keyId, certificate: new X509Certificate(await seals.authority(worker)).toString() }],
    }),
  )
}

function agencyRef(code: string): { code: string; zh: string; en: string; type: string } {
  const { zh, en, type } = agencyOf(code)
  return { code, zh, en, type }
}

function shown(row: PaperRow, publicKey: string) {
  const { id, paper, certNo, edition, state, body, pdfSha256, pdfBytes, signature, keyId } = row
  const isDrawn = pdfSha256 !== null && pdfBytes !== null && signature !== null && keyId !== null
  return {
    id,
    paper,
    certNo,
    edition,
    state,
    stateAt: row.stateAt?.toISOString() ?? null,
    issuedAt: row.issuedAt.toISOString(),
    body,
    sha256: row.sha256.toString('hex'),
    pdf: isDrawn ? { sha256: pdfSha256.toString('hex'), sizeBytes: pdfBytes, signature: signature.toString('base64'), keyId } : null,
    publicKey,
  }
}

/** The whole file, which is small; nothing is sent of one whose digest is not the registered one. */
async function bytesOf(store: ObjectStore, { objectKey, pdfSha256 }: PaperRow): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of await store.read(objectKey ?? '')) chunks.push(Buffer.from(chunk))
  const bytes = Buffer.concat(chunks)
  if (pdfSha256 === null || !sha256(bytes).equals(pdfSha256)) throw new Problem('object-corrupt')
  return bytes
}
