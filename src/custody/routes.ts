import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { mustBeAble } from '../access/rules.ts'
import { getRelation } from '../cases/locked-case.ts'
import { appNow } from '../db/clock.ts'
import { dayOf, toShanghai } from '../domain/legal-date.ts'
import { Problem } from '../domain/problem.ts'
import { problemText } from '../domain/problem-codes.ts'
import { command } from '../http/command.ts'
import { commandEach } from '../http/command-each.ts'
import { CaseParams, Closed, Day, List, Nullable, Uuid } from '../http/schemas.ts'
import { RegisterPage } from './centre/schemas.ts'
import { countRegister } from './centre/views.ts'
import { acknowledgeDispatch, openDispatch, refuseDispatch, setAutomatic } from './centre-commands.ts'
import { checkRows } from './checking.ts'
import { enterCarried, reissueDispatch } from './commands.ts'
import { CustodyDispatchSchema } from './entities.ts'
import { type DispatchState, REFUSALS, type Refusal } from './model.ts'
import { CaseCustody, Desk, Dispatch, presentCard, presentDispatch, presentEnd, presentTitle } from './schemas.ts'
import { deskCards, isAutomatic } from './store.ts'
import { countDesk, countFigures, listDesk, listEnds, listOfCase, listTitles } from './view.ts'

const DispatchParams = Closed({ dispatchId: Uuid })
const Note = Nullable(Type.String({ minLength: 1, maxLength: 500 }))
const REFUSAL_CODES = Object.keys(REFUSALS)
const isRefusal = (code: string): code is Refusal => REFUSAL_CODES.includes(code)
const MOST = 200
/** What the centre hears of before it lies on its desk. */
const COMING: readonly DispatchState[] = ['announced', 'completed']
const Counts = Type.Object({
  ...{ coming: Type.Integer(), delivered: Type.Integer(), refused: Type.Integer(), notices: Type.Integer(), incidents: Type.Integer() },
  register: RegisterPage.properties.counts,
})

const EachResult = Type.Object({
  id: Uuid,
  done: Type.Boolean(),
  problem: Nullable(
    Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String(), facts: Type.Record(Type.String(), Type.Unknown()) }),
  ),
})
const Figures = Type.Object({
  from: Day,
  transfers: Type.Integer(),
  acknowledged: Type.Integer(),
  sameDay: Type.Integer(),
  medianMinutes: Nullable(Type.Number()),
  slowestMinutes: Nullable(Type.Number()),
  tripsSaved: Type.Integer(),
  notices: Type.Integer(),
  refusals: List(Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String(), count: Type.Integer() })),
})
const Receipt = Type.Object({
  body: Type.String(),
  sha256: Type.String(),
  signature: Type.String(),
  keyId: Type.String(),
  publicKey: Type.String(),
})

