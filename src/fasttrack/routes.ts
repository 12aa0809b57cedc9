import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { mustBeAble } from '../access/rules.ts'
import { record } from '../audit/commands.ts'
import { getRelation } from '../cases/locked-case.ts'
import { appNow } from '../db/clock.ts'
import { CRIMES } from '../domain/codes.ts'
import { dayOf, legalDate } from '../domain/legal-date.ts'
import { agencyRef, instant, instantOrNull } from '../domain/present.ts'
import { Problem } from '../domain/problem.ts'
import { command } from '../http/command.ts'
import { CaseParams, Uuid } from '../http/schemas.ts'
import { answerLawyer, answerRows, cancelLawyer, requestLawyer } from './commands.ts'
import { cancelHearing, planRow } from './hearing-commands.ts'
import { hearingListPdf, opinionPdf } from './papers.ts'
import {
  AnswersBody,
  BoxQuery,
  BureauList,
  CancelBody,
  DayQuery,
  HearingList,
  HearingParams,
  HearingsBody,
  LawyerBody,
  LawyerList,
  LawyerStepParams,
  RequestParams,
  StepBody,
} from './schemas.ts'
import { HEARING_HOURS } from './scheme.ts'
import { countBureauRequests, getRequest, type LawyerRow, listBureauRequests, listCaseRequests, listHearings } from './store.ts'

const optionalDate = (text: string | null | undefined): Date | null => (text ? new Date(text) : null)

/** Answers to the eligibility table, the duty lawyer, hearings in a row. */
export const fastTrackRoutes: FastifyPluginAsyncTypebox = async app => {
  app.post(
    '/cases/:caseId/fast-track/answers',
    {
      config: { action: 'case.card.edit' },
      schema: { tags: ['fast-track'], params: CaseParams, body: AnswersBody, response: { 200: Type.Object({ answered: Type.Integer() }) } },
    },
    async (request, reply) => {
      const answers = request.body.answers.map(({ casePersonId = null, note = null, ...rest }) => ({ ...rest, casePersonId, note }))
      return await command(request, reply, async em => {
        await answerRows(em, request.actor, request.params.caseId, answers)
        return { status: 200, body: { answered: answers.length } }
      })
    },
  )
  await app.register(lawyerRoutes)
  await app.register(hearingRoutes)
}

