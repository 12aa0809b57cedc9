import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { can, mustBeAble } from '../access/rules.ts'
import { record } from '../audit/commands.ts'
import { factsOf, getRelation, lockCase } from '../cases/locked-case.ts'
import { runGate } from '../handovers/gates.ts'
import { HandOverRowSchema, HandOverSchemaView } from '../handovers/schemas.ts'
import { gatePlace, getCaseIdOf, listDocuments, lockHandOver, toGateDocument } from '../handovers/store.ts'
import { CaseParams, Closed, Nullable, Uuid } from '../http/schemas.ts'
import { handOverActions } from './actions.ts'
import { getCaseView } from './case-view.ts'
import { getClocksView, readClocks } from './clocks-view.ts'
import { getEligibilityView } from './eligibility-view.ts'
import { getHandOverView, listDesk } from './hand-over-view.ts'
import { CaseViewSchema, ClocksView, EligibilityView, Moves, SuppositionBody, TrackBoard } from './schemas.ts'
import { listTrack48 } from './track-board.ts'
import { suppose } from './what-if.ts'

export const casefileRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get(
    '/cases/:caseId',
    { config: { action: 'case.card.read' }, schema: { tags: ['cases'], params: CaseParams, response: { 200: CaseViewSchema } } },
    async (request, reply) => {
      const { caseId } = request.params
      const view = await request.em.transactional(async em => {
        const relation = await getRelation(em, caseId)
        mustBeAble(request.actor, 'case.card.read', relation)
        return await getCaseView(em, request.actor, caseId, relation)
      })
      const tag = `"v${view.version}"`
      void reply.header('etag', tag)
      return view
    },
  )

  app.get(
    '/cases/:caseId/clocks',
    { config: { action: 'case.card.read' }, schema: { tags: ['periods'], params: CaseParams, response: { 200: ClocksView } } },
    async request => {
      const { caseId } = request.params
      return await request.em.transactional(async em => {
        const relation = await getRelation(em, caseId)
        mustBeAble(request.actor, 'case.card.read', relation)
        return await getClocksView(em, request.actor, caseId, relation)
      })
    },
  )

  app.post(
    '/cases/:caseId/clocks/what-if',
    {
      config: { action: 'case.card.read' },
      schema: { tags: ['periods'], params: CaseParams, body: SuppositionBody, response: { 200: Moves } },
    },
    async request => {
      const { caseId } = request.params
      const {
        at = null,
        act = null,
        type = null,
        periodCode = null,
        casePersonId = null,
        extension = null,
        length = null,
        reason = null,
      } = request.body
      return await request.em.transactional(async em => {
        mustBeAble(request.actor, 'case.card.read', await getRelation(em, caseId))
        const { facts, now, calendar } = await readClocks(em, caseId)
        const wanted = { act, type, periodCode, casePersonId, extension, length, reason, at: at ? new Date(at) : null }
        return { moves: suppose({ actor: request.actor, facts, now, calendar }, wanted) }
      })
    },
  )

  app.get(
    '/desk',
    {
      config: { action: 'case.list' },
      schema: {
        tags: ['hand-over'],
        response: { 200: Type.Object({ items: Type.Array(HandOverRowSchema), nextCursor: Nullable(Type.String()) }) },
        querystring: Closed({
          box: Type.Union([Type.Literal('in'), Type.Literal('out')]),
          cursor: Type.Optional(Type.String({ maxLength: 200 })),
        }),
      },
    },
    async request => await request.em.transactional(async em => await listDesk(em, request.query.box, request.query.cursor ?? null)),
  )

  app.get(
    '/hand-overs/:handOverId',
    {
      config: { action: 'case.list' },
      schema: { tags: ['hand-over'], params: Closed({ handOverId: Uuid }), response: { 200: HandOverSchemaView } },
    },
    async request =>
      await request.em.transactional(async em => {
        const { handOverId } = request.params
        const caseId = await getCaseIdOf(em, handOverId)
        // A returned file's receiver keeps the hand-over and its receipts, although the case is no longer open to it.
        const visible = await em.execute('select 1 from criminal_case where id = ?', [caseId])
        if (visible.length === 0) return await getHandOverView(em, handOverId, null, [])
        const loaded = await lockCase(em, caseId)
        const row = await lockHandOver(em, handOverId)
        const facts = factsOf(loaded)
        const isOpenDraft = row.state === 'draft' && can(request.actor, 'handover.prepare', loaded.relation) === 'allowed'
        const place = await gatePlace(em, loaded, { from: row.fromAgency, to: row.toAgency, persons: row.persons ?? null })
        const gate = isOpenDraft ? runGate(row.leg, facts, (await listDocuments(em, caseId)).map(toGateDocument), place) : null
        if (gate) row.gate = gate
        const actions = handOverActions({ actor: request.actor, relation: loaded.relation, facts, openHandOver: row, now: loaded.now })
        await record(em, request.actor, caseId, { action: 'handover.viewed', target: handOverId })
        return await getHandOverView(em, handOverId, gate, actions)
      }),
  )

  app.get(
    '/cases/:caseId/fast-track',
    { config: { action: 'case.card.read' }, schema: { tags: ['fast-track'], params: CaseParams, response: { 200: EligibilityView } } },
    async request => {
      const { caseId } = request.params
      return await request.em.transactional(async em => {
        const relation = await getRelation(em, caseId)
        mustBeAble(request.actor, 'case.card.read', relation)
        return await getEligibilityView(em, request.actor, caseId, relation)
      })
    },
  )

  app.get(
    '/fast-track',
    { config: { action: 'case.list' }, schema: { tags: ['fast-track'], response: { 200: TrackBoard } } },
    async request => await request.em.transactional(async em => ({ items: await listTrack48(em, request.actor) })),
  )
}
