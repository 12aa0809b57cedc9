import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { command } from '../http/command.ts'
import { Closed } from '../http/schemas.ts'
import { record } from './commands.ts'
import { verifyChains } from './store.ts'

const Verified = Type.Object({
  chains: Type.Integer(),
  entries: Type.Integer(),
  ok: Type.Boolean(),
  broken: Type.Array(Type.Object({ chain: Type.String(), seq: Type.Integer(), why: Type.String() })),
})

export const auditRoutes: FastifyPluginAsyncTypebox = async app => {
  app.post(
    '/audit/verify',
    { config: { action: 'audit.read' }, schema: { tags: ['audit'], body: Type.Optional(Closed({})), response: { 200: Verified } } },
    async (request, reply) => {
      const { chains, entries, broken } = await verifyChains(app.deps.auditor.em.fork())
      return await command(request, reply, async em => {
        await record(em, request.actor, null, {
          action: 'audit.verified',
          target: null,
          outcome: broken.length === 0 ? 'done' : 'failed',
          details: { entries, broken: broken.length },
        })
        return { status: 200, body: { chains, entries, broken, ok: broken.length === 0 } }
      })
    },
  )
}
