import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { can } from '../../access/rules.ts'
import type { EntityManager } from '../../db/orm.ts'
import { Problem } from '../../domain/problem.ts'
import { problemText } from '../../domain/problem-codes.ts'
import { commandEach, type EachResult } from '../../http/command-each.ts'
import { Closed, Instant, List, Nullable, Uuid } from '../../http/schemas.ts'
import { acceptHandOver, assignHandOver, receiveHandOver, sendHandOver } from '../commands.ts'
import { digestAll } from '../digesting.ts'

const MOST = 200

const Body = Closed({
  act: Type.Union([Type.Literal('send'), Type.Literal('receive'), Type.Literal('accept'), Type.Literal('assign')]),
  handOverIds: Type.Array(Uuid, { minItems: 1, maxItems: MOST, uniqueItems: true }),
  occurredAt: Type.Optional(Nullable(Instant)),
  assignTo: Type.Optional(Nullable(Uuid)),
  note: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 2_000 }))),
  procedure: Type.Optional(Nullable(Type.String({ maxLength: 20 }))),
})
type Body = Type.Static<typeof Body>

const Result = Type.Object({
  handOverId: Uuid,
  done: Type.Boolean(),
  problem: Nullable(
    Type.Object({
      code: Type.String(),
      status: Type.Integer(),
      zh: Type.String(),
      en: Type.String(),
      basis: Nullable(Type.String()),
      facts: Type.Record(Type.String(), Type.Unknown()),
    }),
  ),
})

/** The same step for many hand-overs: each is decided and answered by itself, as if it had been asked alone. */
export const bulkRoutes: FastifyPluginAsyncTypebox = async app => {
  const { signer, worker, store } = app.deps

  app.post(
    '/hand-overs/bulk',
    {
      config: { action: 'case.list' },
      schema: {
        tags: ['hand-over'],
        body: Body,
        response: { 200: Type.Object({ done: Type.Integer(), refused: Type.Integer(), items: List(Result) }) },
      },
    },
    async request => {
      const { act, handOverIds } = request.body
      const step = stepOf(request, request.body)
      const fingerprint = JSON.stringify({ ...request.body, handOverIds: [] })
      const before = async (id: string): Promise<void> => {
        if (act === 'send') await digestAll({ em: request.em, worker, store }, id)
      }
      const results = await commandEach(request, handOverIds, { fingerprint, before }, step)
      const items = results.map(present)
      const done = items.filter(item => item.done).length
      return { done, refused: items.length - done, items }
    },
  )

  function stepOf(request: FastifyRequest, { act, occurredAt, assignTo, note = null, procedure = null }: Body) {
    const { actor } = request
    const at = occurredAt ? new Date(occurredAt) : null
    const action = act === 'send' ? 'handover.send' : 'handover.accept'
    if (can(actor, action, null) !== 'allowed') throw new Problem('forbidden')
    if ((act === 'accept' || act === 'assign') && !assignTo) throw new Problem('fact-required', { facts: { field: 'assignTo' } })
    return async (em: EntityManager, id: string): Promise<void> => {
      if (act === 'send') await sendHandOver(em, actor, signer, id, at)
      else if (act === 'receive') await receiveHandOver(em, actor, id, at)
      else if (act === 'accept') await acceptHandOver(em, actor, id, { occurredAt: at, assignTo: assignTo ?? '', note, procedure })
      else await assignHandOver(em, actor, id, assignTo ?? '')
    }
  }
}

function present({ id, problem }: EachResult) {
  if (problem === null) return { handOverId: id, done: true, problem: null }
  const { zh, en } = problemText(problem.code)
  const { code, status, basis, facts } = problem
  return { handOverId: id, done: false, problem: { code, status, zh, en, basis, facts } }
}
