import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { Action } from '../access/rules.ts'
import { mustBeAble } from '../access/rules.ts'
import { record } from '../audit/commands.ts'
import { lockCase } from '../cases/locked-case.ts'
import { Problem } from '../domain/problem.ts'
import { command } from '../http/command.ts'
import { CaseParams, Closed, Nullable, Uuid } from '../http/schemas.ts'
import { drawForm, type FormMark } from '../pdf/form.ts'
import { decideAnnulmentRequest, requestAnnulment } from './annulment.ts'
import { discardPaper, draftPaper, editPaper, replacePaper, servePaper, templateOf } from './commands.ts'
import { issuePaper, paperNow } from './issue.ts'
import type { PaperState } from './model.ts'
import {
  AnnulBody,
  DecideAnnulmentBody,
  DraftBody,
  EditBody,
  IssueBody,
  PaperSchema,
  PapersSchema,
  ReplaceBody,
  ServiceBody,
} from './schemas.ts'
import { getPaper } from './store.ts'
import { getPapersView, getPaperView } from './view.ts'

const PaperParams = Closed({ caseId: Uuid, paperId: Uuid })
const Made = Type.Object({ paperId: Uuid })
const Issued = Type.Object({ paperId: Uuid, number: Nullable(Type.String()), documentId: Uuid, sha256: Type.String() })