/** Custody titles and what goes to the detention centres about them: for the agencies of a case, and for the centre's desk. */
export const custodyRoutes: FastifyPluginAsyncTypebox = async app => {
  const { signer } = app.deps

  app.get(
    '/cases/:caseId/custody',
    { config: { action: 'case.card.read' }, schema: { tags: ['custody'], params: CaseParams, response: { 200: CaseCustody } } },
    async request =>
      await request.em.transactional(async em => {
        const { caseId } = request.params
        mustBeAble(request.actor, 'case.card.read', await getRelation(em, caseId))
        const now = await appNow(em)
        const titles = (await listTitles(em, caseId)).map(row => presentTitle(row, now))
        const ends = (await listEnds(em, caseId)).map(presentEnd)
        return { now: toShanghai(now), titles, ends, dispatches: (await listOfCase(em, caseId)).map(presentDispatch) }
      }),
  )

  app.get(
    '/custody/desk',
    {
      config: { action: 'custody.cert.confirm' },
      schema: {
        tags: ['custody'],
        querystring: Closed({
          state: Type.Optional(
            Type.Union([
              Type.Literal('coming'),
              Type.Literal('announced'),
              Type.Literal('delivered'),
              Type.Literal('refused'),
              Type.Literal('acknowledged'),
            ]),
          ),
          after: Type.Optional(Type.String({ pattern: '^[0-9TZ:.-]+\\|[0-9a-f-]{36}$' })),
        }),
        response: { 200: Desk },
      },
    },
    async request =>
      await request.em.transactional(async em => {
        const { state, after = null } = request.query
        const { rows, next } = await listDesk(em, request.actor.agency, {
          ...(state ? { states: state === 'coming' ? COMING : [state] } : {}),
          after,
        })
        const cards = await deskCards(
          em,
          rows.map(({ id }) => id),
        )
        const checks = await checkRows(em, signer, rows)
        const items = rows.flatMap((row, at) => {
          const card = cards.get(row.id)
          return card
            ? [
                {
                  dispatch: presentDispatch(row),
                  person: presentCard(card),
                  checks: row.state === 'acknowledged' ? (row.checks ?? []) : (checks[at] ?? []),
                },
              ]
            : []
        })
        return { automatic: await isAutomatic(em, request.actor.agency), items, next }
      }),
  )

  app.get(
    '/custody/desk/counts',
    { config: { action: 'custody.cert.confirm' }, schema: { tags: ['custody'], response: { 200: Counts } } },
    async request =>
      await request.em.transactional(async em => ({
        ...(await countDesk(em, request.actor.agency)),
        register: await countRegister(em),
      })),
  )

  app.put(
    '/custody/desk/automatic',
    {
      config: { action: 'custody.cert.confirm' },
      schema: {
        tags: ['custody'],
        body: Closed({ automatic: Type.Boolean() }),
        response: { 200: Type.Object({ automatic: Type.Boolean() }) },
      },
    },
    async (request, reply) =>
      await command(request, reply, async em => {
        await setAutomatic(em, request.actor, request.body.automatic)
        return { status: 200, body: { automatic: request.body.automatic } }
      }),
  )

  app.post(
    '/custody/dispatches/acknowledge',
    {
      config: { action: 'custody.cert.confirm' },
      schema: {
        tags: ['custody'],
        body: Closed({ ids: Type.Array(Uuid, { minItems: 1, maxItems: MOST, uniqueItems: true }) }),
        response: { 200: Type.Object({ done: Type.Integer(), refused: Type.Integer(), items: List(EachResult) }) },
      },
    },
    async request => {
      const results = await commandEach(request, request.body.ids, { fingerprint: 'acknowledge' }, async (em, id) => {
        await acknowledgeDispatch(em, request.actor, signer, id)
      })
      const items = results.map(({ id, problem }) => ({
        ...{ id, done: problem === null },
        problem: problem
          ? { code: problem.code, zh: problemText(problem.code).zh, en: problemText(problem.code).en, facts: problem.facts }
          : null,
      }))
      const done = items.filter(item => item.done).length
      return { done, refused: items.length - done, items }
    },
  )

  app.post(
    '/custody/dispatches/:dispatchId/refuse',
    {
      config: { action: 'custody.cert.confirm' },
      schema: {
        tags: ['custody'],
        params: DispatchParams,
        body: Closed({ code: Type.String({ maxLength: 32 }), note: Type.Optional(Note) }),
        response: { 200: Type.Object({ state: Type.String() }) },
      },
    },
    async (request, reply) => {
      const { code, note = null } = request.body
      if (!isRefusal(code)) throw new Problem('validation', { facts: { field: 'code' } })
      return await command(request, reply, async em => ({
        status: 200,
        body: await refuseDispatch(em, request.actor, request.params.dispatchId, code, note),
      }))
    },
  )

  app.post(
    '/custody/dispatches/:dispatchId/opened',
    {
      config: { action: 'custody.cert.confirm' },
      schema: { tags: ['custody'], params: DispatchParams, body: Closed({}), response: { 200: Type.Object({ opened: Type.Boolean() }) } },
    },
    async (request, reply) =>
      await command(request, reply, async em => {
        await openDispatch(em, request.actor, request.params.dispatchId)
        return { status: 200, body: { opened: true } }
      }),
  )

  app.post(
    '/custody/dispatches/:dispatchId/reissue',
    {
      config: { action: 'custody.cert.issue' },
      schema: {
        tags: ['custody'],
        params: DispatchParams,
        body: Closed({ note: Type.Optional(Note) }),
        response: { 200: Type.Object({ edition: Type.Integer() }) },
      },
    },
    async (request, reply) =>
      await command(request, reply, async em => ({
        status: 200,
        body: await reissueDispatch(em, request.actor, request.params.dispatchId, request.body.note ?? null),
      })),
  )

  app.post(
    '/custody/dispatches/:dispatchId/carried',
    {
      config: { action: 'custody.cert.issue' },
      schema: {
        tags: ['custody'],
        params: DispatchParams,
        body: Closed({ receivedAt: Type.String({ format: 'date-time' }), receivedBy: Type.String({ minLength: 1, maxLength: 100 }) }),
        response: { 200: Type.Object({ state: Type.String() }) },
      },
    },
    async (request, reply) => {
      const { receivedAt, receivedBy } = request.body
      return await command(request, reply, async em => ({
        status: 200,
        body: await enterCarried(em, request.actor, request.params.dispatchId, { receivedAt: new Date(receivedAt), receivedBy }),
      }))
    },
  )

  app.get(
    '/custody/dispatches/:dispatchId',
    { config: { action: 'custody.register.read' }, schema: { tags: ['custody'], params: DispatchParams, response: { 200: Dispatch } } },
    async request =>
      await request.em.transactional(async em => {
        const row = await em.findOne(CustodyDispatchSchema, { id: request.params.dispatchId })
        if (row === null) throw new Problem('not-found')
        return presentDispatch(row)
      }),
  )

  app.get(
    '/custody/dispatches/:dispatchId/receipt',
    { config: { action: 'custody.register.read' }, schema: { tags: ['custody'], params: DispatchParams, response: { 200: Receipt } } },
    async request =>
      await request.em.transactional(async em => {
        const row = await em.findOne(CustodyDispatchSchema, { id: request.params.dispatchId })
        if (!row?.receipt || !row.receiptSha256 || !row.receiptSignature || !row.receiptKeyId) throw new Problem('not-found')
        const hex = Buffer.from(row.receiptSha256).toString('hex')
        const signature = Buffer.from(row.receiptSignature).toString('base64')
        return { body: row.receipt, sha256: hex, signature, keyId: row.receiptKeyId, publicKey: signer.publicKeyPem }
      }),
  )

  app.get(
    '/custody/figures',
    {
      config: { action: 'custody.register.read' },
      schema: { tags: ['custody'], querystring: Closed({ from: Type.Optional(Day) }), response: { 200: Figures } },
    },
    async request =>
      await request.em.transactional(async em => {
        const from = request.query.from ?? `${dayOf(await appNow(em)).slice(0, 4)}-01-01`
        const {
          same_day: sameDay,
          median_minutes: medianMinutes,
          slowest_minutes: slowestMinutes,
          refusals,
          ...rest
        } = await countFigures(em, request.actor.agency, from)
        const byCode = Object.entries(refusals).flatMap(([code, count]) => (isRefusal(code) ? [{ code, ...REFUSALS[code], count }] : []))
        return { from, sameDay, medianMinutes, slowestMinutes, tripsSaved: rest.acknowledged + rest.notices, ...rest, refusals: byCode }
      }),
  )
}
