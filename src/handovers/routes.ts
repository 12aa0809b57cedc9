import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { mustBeAble } from '../access/rules.ts'
import { lockCase } from '../cases/locked-case.ts'
import { documentType } from '../domain/codes.ts'
import { agencyRef, instant, instantOrNull } from '../domain/present.ts'
import { Problem } from '../domain/problem.ts'
import { command } from '../http/command.ts'
import { CaseParams, Closed, Day, Instant, List, Nullable, Uuid } from '../http/schemas.ts'
import { answerRebind, answerSupplement, requestRebind, requestSupplement, returnHandOver } from './answers.ts'
import { acceptHandOver, assignHandOver, preflight, prepareHandOver, recallHandOver, receiveHandOver, sendHandOver } from './commands.ts'
import { digestAll } from './digesting.ts'
import { LEGS } from './legs.ts'
import { isReturnOutcome } from './rules.ts'
import { GateSchema, SilentSchema, WaitingSchema } from './schemas.ts'
import { legOf, listSilent, listWaiting } from './store.ts'

const HandOverParams = Closed({ handOverId: Uuid })
const Done = Type.Object({ handOverId: Uuid })
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const Persons = Type.Optional(Nullable(Type.Array(Uuid, { minItems: 1, maxItems: 200 })))
const Asked = { reason: text(2_000), basis: text(200), dueOn: Day }
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
        querystring: Closed({
          leg: Type.String({ maxLength: 40 }),
          toAgency: Type.Optional(text(32)),
          persons: Type.Optional(Type.String({ maxLength: 2_000 })),
        }),
        response: { 200: GateSchema },
      },
    },
    async request =>
      await request.em.transactional(async em => {
        const loaded = await lockCase(em, request.params.caseId)
        mustBeAble(request.actor, 'case.card.read', loaded.relation)
        const { leg, toAgency = null, persons } = request.query
        return await preflight(em, loaded, { leg: legOf(leg), toAgency, persons: persons?.split(',') ?? null })
      }),
  )

  app.post(
    '/cases/:caseId/hand-overs',
    {
      config: { action: 'handover.prepare' },
      schema: {
        tags: ['hand-over'],
        params: CaseParams,
        body: Closed({
          leg: Type.String({ maxLength: 40 }),
          toAgency: text(32),
          persons: Persons,
          note: Type.Optional(Nullable(text(2_000))),
        }),
        response: { 201: Done },
      },
    },
    async (request, reply) => {
      const { leg, toAgency, persons = null, note = null } = request.body
      return await command(request, reply, async em => ({
        status: 201,
        body: await prepareHandOver(em, request.actor, request.params.caseId, { leg: legOf(leg), toAgency, persons, note }),
      }))
    },
  )

  app.post(
    '/hand-overs/:handOverId/send',
    {
      config: { action: 'handover.send' },
      schema: { tags: ['hand-over'], params: HandOverParams, body: Occurred, response: { 200: Done } },
    },
    async (request, reply) => {
      const { handOverId } = request.params
      await digestAll({ em: request.em, worker, store }, handOverId)
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
          ...Asked,
          documentCodes: Type.Array(Type.String({ pattern: '^[A-Z]{2}\\d{2}$' }), { minItems: 1, maxItems: 50 }),
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
      await digestAll({ em: request.em, worker, store }, request.params.handOverId)
      return await command(request, reply, async em => {
        await answerSupplement(em, request.actor, signer, request.params.handOverId)
        return { status: 200, body: { handOverId: request.params.handOverId } }
      })
    },
  )

  app.post(
    '/hand-overs/:handOverId/request-rebind',
    {
      config: { action: 'handover.return' },
      schema: { tags: ['hand-over'], params: HandOverParams, body: Closed(Asked), response: { 200: Done } },
    },
    async (request, reply) =>
      await command(request, reply, async em => {
        await requestRebind(em, request.actor, request.params.handOverId, request.body)
        return { status: 200, body: { handOverId: request.params.handOverId } }
      }),
  )

  app.post(
    '/hand-overs/:handOverId/answer-rebind',
    {
      config: { action: 'handover.send' },
      schema: { tags: ['hand-over'], params: HandOverParams, body: Closed({}), response: { 200: Done } },
    },
    async (request, reply) => {
      await digestAll({ em: request.em, worker, store }, request.params.handOverId)
      return await command(request, reply, async em => {
        await answerRebind(em, request.actor, signer, request.params.handOverId)
        return { status: 200, body: { handOverId: request.params.handOverId } }
      })
    },
  )

  app.post(
    '/hand-overs/:handOverId/assign',
    {
      config: { action: 'handover.accept' },
      schema: { tags: ['hand-over'], params: HandOverParams, body: Closed({ assignTo: Uuid }), response: { 200: Done } },
    },
    async (request, reply) =>
      await command(request, reply, async em => {
        await assignHandOver(em, request.actor, request.params.handOverId, request.body.assignTo)
        return { status: 200, body: { handOverId: request.params.handOverId } }
      }),
  )

  app.post(
    '/hand-overs/:handOverId/return',
    {
      config: { action: 'handover.return' },
      schema: {
        tags: ['hand-over'],
        params: HandOverParams,
        body: Closed({ outcome: text(40), reason: text(2_000), basis: text(200), persons: Persons }),
        response: { 200: Done },
      },
    },
    async (request, reply) => {
      const { outcome, reason, basis, persons = null } = request.body
      if (!isReturnOutcome(outcome)) throw new Problem('validation', { facts: { field: 'outcome' } })
      return await command(request, reply, async em => {
        await returnHandOver(em, request.actor, request.params.handOverId, { outcome, reason, basis, persons })
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

  app.get(
    '/timeliness/hand-overs',
    {
      config: { action: 'timeliness.read' },
      schema: { tags: ['hand-over'], response: { 200: Type.Object({ items: List(SilentSchema), waiting: List(WaitingSchema) }) } },
    },
    async request =>
      await request.em.transactional(async em => ({
        waiting: (await listWaiting(em)).map(({ agency, leg, longestSince, meanHours, dueAt, toldAt, ...counts }) => ({
          ...counts,
          agency: agencyRef(agency),
          leg,
          legZh: LEGS[leg].zh,
          legEn: LEGS[leg].en,
          longestSince: instant(longestSince),
          meanHours: Number(meanHours),
          dueAt: instantOrNull(dueAt),
          toldAt: instantOrNull(toldAt),
        })),
        items: (await listSilent(em)).map(({ leg, state, from, to, since, handOvers }) => {
          const { zh: legZh, en: legEn } = LEGS[leg]
          return { leg, legZh, legEn, state, from: agencyRef(from), to: agencyRef(to), since: instant(since), handOvers }
        }),
      })),
  )
}

function mustBeKnown(code: string): void {
  try {
    documentType(code)
  } catch (cause) {
    throw new Problem('validation', { facts: { field: 'documentCodes', value: code }, cause })
  }
}
