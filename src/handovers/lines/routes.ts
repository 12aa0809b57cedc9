import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { command } from '../../http/command.ts'
import { Closed, Instant, List } from '../../http/schemas.ts'
import { pauseLine, resumeLine } from './commands.ts'
import { LinePauseSchema, LineSchema, presentLines, presentPause } from './schemas.ts'
import { listLines, listPauses } from './store.ts'

const LineParams = Closed({ agency: Type.String({ maxLength: 32 }) })
const Waiting = Type.Object({ agency: Type.String(), waiting: Type.Integer() })

/** Lines that are down, and who says so. */
export const lineRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get(
    '/lines',
    {
      config: { action: 'line.read' },
      schema: { tags: ['hand-over'], response: { 200: Type.Object({ items: List(LinePauseSchema) }) } },
    },
    async request =>
      await request.em.transactional(async em => ({ items: (await listPauses(em, null)).map(pause => presentPause(pause)) })),
  )

  app.get(
    '/lines/all',
    {
      config: { action: 'line.survey' },
      schema: { tags: ['hand-over'], response: { 200: Type.Object({ items: List(LineSchema) }) } },
    },
    async request => await request.em.transactional(async em => ({ items: presentLines(await listLines(em)) })),
  )

  app.post(
    '/lines/:agency/pause',
    {
      config: { action: 'line.pause' },
      schema: {
        tags: ['hand-over'],
        params: LineParams,
        body: Closed({ reason: Type.String({ minLength: 1, maxLength: 500 }), expectedEnd: Instant }),
        response: { 201: Waiting },
      },
    },
    async (request, reply) => {
      const { agency } = request.params
      const { reason, expectedEnd } = request.body
      return await command(request, reply, async em => {
        const { waiting } = await pauseLine(em, request.actor, agency, { reason, expectedEnd: new Date(expectedEnd) })
        return { status: 201, body: { agency, waiting } }
      })
    },
  )

  app.post(
    '/lines/:agency/resume',
    {
      config: { action: 'line.pause' },
      schema: { tags: ['hand-over'], params: LineParams, body: Closed({}), response: { 200: Waiting } },
    },
    async (request, reply) => {
      const { agency } = request.params
      return await command(request, reply, async em => {
        const { waiting } = await resumeLine(em, request.actor, agency)
        return { status: 200, body: { agency, waiting } }
      })
    },
  )
}
