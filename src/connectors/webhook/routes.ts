import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { createKeyWrap } from '../../crypto/wrapping.ts'
import { Problem } from '../../domain/problem.ts'
import { AgencyParams } from '../schemas.ts'
import { hear } from './hearing.ts'

/** What agencies' systems say themselves: signed, within five minutes, each message once. */
export const inboundRoutes: FastifyPluginAsyncTypebox = async app => {
  const wrap = createKeyWrap(app.deps.config.seal.wrapKey)
  // The signature is over the bytes as they came.
  app.addContentTypeParser('application/cloudevents+json', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.post(
    '/connectors/:agency/inbound',
    {
      config: { action: 'public' },
      schema: {
        tags: ['connectors'],
        params: AgencyParams,
        response: { 202: Type.Object({ heard: Type.Boolean() }), 200: Type.Object({ heard: Type.Boolean() }) },
      },
    },
    async (request, reply) => {
      const { body, headers } = request
      if (typeof body !== 'string') throw new Problem('unsupported-media-type')
      const named = (name: string): string => {
        const value = headers[name]
        return typeof value === 'string' ? value : ''
      }
      const signed = {
        'webhook-id': named('webhook-id'),
        'webhook-timestamp': named('webhook-timestamp'),
        'webhook-signature': named('webhook-signature'),
      }
      const { isNew } = await hear(app.deps.worker, wrap, request.params.agency, signed, body)
      return reply.code(isNew ? 202 : 200).send({ heard: isNew })
    },
  )
}
