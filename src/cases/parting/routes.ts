import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { command } from '../../http/command.ts'
import { CaseParams } from '../../http/schemas.ts'
import { mergeCase, splitCase } from './commands.ts'
import { MergeBody, MergeDone, SplitBody, SplitDone } from './schemas.ts'

/** Persons who go on in another case: split, merge. */
export const partingRoutes: FastifyPluginAsyncTypebox = async app => {
  app.post(
    '/cases/:caseId/split',
    { config: { action: 'case.part' }, schema: { tags: ['cases'], params: CaseParams, body: SplitBody, response: { 201: SplitDone } } },
    async (request, reply) =>
      await command(request, reply, async em => ({
        status: 201,
        body: await splitCase(em, request.actor, request.params.caseId, request.body),
      })),
  )

  app.post(
    '/cases/:caseId/merge',
    { config: { action: 'case.part' }, schema: { tags: ['cases'], params: CaseParams, body: MergeBody, response: { 200: MergeDone } } },
    async (request, reply) =>
      await command(request, reply, async em => ({
        status: 200,
        body: await mergeCase(em, request.actor, request.params.caseId, request.body),
      })),
  )
}
