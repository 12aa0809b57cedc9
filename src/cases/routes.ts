import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Problem } from '../domain/problem.ts'
import { command } from '../http/command.ts'
import { CaseParams, Closed, Nullable, Uuid } from '../http/schemas.ts'
import { countCases, listCases } from './case-list.ts'
import { declareCircumstances, joinPerson, openCase, takeAct } from './commands.ts'
import { decideDeadlineRequest, requestDeadline } from './deadlines.ts'
import {
  ActBody,
  Acted,
  CasePage,
  CircumstancesBody,
  CorrectionBody,
  Counts,
  DeadlineRequestBody,
  DecideBody,
  JoinPersonBody,
  ListQuerySchema,
  OpenCaseBody,
} from './schemas.ts'

const optionalDate = (text: string | null | undefined): Date | null => (text ? new Date(text) : null)

/** The version of `If-Match: "v7"`; null without the header. @throws Problem `precondition-failed` for another form */
function ifVersion(header: string | undefined): number | null {
  if (header === undefined) return null
  const found = /^"v(\d+)"$/.exec(header)?.[1]
  if (found === undefined) throw new Problem('precondition-failed')
  return Number(found)
}

export const caseRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get(
    '/cases',
    { config: { action: 'case.list' }, schema: { tags: ['cases'], querystring: ListQuerySchema, response: { 200: CasePage } } },
    async request => {
      const { view = 'mine', stage = null, q = null, track48 = false, cursor = null, limit = 50 } = request.query
      return await request.em.transactional(
        async em => await listCases(em, { view, stage, q: q === '' ? null : q, track48, cursor, limit }),
      )
    },
  )
  app.get(
    '/cases/counts',
    { config: { action: 'case.list' }, schema: { tags: ['cases'], response: { 200: Counts } } },
    async request => await request.em.transactional(async em => await countCases(em)),
  )

  app.post(
    '/cases',
    {
      config: { action: 'case.card.edit' },
      schema: { tags: ['cases'], body: OpenCaseBody, response: { 201: Type.Object({ caseId: Uuid, platformNo: Type.String() }) } },
    },
    async (request, reply) => {
      const { source, chargeCode, occurredPlace = null, factSummary = null, circumstances = [], track48 = false } = request.body
      const occurredAt = new Date(request.body.occurredAt)
      const arrivedAt = track48 ? (optionalDate(request.body.arrivedAt) ?? occurredAt) : null
      const input = {
        source,
        occurredAt,
        chargeCode,
        occurredFrom: optionalDate(request.body.occurredFrom),
        occurredPlace,
        factSummary,
        circumstances,
        arrivedAt,
      }
      return await command(request, reply, async em => ({ status: 201, body: await openCase(em, request.actor, input) }))
    },
  )

  app.post(
    '/cases/:caseId/persons',
    {
      config: { action: 'case.card.edit' },
      schema: { tags: ['cases'], params: CaseParams, body: JoinPersonBody, response: { 201: Type.Object({ casePersonId: Uuid }) } },
    },
    async (request, reply) => {
      const {
        birthDate = null,
        idNo = null,
        nameBasis = 'verified',
        ethnic = null,
        education = null,
        residence = null,
        phone = null,
        occupation = null,
        ...rest
      } = request.body
      const input = {
        ...rest,
        occurredAt: new Date(rest.occurredAt),
        birthDate,
        idNo,
        nameBasis,
        ethnic,
        education,
        residence,
        phone,
        occupation,
      }
      return await command(request, reply, async em => ({
        status: 201,
        body: await joinPerson(em, request.actor, request.params.caseId, input),
      }))
    },
  )

  app.put(
    '/cases/:caseId/circumstances',
    {
      config: { action: 'case.card.edit' },
      schema: { tags: ['cases'], params: CaseParams, body: CircumstancesBody, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await request.em.transactional(
        async em => await declareCircumstances(em, request.actor, request.params.caseId, request.body.circumstances),
      )
      return await reply.code(204).send(null)
    },
  )

  app.post(
    '/cases/:caseId/acts/:act',
    {
      config: { action: 'case.act' },
      schema: {
        tags: ['cases'],
        params: Closed({ caseId: Uuid, act: Type.String({ maxLength: 40 }) }),
        body: ActBody,
        response: { 200: Acted },
      },
    },
    async (request, reply) => {
      const { occurredAt, casePersonId = null, ...data } = request.body
      const { caseId, act } = request.params
      const version = ifVersion(request.headers['if-match'])
      const step = { act, occurredAt: optionalDate(occurredAt), casePersonId, data }
      return await command(request, reply, async em => ({ status: 200, body: await takeAct(em, request.actor, caseId, step, version) }))
    },
  )

  app.post(
    '/cases/:caseId/deadline-requests',
    {
      config: { action: 'case.card.edit' },
      schema: { tags: ['periods'], params: CaseParams, body: DeadlineRequestBody, response: { 201: Type.Object({ requestId: Uuid }) } },
    },
    async (request, reply) => {
      const { periodCode = null, casePersonId = null, extension = null, length = null, reason = null, note = null, ...rest } = request.body
      const input = {
        ...rest,
        periodCode,
        casePersonId,
        extension,
        length,
        reason,
        note,
        corrects: null,
        occurredAt: new Date(rest.occurredAt),
      }
      return await command(request, reply, async em => ({
        status: 201,
        body: await requestDeadline(em, request.actor, request.params.caseId, input),
      }))
    },
  )

  app.post(
    '/cases/:caseId/events/:eventId/correction-requests',
    {
      config: { action: 'case.card.edit' },
      schema: {
        tags: ['periods'],
        params: Closed({ caseId: Uuid, eventId: Uuid }),
        body: CorrectionBody,
        response: { 201: Type.Object({ requestId: Uuid }) },
      },
    },
    async (request, reply) => {
      const { caseId, eventId } = request.params
      const { reason, occurredAt } = request.body
      const nothing = { periodCode: null, casePersonId: null, extension: null, length: null, documentNo: null, note: null }
      const input = { ...nothing, type: 'correct' as const, reason, corrects: eventId, occurredAt: optionalDate(occurredAt) }
      return await command(request, reply, async em => ({ status: 201, body: await requestDeadline(em, request.actor, caseId, input) }))
    },
  )

  app.post(
    '/deadline-requests/:requestId/decide',
    {
      config: { action: 'deadline.event' },
      schema: {
        tags: ['periods'],
        params: Closed({ requestId: Uuid }),
        body: DecideBody,
        response: { 200: Type.Object({ state: Type.String(), eventId: Nullable(Uuid) }) },
      },
    },
    async (request, reply) => {
      const { approve, note = null } = request.body
      return await command(request, reply, async em => ({
        status: 200,
        body: await decideDeadlineRequest(em, request.actor, request.params.requestId, { approve, note }),
      }))
    },
  )
}
