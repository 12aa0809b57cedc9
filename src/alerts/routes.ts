import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { appNow } from '../db/clock.ts'
import { dayOf, legalDate } from '../domain/legal-date.ts'
import { Closed, Day, Instant, List, Nullable } from '../http/schemas.ts'
import { WATCHED } from '../periods/table.ts'
import { gapReport } from './gap-report.ts'

const Reached = { periods: Type.Integer(), firstRaised: Nullable(Instant), lastRaised: Nullable(Instant), untold: Type.Integer() }
const GapReport = Type.Object({
  day: Day,
  from: Instant,
  to: Instant,
  ok: Type.Boolean(),
  outages: List(Type.Object({ from: Instant, to: Instant, minutes: Type.Number(), ...Reached })),
  silent: List(Type.Object({ hour: Instant, all: Type.Boolean(), codes: List(Type.String()) })),
  late: List(Type.Object({ code: Type.String(), level: Type.Integer(), alerts: Type.Integer(), lateSeconds: Type.Number() })),
  untold: List(Type.Object({ code: Type.String(), periods: Type.Integer(), since: Instant })),
  clockChanges: List(Type.Object({ before: Instant, after: Instant, speedBefore: Type.Number(), speedAfter: Type.Number(), ...Reached })),
  watched: Type.Object({
    rules: Type.Integer(),
    hours: Type.Integer(),
    due: Type.Integer(),
    raised: Type.Integer(),
    greatestLateSeconds: Type.Number(),
  }),
  written: Nullable(Type.Object({ at: Instant, sha256: Type.String() })),
})

export const alertRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get(
    '/watch/gap-report',
    {
      config: { action: 'watch.read' },
      schema: { tags: ['watch'], querystring: Closed({ day: Type.Optional(Day) }), response: { 200: GapReport } },
    },
    async request =>
      await request.em.transactional(async em => {
        const day = request.query.day === undefined ? dayOf(await appNow(em)) : legalDate(request.query.day)
        return await gapReport(em, day, WATCHED)
      }),
  )
}