const lawyerRoutes: FastifyPluginAsyncTypebox = async app => {
  const Moved = Type.Object({ requestId: Uuid })
  app.post(
    '/cases/:caseId/duty-lawyer-requests',
    {
      config: { action: 'lawyer.request' },
      schema: {
        tags: ['fast-track'],
        params: CaseParams,
        body: LawyerBody,
        response: { 201: Type.Object({ requestId: Uuid, bureau: Type.String() }) },
      },
    },
    async (request, reply) => {
      const { casePersonId, place = null, note = null } = request.body
      return await command(request, reply, async em => ({
        status: 201,
        body: await requestLawyer(em, request.actor, request.params.caseId, { casePersonId, place, note }),
      }))
    },
  )
  app.get(
    '/cases/:caseId/duty-lawyer-requests',
    { config: { action: 'case.card.read' }, schema: { tags: ['fast-track'], params: CaseParams, response: { 200: LawyerList } } },
    async request =>
      await request.em.transactional(async em => {
        const { caseId } = request.params
        mustBeAble(request.actor, 'case.card.read', await getRelation(em, caseId))
        const now = await appNow(em)
        return { items: (await listCaseRequests(em, caseId)).map(row => presentLawyer(row, request.actor.userId, now, true)) }
      }),
  )
  app.get(
    '/duty-lawyer-requests',
    { config: { action: 'lawyer.answer' }, schema: { tags: ['fast-track'], querystring: BoxQuery, response: { 200: BureauList } } },
    async request =>
      await request.em.transactional(async em => {
        const { agency, userId } = request.actor
        const now = await appNow(em)
        const rows = await listBureauRequests(em, agency, request.query.box)
        // The bureau is told of the person and the charge; the case itself is none of its own.
        return { items: rows.map(row => presentLawyer(row, userId, now, false)), counts: await countBureauRequests(em, agency) }
      }),
  )
  app.post(
    '/duty-lawyer-requests/:requestId/:step',
    {
      config: { action: 'lawyer.answer' },
      schema: { tags: ['fast-track'], params: LawyerStepParams, body: StepBody, response: { 200: Moved } },
    },
    async (request, reply) => {
      const { requestId, step } = request.params
      const { at, opinion = null } = request.body
      return await command(request, reply, async em => {
        await answerLawyer(em, request.actor, requestId, { step, at: optionalDate(at), opinion })
        return { status: 200, body: { requestId } }
      })
    },
  )
  app.delete(
    '/duty-lawyer-requests/:requestId',
    { config: { action: 'lawyer.request' }, schema: { tags: ['fast-track'], params: RequestParams, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await request.em.transactional(async em => await cancelLawyer(em, request.actor, request.params.requestId))
      return await reply.code(204).send(null)
    },
  )
  app.get(
    '/duty-lawyer-requests/:requestId/opinion.pdf',
    {
      config: { action: 'lawyer.read' },
      schema: { tags: ['fast-track'], params: RequestParams, produces: ['application/pdf'] },
    },
    async (request, reply) => {
      const row = await request.em.transactional(async em => {
        const found = await getRequest(em, request.params.requestId)
        if (found.opinion === null) throw new Problem('not-found')
        await record(em, request.actor, found.case_id, { action: 'lawyer.opinion-viewed', target: found.id })
        return found
      })
      return await sendPdf(reply, 'opinion', await opinionPdf(row))
    },
  )
}

const hearingRoutes: FastifyPluginAsyncTypebox = async app => {
  app.post(
    '/hearings',
    {
      config: { action: 'hearing.plan' },
      schema: { tags: ['fast-track'], body: HearingsBody, response: { 201: Type.Object({ hearingIds: Type.Array(Uuid) }) } },
    },
    async (request, reply) => {
      const { pauseMinutes = 0, startsAt, ...rest } = request.body
      const row = { ...rest, pauseMinutes, startsAt: new Date(startsAt) }
      return await command(request, reply, async em => ({ status: 201, body: await planRow(em, request.actor, row) }))
    },
  )
  app.post(
    '/hearings/:hearingId/cancel',
    {
      config: { action: 'hearing.plan' },
      schema: { tags: ['fast-track'], params: HearingParams, body: CancelBody, response: { 200: Type.Object({ hearingId: Uuid }) } },
    },
    async (request, reply) => {
      const { hearingId } = request.params
      return await command(request, reply, async em => {
        await cancelHearing(em, request.actor, hearingId, request.body.reason)
        return { status: 200, body: { hearingId } }
      })
    },
  )
  app.get(
    '/hearings',
    { config: { action: 'hearing.read' }, schema: { tags: ['fast-track'], querystring: DayQuery, response: { 200: HearingList } } },
    async request =>
      await request.em.transactional(async em => {
        const day = request.query.day === undefined ? dayOf(await appNow(em)) : legalDate(request.query.day)
        const rows = await listHearings(em, request.actor.agency, day)
        const items = rows.map(row => ({
          id: row.id,
          caseId: row.case_id,
          room: row.room,
          judge: row.judge_name ?? '',
          title: row.title,
          caseNo: row.case_no,
          startsAt: instant(row.starts_at),
          endsAt: instant(row.ends_at),
          state: row.state,
          reason: row.reason,
        }))
        return { day, hours: HEARING_HOURS, items }
      }),
  )
  app.get(
    '/hearings/list.pdf',
    {
      config: { action: 'hearing.read' },
      schema: { tags: ['fast-track'], querystring: DayQuery, produces: ['application/pdf'] },
    },
    async (request, reply) => {
      const { agency } = request.actor
      const { day, rows } = await request.em.transactional(async em => {
        const wanted = request.query.day === undefined ? dayOf(await appNow(em)) : legalDate(request.query.day)
        return { day: wanted, rows: await listHearings(em, agency, wanted) }
      })
      return await sendPdf(reply, 'hearings', await hearingListPdf(agency, day, rows))
    },
  )
}

/** Shown in the browser, under a name of its own. */
async function sendPdf(reply: FastifyReply, name: string, bytes: Uint8Array): Promise<FastifyReply> {
  return await reply.type('application/pdf').header('content-disposition', `inline; filename="${name}.pdf"`).send(Buffer.from(bytes))
}

function presentLawyer(row: LawyerRow, userId: string, now: Date, withCase: boolean) {
  const crime = CRIMES.get(row.charge_code)
  const [requestedAt, dueAt] = [new Date(row.requested_at), new Date(row.due_at)]
  const metAt = row.met_at ? new Date(row.met_at) : null
  return {
    id: row.id,
    caseId: withCase ? row.case_id : null,
    casePersonId: withCase ? row.case_person_id : null,
    person: row.person_name,
    charge: { zh: crime?.zh ?? row.charge_code, en: crime?.en ?? row.charge_code },
    place: row.place,
    note: row.note,
    requestedBy: row.requested_name ?? '',
    agency: agencyRef(row.requested_agency),
    bureau: agencyRef(row.bureau),
    requestedAt: instant(requestedAt),
    dueAt: instant(dueAt),
    state: row.state,
    lawyer: row.taken_name,
    isMine: row.taken_by === userId,
    takenAt: instantOrNull(row.taken_at),
    metAt: instantOrNull(metAt),
    waitedSeconds: metAt ? Math.round((metAt.getTime() - requestedAt.getTime()) / 1000) : null,
    isLate: (metAt ?? now) > dueAt && row.state !== 'cancelled',
    opinion: row.opinion,
    opinionAt: instantOrNull(row.opinion_at),
    undertakingAt: instantOrNull(row.undertaking_at),
  }
}