/** The register of legal documents of a case: what may be made, drafts, signed papers, their print and their service. */
export const paperRoutes: FastifyPluginAsyncTypebox = async app => {
  const { store, sandbox, config } = app.deps
  const intake = { store, sandbox, spoolDir: config.spoolDir }
  const reading = { action: 'case.card.read' } as const satisfies { action: Action }
  const drafting = { action: 'paper.draft' } as const satisfies { action: Action }

  app.get(
    '/cases/:caseId/papers',
    { config: reading, schema: { tags: ['papers'], params: CaseParams, response: { 200: PapersSchema } } },
    async ({ em, actor, params: { caseId } }) =>
      await em.transactional(async tx => {
        const loaded = await lockCase(tx, caseId)
        mustBeAble(actor, 'case.card.read', loaded.relation)
        return await getPapersView(tx, actor, loaded)
      }),
  )

  app.post(
    '/cases/:caseId/papers',
    { config: drafting, schema: { tags: ['papers'], params: CaseParams, body: DraftBody, response: { 201: Made } } },
    async (request, reply) => {
      const { code, casePersonId = null, parts = {} } = request.body
      return await command(request, reply, async em => ({
        status: 201,
        body: await draftPaper(em, request.actor, request.params.caseId, { code, casePersonId, parts }),
      }))
    },
  )

  app.get(
    '/cases/:caseId/papers/:paperId',
    { config: reading, schema: { tags: ['papers'], params: PaperParams, response: { 200: PaperSchema } } },
    async ({ em, actor, params: { caseId, paperId } }) =>
      await em.transactional(async tx => {
        const loaded = await lockCase(tx, caseId)
        mustBeAble(actor, 'case.card.read', loaded.relation)
        return await getPaperView(tx, actor, loaded, await getPaper(tx, caseId, paperId))
      }),
  )

  app.patch(
    '/cases/:caseId/papers/:paperId',
    { config: drafting, schema: { tags: ['papers'], params: PaperParams, body: EditBody, response: { 200: PaperSchema } } },
    async ({ em, actor, params: { caseId, paperId }, body }) =>
      await em.transactional(async tx => {
        const loaded = await lockCase(tx, caseId)
        await editPaper(tx, actor, caseId, paperId, body.parts)
        return await getPaperView(tx, actor, loaded, await getPaper(tx, caseId, paperId))
      }),
  )

  app.delete(
    '/cases/:caseId/papers/:paperId',
    { config: drafting, schema: { tags: ['papers'], params: PaperParams, response: { 204: Type.Null() } } },
    async ({ em, actor, params: { caseId, paperId } }, reply) => {
      await em.transactional(async tx => await discardPaper(tx, actor, caseId, paperId))
      return await reply.code(204).send(null)
    },
  )

  app.get(
    '/cases/:caseId/papers/:paperId/preview.pdf',
    // The digest changes nothing: it tells a viewer's copies of one draft apart.
    { config: drafting, schema: { tags: ['papers'], params: PaperParams, querystring: Closed({ digest: Type.Optional(Type.String()) }) } },
    async ({ em, actor, params: { caseId, paperId } }, reply) => {
      const { form } = await em.transactional(async tx => {
        const loaded = await lockCase(tx, caseId)
        mustBeAble(actor, 'paper.draft', loaded.relation)
        const row = await getPaper(tx, caseId, paperId)
        if (row.state !== 'draft') throw new Problem('paper-not-draft')
        return await paperNow(tx, loaded, row)
      })
      return await sendPdf(reply, await drawForm(form, '草稿'), 'preview.pdf')
    },
  )

  app.get(
    '/cases/:caseId/papers/:paperId/paper.pdf',
    {
      config: reading,
      schema: { tags: ['papers'], params: PaperParams, querystring: Closed({ copy: Type.Optional(Type.String({ maxLength: 40 })) }) },
    },
    async ({ em, actor, params: { caseId, paperId }, query: { copy } }, reply) => {
      const { form, mark } = await em.transactional(async tx => {
        mustBeAble(actor, 'case.card.read', (await lockCase(tx, caseId)).relation)
        const row = await getPaper(tx, caseId, paperId)
        if (row.form === null) throw new Problem('paper-not-issued')
        if (copy !== undefined && !templateOf(row.code).copies.includes(copy)) throw new Problem('validation', { facts: { field: 'copy' } })
        await record(tx, actor, caseId, { action: 'paper.printed', target: paperId, details: { code: row.code } })
        return { form: copy === undefined ? row.form : { ...row.form, copy }, mark: MARKS[row.state] ?? null }
      })
      return await sendPdf(reply, await drawForm(form, mark), 'paper.pdf')
    },
  )

  app.post(
    '/cases/:caseId/papers/:paperId/issue',
    { config: { action: 'paper.issue' }, schema: { tags: ['papers'], params: PaperParams, body: IssueBody, response: { 200: Issued } } },
    async (request, reply) => {
      const { caseId, paperId } = request.params
      const { seen = null } = request.body
      return await command(request, reply, async em => ({
        status: 200,
        body: await issuePaper(em, intake, request.actor, caseId, paperId, seen),
      }))
    },
  )

  app.post(
    '/cases/:caseId/papers/:paperId/replace',
    { config: drafting, schema: { tags: ['papers'], params: PaperParams, body: ReplaceBody, response: { 201: Made } } },
    async (request, reply) => {
      const { caseId, paperId } = request.params
      return await command(request, reply, async em => ({
        status: 201,
        body: await replacePaper(em, request.actor, caseId, paperId, request.body.reason),
      }))
    },
  )

  app.post(
    '/cases/:caseId/papers/:paperId/annulment',
    {
      config: drafting,
      schema: { tags: ['papers'], params: PaperParams, body: AnnulBody, response: { 201: Type.Object({ annulmentId: Uuid }) } },
    },
    async (request, reply) => {
      const { caseId, paperId } = request.params
      return await command(request, reply, async em => ({
        status: 201,
        body: await requestAnnulment(em, request.actor, caseId, paperId, request.body.reason),
      }))
    },
  )

  app.post(
    '/cases/:caseId/papers/:paperId/annulment/decide',
    {
      config: { action: 'paper.issue' },
      schema: {
        tags: ['papers'],
        params: PaperParams,
        body: DecideAnnulmentBody,
        response: { 200: Type.Object({ state: Type.String() }) },
      },
    },
    async (request, reply) => {
      const { caseId, paperId } = request.params
      const { approve, note = null } = request.body
      return await command(request, reply, async em => ({
        status: 200,
        body: await decideAnnulmentRequest(em, request.actor, caseId, paperId, { approve, note }),
      }))
    },
  )

  app.post(
    '/cases/:caseId/papers/:paperId/services',
    {
      config: drafting,
      schema: { tags: ['papers'], params: PaperParams, body: ServiceBody, response: { 201: Type.Object({ serviceId: Uuid }) } },
    },
    async (request, reply) => {
      const { caseId, paperId } = request.params
      const { capacity = null, witness = null, receipt = null, servedAt, recipient, method } = request.body
      const service = { recipient, method, capacity, witness, receipt, servedAt: new Date(servedAt) }
      return await command(request, reply, async em => ({
        status: 201,
        body: await servePaper(em, request.actor, caseId, paperId, service),
      }))
    },
  )
}

/** What a print of a paper that is no longer in force says. */
const MARKS: Readonly<Partial<Record<PaperState, FormMark>>> = { replaced: '已被代替', annulled: '作废' }

const sendPdf = (reply: FastifyReply, bytes: Uint8Array, name: string): FastifyReply =>
  reply
    .type('application/pdf')
    .header('cache-control', 'private, no-store')
    .header('content-security-policy', "sandbox; default-src 'none'")
    .header('content-disposition', `inline; filename="${name}"`)
    .send(Buffer.from(bytes))
