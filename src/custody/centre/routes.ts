import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { mustBeAble } from '../../access/rules.ts'
import { getRelation } from '../../cases/locked-case.ts'
import { instant } from '../../domain/present.ts'
import { command } from '../../http/command.ts'
import { CaseParams, Closed, Instant, List, Nullable, Uuid } from '../../http/schemas.ts'
import { admit, move, release, reportFact } from './commands.ts'
import { closeIncident, reportIncident, seeNotice, sendExpiryNotices } from './incidents.ts'
import { checkPermit, closeInterrogation, issuePermit } from './permits.ts'
import {
  AdmitBody,
  AdmittedSchema,
  AskedBody,
  barName,
  CheckBody,
  CheckedSchema,
  CloseBody,
  EntryParams,
  ExpiryNotices,
  FactBody,
  gateName,
  IncidentParams,
  Incidents,
  MoveBody,
  NoticeParams,
  Notices,
  PermitBody,
  PermitParams,
  Permits,
  RegisterPage,
  RegisterQuerySchema,
  ReleaseBody,
  restoredName,
  SecondCaseBody,
  SecondCaseParams,
  SendNoticesBody,
  StateQuery,
  StayParams,
} from './schemas.ts'
import { noteAsked, registerSecondCase } from './second-cases.ts'
import { listExpiryNotices, listIncidents, listNotices, listPermits, registerPage } from './views.ts'

const PAGE = 50
const dateOrNull = (text: string | null | undefined): Date | null => (text ? new Date(text) : null)

/** The detention centre's desk: who is here, who comes and goes, who may interrogate, what runs out. */
export const centreRoutes: FastifyPluginAsyncTypebox = async app => {
  await app.register(stayRoutes)
  await app.register(secondCaseRoutes)
  await app.register(permitRoutes)
  await app.register(watchRoutes)
}

const stayRoutes: FastifyPluginAsyncTypebox = async app => {
  const tags = ['custody']
  app.get(
    '/custody/register',
    { config: { action: 'custody.register.read' }, schema: { tags, querystring: RegisterQuerySchema, response: { 200: RegisterPage } } },
    async request => {
      const { list = 'all', holder = null, soon = false, cursor = null, limit = PAGE } = request.query
      return await request.em.transactional(async em => await registerPage(em, { list, holder, soon, cursor, limit }))
    },
  )
  app.post(
    '/custody/stays',
    {
      config: { action: 'custody.centre.keep' },
      schema: { tags, body: AdmitBody, response: { 200: AdmittedSchema, 201: AdmittedSchema } },
    },
    async (request, reply) => {
      const { idNo = null, dangerous = false, note = null, at, ...rest } = request.body
      const input = { ...rest, idNo, dangerous, note, at: dateOrNull(at) }
      return await command(request, reply, async em => {
        const { bar, ...admitted } = await admit(em, request.actor, input)
        return { status: admitted.admitted ? 201 : 200, body: { ...admitted, bar: barName(bar) } }
      })
    },
  )
  app.post(
    '/custody/stays/:stayId/release',
    {
      config: { action: 'custody.centre.keep' },
      schema: { tags, params: StayParams, body: ReleaseBody, response: { 200: Type.Object({ reason: Type.String() }) } },
    },
    async (request, reply) => {
      const { at, reason = null, docNo = null } = request.body
      return await command(request, reply, async em => ({
        status: 200,
        body: await release(em, request.actor, request.params.stayId, { at: dateOrNull(at), reason, docNo }),
      }))
    },
  )
  app.post(
    '/custody/stays/:stayId/move',
    {
      config: { action: 'custody.centre.keep' },
      schema: { tags, params: StayParams, body: MoveBody, response: { 200: Type.Object({ stayId: Uuid, admissionNo: Type.String() }) } },
    },
    async (request, reply) => {
      const { at, ...rest } = request.body
      return await command(request, reply, async em => ({
        status: 200,
        body: await move(em, request.actor, request.params.stayId, { ...rest, at: dateOrNull(at) }),
      }))
    },
  )
  app.post(
    '/custody/stays/:stayId/facts',
    {
      config: { action: 'custody.centre.keep' },
      schema: { tags, params: StayParams, body: FactBody, response: { 201: Type.Object({ factId: Uuid }) } },
    },
    async (request, reply) => {
      const { at, ...rest } = request.body
      return await command(request, reply, async em => ({
        status: 201,
        body: await reportFact(em, request.actor, request.params.stayId, { ...rest, at: dateOrNull(at) }),
      }))
    },
  )
}

const secondCaseRoutes: FastifyPluginAsyncTypebox = async app => {
  const tags = ['custody']
  app.post(
    '/cases/:caseId/second-custody-cases',
    {
      config: { action: 'custody.second-case' },
      schema: { tags, params: CaseParams, body: SecondCaseBody, response: { 201: Type.Object({ secondCaseId: Uuid }) } },
    },
    async (request, reply) => {
      const { casePersonId, note = null } = request.body
      return await command(request, reply, async em => ({
        status: 201,
        body: await registerSecondCase(em, request.actor, request.params.caseId, { casePersonId, note }),
      }))
    },
  )
  app.post(
    '/custody/second-cases/:secondCaseId/asked',
    {
      config: { action: 'custody.centre.keep' },
      schema: { tags, params: SecondCaseParams, body: AskedBody, response: { 200: Type.Object({ secondCaseId: Uuid }) } },
    },
    async (request, reply) => {
      const { secondCaseId } = request.params
      const { answer, note = null } = request.body
      return await command(request, reply, async em => {
        await noteAsked(em, request.actor, secondCaseId, { answer, note })
        return { status: 200, body: { secondCaseId } }
      })
    },
  )
}

