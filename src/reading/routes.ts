import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { mustBeAble } from '../access/rules.ts'
import { getRelation } from '../cases/locked-case.ts'
import { Problem } from '../domain/problem.ts'
import { recordView } from '../dossier/commands.ts'
import { CaseParams, Closed, Uuid } from '../http/schemas.ts'
import { ReadingSchema, ReadingsSchema } from './schemas.ts'
import { findPages, findReading, listReadings } from './store.ts'

const DocumentParams = Closed({ documentId: Uuid })
const Window = Closed({
  from: Type.Optional(Type.Integer({ minimum: 1, maximum: 20_000 })),
  count: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
})
const USUAL_COUNT = 20

export const readingRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get(
    '/documents/:documentId/reading',
    {
      config: { action: 'dossier.read' },
      schema: { tags: ['dossier'], params: DocumentParams, querystring: Window, response: { 200: ReadingSchema } },
    },
    async request =>
      await request.em.transactional(async em => {
        const { documentId } = request.params
        const { from = 1, count = USUAL_COUNT } = request.query
        const found = await findReading(em, documentId)
        if (found === null) throw new Problem('not-found')
        mustBeAble(request.actor, 'dossier.read', await getRelation(em, found.caseId))
        const pages = await findPages(em, documentId, from, count)
        // Whoever is given the words of pages has seen them.
        const [first, last] = [pages[0]?.page, pages.at(-1)?.page]
        if (first !== undefined) await recordView(em, request.actor, found.caseId, documentId, `words ${first}-${last}`)
        return { documentId, state: found.state, engine: found.engine, pages }
      }),
  )

  app.get(
    '/cases/:caseId/readings',
    { config: { action: 'dossier.read' }, schema: { tags: ['dossier'], params: CaseParams, response: { 200: ReadingsSchema } } },
    async request =>
      await request.em.transactional(async em => {
        mustBeAble(request.actor, 'dossier.read', await getRelation(em, request.params.caseId))
        return { documents: await listReadings(em, request.params.caseId) }
      }),
  )
}
