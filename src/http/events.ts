import type {} from '@fastify/swagger'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Notice } from './live.ts'
import { sessionLives } from './session.ts'

const HEARTBEAT_MS = 15_000

/** Server-sent events: what changed, as ids, to those whose agency may see it; the screens read anew by their own rights. */
export const eventRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get(
    '/events',
    { config: { action: 'session.own' }, schema: { tags: ['events'], produces: ['text/event-stream'] } },
    async (request, reply) => {
      const { agency } = request.actor
      reply.hijack()
      const { raw } = reply
      for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value)
      raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
      raw.write('retry: 2000\n\n')
      const hear = ({ agencies, kind, ...rest }: Notice): void => {
        if (agencies.includes(agency)) raw.write(`event: ${kind}\ndata: ${JSON.stringify(rest)}\n\n`)
      }
      const stop = app.deps.live.subscribe(hear)
      const { session } = request
      // A stream must not outlive the session that opened it, and must not keep it alive either.
      const beat = setInterval(() => {
        sessionLives(app, session?.tokenHash).then(
          lives => (lives ? raw.write(': still here\n\n') : raw.end()),
          () => raw.end(),
        )
      }, HEARTBEAT_MS)
      request.raw.once('close', () => {
        clearInterval(beat)
        stop()
      })
    },
  )
}