const permitRoutes: FastifyPluginAsyncTypebox = async app => {
  const tags = ['custody']
  app.post(
    '/cases/:caseId/interrogation-permits',
    {
      config: { action: 'custody.permit.issue' },
      schema: {
        tags,
        params: CaseParams,
        body: PermitBody,
        response: { 201: Type.Object({ permitId: Uuid, permitNo: Type.String(), validUntil: Instant }) },
      },
    },
    async (request, reply) => {
      const { casePersonId, validUntil } = request.body
      return await command(request, reply, async em => {
        const issued = await issuePermit(em, request.actor, request.params.caseId, { casePersonId, validUntil: dateOrNull(validUntil) })
        return { status: 201, body: { ...issued, validUntil: instant(issued.validUntil) } }
      })
    },
  )
  app.get(
    '/cases/:caseId/interrogation-permits',
    { config: { action: 'case.card.read' }, schema: { tags, params: CaseParams, response: { 200: Permits } } },
    async request =>
      await request.em.transactional(async em => {
        mustBeAble(request.actor, 'case.card.read', await getRelation(em, request.params.caseId))
        return await listPermits(em, request.params.caseId)
      }),
  )
  app.get(
    '/custody/permits',
    { config: { action: 'custody.centre.keep' }, schema: { tags, response: { 200: Permits } } },
    async request => await request.em.transactional(async em => await listPermits(em, null)),
  )
  app.post(
    '/custody/permits/:permitNo/check',
    {
      config: { action: 'custody.centre.keep' },
      schema: { tags, params: PermitParams, body: CheckBody, response: { 200: CheckedSchema } },
    },
    async (request, reply) => {
      const shown = { ...request.params, ...request.body }
      return await command(request, reply, async em => {
        const { code, restoredBy, entryId, at, validUntil } = await checkPermit(em, request.actor, shown)
        const told = { allowed: code === 'ALLOWED', code, ...gateName(code), restoredBy: restoredName(restoredBy), entryId }
        return { status: 200, body: { ...told, at: instant(at), validUntil: validUntil && instant(validUntil) } }
      })
    },
  )
  app.post(
    '/custody/interrogations/:entryId/end',
    {
      config: { action: 'custody.centre.keep' },
      schema: { tags, params: EntryParams, body: Type.Optional(Closed({})), response: { 200: Type.Object({ endedAt: Instant }) } },
    },
    async (request, reply) =>
      await command(request, reply, async em => {
        const { endedAt } = await closeInterrogation(em, request.actor, request.params.entryId)
        return { status: 200, body: { endedAt: instant(endedAt) } }
      }),
  )
}

const watchRoutes: FastifyPluginAsyncTypebox = async app => {
  const tags = ['custody']
  app.get(
    '/custody/expiry-notices',
    { config: { action: 'custody.centre.keep' }, schema: { tags, querystring: StateQuery, response: { 200: ExpiryNotices } } },
    async request => await request.em.transactional(async em => await listExpiryNotices(em, request.query.state ?? 'open')),
  )
  app.post(
    '/custody/expiry-notices/send',
    {
      config: { action: 'custody.centre.keep' },
      schema: {
        tags,
        body: SendNoticesBody,
        response: { 200: Type.Object({ sent: List(Type.Object({ noticeId: Uuid, noticeNo: Type.String() })) }) },
      },
    },
    async (request, reply) =>
      await command(request, reply, async em => ({
        status: 200,
        body: { sent: await sendExpiryNotices(em, request.actor, request.body.noticeIds) },
      })),
  )
  app.get(
    '/custody/incidents',
    { config: { action: 'custody.notice.read' }, schema: { tags, querystring: StateQuery, response: { 200: Incidents } } },
    async request => await request.em.transactional(async em => await listIncidents(em, request.query.state ?? 'open')),
  )
  app.post(
    '/custody/incidents/:incidentId/report',
    {
      config: { action: 'custody.centre.keep' },
      schema: {
        tags,
        params: IncidentParams,
        body: Type.Optional(Closed({})),
        response: { 200: Type.Object({ reportNo: Type.String() }) },
      },
    },
    async (request, reply) =>
      await command(request, reply, async em => ({
        status: 200,
        body: await reportIncident(em, request.actor, request.params.incidentId),
      })),
  )
  app.post(
    '/custody/incidents/:incidentId/close',
    {
      config: { action: 'custody.centre.keep' },
      schema: { tags, params: IncidentParams, body: CloseBody, response: { 200: Type.Object({ overdueMinutes: Type.Integer() }) } },
    },
    async (request, reply) => {
      const { reason, docNo, note = null, endedAt } = request.body
      return await command(request, reply, async em => ({
        status: 200,
        body: await closeIncident(em, request.actor, request.params.incidentId, { reason, docNo, note, endedAt: dateOrNull(endedAt) }),
      }))
    },
  )
  app.get(
    '/custody/notices',
    { config: { action: 'custody.notice.read' }, schema: { tags, querystring: StateQuery, response: { 200: Notices } } },
    async request => await request.em.transactional(async em => await listNotices(em, request.query.state ?? 'open')),
  )
  app.post(
    '/custody/notices/:noticeId/acknowledge',
    {
      config: { action: 'custody.notice.read' },
      schema: {
        tags,
        params: NoticeParams,
        body: Type.Optional(Closed({})),
        response: { 200: Type.Object({ seenAt: Nullable(Instant) }) },
      },
    },
    async (request, reply) =>
      await command(request, reply, async em => ({ status: 200, body: await seeNotice(em, request.actor, request.params.noticeId) })),
  )
}
