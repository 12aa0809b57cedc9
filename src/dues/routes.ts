import { createHash } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { legalDate } from '../domain/legal-date.ts'
import { Closed, Day } from '../http/schemas.ts'
import { printCustodyList } from './custody-list.ts'
import { readFeed, renewFeed, revokeFeed } from './feed.ts'

/** A calendar program asks a few times an hour; whoever guesses addresses asks more often. */
const FEED_REQUESTS_PER_MINUTE = 60

/** What is due, away from the screens: in a person's own calendar, and on paper for a day without computers. */
export const dueRoutes: FastifyPluginAsyncTypebox = async app => {
  app.post(
    '/me/calendar-feed',
    {
      config: { action: 'session.own' },
      schema: { tags: ['dues'], body: Type.Optional(Closed({})), response: { 201: Type.Object({ path: Type.String() }) } },
    },
    async (request, reply) => {
      // The address is told once and kept nowhere, so no stored answer may hold it: a repeat makes a new one.
      const token = await request.em.transactional(async em => await renewFeed(em, request.actor))
      return await reply.code(201).send({ path: `/api/v1/feeds/${token}.ics` })
    },
  )

  app.delete(
    '/me/calendar-feed',
    { config: { action: 'session.own' }, schema: { tags: ['dues'], response: { 204: Type.Null() } } },
    async (request, reply) => {
      await request.em.transactional(async em => await revokeFeed(em, request.actor))
      return await reply.code(204).send(null)
    },
  )

  app.get(
    '/feeds/:file',
    {
      config: {
        action: 'public',
        rateLimit: { max: FEED_REQUESTS_PER_MINUTE, timeWindow: 60_000, keyGenerator: request => `feed ${request.ip}` },
      },
      schema: { tags: ['dues'], produces: ['text/calendar'], params: Closed({ file: Type.String({ maxLength: 60 }) }) },
    },
    async (request, reply) => {
      const text = await readFeed(app.deps.orm.em.fork(), request.params.file.replace(/\.ics$/, ''))
      const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
      void reply.header('etag', tag).header('cache-control', 'private, max-age=0, must-revalidate')
      if (request.headers['if-none-match'] === tag) return await reply.code(304).send()
      return await reply.type('text/calendar; charset=utf-8').header('content-disposition', 'inline; filename="anlian.ics"').send(text)
    },
  )

  app.get(
    '/agencies/own/custody-list.pdf',
    {
      config: { action: 'custody.register.read' },
      schema: { tags: ['dues'], produces: ['application/pdf'], querystring: Closed({ day: Type.Optional(Day) }) },
    },
    async (request, reply) => {
      const { day } = request.query
      const bytes = await request.em.transactional(
        async em => await printCustodyList(em, request.actor, day === undefined ? null : legalDate(day)),
      )
      return await reply.type('application/pdf').header('content-disposition', 'inline; filename="custody.pdf"').send(Buffer.from(bytes))
    },
  )
}
