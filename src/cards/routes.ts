import { createHash } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { mustBeAble } from '../access/rules.ts'
import { record } from '../audit/commands.ts'
import { getRelation } from '../cases/locked-case.ts'
import { appNow } from '../db/clock.ts'
import { AGENCIES } from '../domain/codes.ts'
import type { Json } from '../domain/json.ts'
import { dayOf } from '../domain/legal-date.ts'
import { instant } from '../domain/present.ts'
import { Problem } from '../domain/problem.ts'
import { command } from '../http/command.ts'
import { CaseParams, Closed, Day, Nullable, Uuid } from '../http/schemas.ts'
import { answerAsked, confirmValue, enterValue, holdCard } from './commands.ts'
import { readMeter } from './meter.ts'
import { answerNotice, listNotices } from './notices.ts'
import { drawCard } from './print.ts'
import {
  Card,
  CardParams,
  Cards,
  Codes,
  Comparison,
  ConfirmBody,
  Confirmed,
  EnterBody,
  Field,
  History,
  Meter,
  NoticeAnswer,
  Notices,
  PathQuery,
  SecondBody,
} from './schemas.ts'
import { snapshotOf } from './snapshot.ts'
import { cardsRequired, listEntries } from './store.ts'
import { CARD_CODES } from './table/code-tables.ts'
import { fieldAt } from './table/fields.ts'
import { openFor, viewCard, viewCards, viewComparison, viewField } from './view.ts'
import { shownOf } from './words.ts'

const JsonValue = Type.Cyclic(
  {
    Json: Type.Union([
      Type.Null(),
      Type.Boolean(),
      Type.Number(),
      Type.String(),
      Type.Array(Type.Ref('Json')),
      Type.Record(Type.String(), Type.Ref('Json')),
    ]),
  },
  'Json',
)
const isJson = (value: unknown): value is Json => Value.Check(JsonValue, value)

const Setting = Type.Object({ required: Type.Boolean() })

const reading = { action: 'case.card.read' } as const
const editing = { action: 'case.card.edit' } as const
const codes = { codes: Object.fromEntries(Object.entries(CARD_CODES).map(([name, items]) => [name, [...items]])) }
const codesTag = `"${createHash('sha256').update(JSON.stringify(codes)).digest('hex').slice(0, 16)}"`

/** Case cards (案卡): reading and writing fields, second persons, what was there before, notices of corrections, the meter. */
export const cardRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get(
    '/cases/:caseId/cards',
    { config: reading, schema: { tags: ['cards'], params: CaseParams, response: { 200: Cards } } },
    async ({ em, actor, params: { caseId } }) =>
      await em.transactional(async tx => {
        mustBeAble(actor, 'case.card.read', await getRelation(tx, caseId))
        return { cards: await viewCards(tx, actor, caseId), required: await cardsRequired(tx) }
      }),
  )

  app.get(
    '/cards/:cardId',
    { config: reading, schema: { tags: ['cards'], params: CardParams, response: { 200: Card } } },
    async ({ em, actor, params: { cardId } }) => await em.transactional(async tx => await viewCard(tx, actor, cardId)),
  )

  app.put(
    '/cards/:cardId/field',
    { config: editing, schema: { tags: ['cards'], params: CardParams, body: EnterBody, response: { 200: Field, 202: Field } } },
    async ({ em, actor, params: { cardId }, body: { path, value, version, reason = null } }, reply) =>
      await em.transactional(async tx => {
        if (!isJson(value)) throw new Problem('validation', { facts: { field: 'value' } })
        const { waits } = await enterValue(tx, actor, cardId, { path, value, version, reason })
        return await reply.code(waits ? 202 : 200).send(await viewField(tx, actor, cardId, path))
      }),
  )

  app.post(
    '/cards/:cardId/confirmations',
    { config: editing, schema: { tags: ['cards'], params: CardParams, body: ConfirmBody, response: { 200: Confirmed } } },
    async (request, reply) =>
      await command(request, reply, async em => {
        const held = await holdCard(em, request.actor, request.params.cardId)
        const results = []
        for (const choice of request.body.choices) {
          const said = await confirmValue(em, request.actor, held, choice).catch((error: unknown) => {
            if (error instanceof Problem) return error
            throw error
          })
          results.push(
            said instanceof Problem ? { path: choice.path, ok: false, waits: false, code: said.code } : { ...said, ok: true, code: null },
          )
        }
        return { status: 200, body: { results } }
      }),
  )

  app.post(
    '/cards/:cardId/second-confirmations',
    { config: editing, schema: { tags: ['cards'], params: CardParams, body: SecondBody, response: { 200: Field } } },
    async (request, reply) =>
      await command(request, reply, async em => {
        const { cardId } = request.params
        await answerAsked(em, request.actor, cardId, request.body)
        return { status: 200, body: await viewField(em, request.actor, cardId, request.body.path) }
      }),
  )

  app.get(
    '/cards/:cardId/history',
    { config: reading, schema: { tags: ['cards'], params: CardParams, querystring: PathQuery, response: { 200: History } } },
    async ({ em, actor, params: { cardId }, query: { path } }) =>
      await em.transactional(async tx => {
        await openFor(tx, actor, cardId)
        const field = fieldAt(path)
        if (field === undefined) throw new Problem('card-field-unknown')
        const entries = await listEntries(tx, cardId, path)
        return {
          entries: entries.map(({ at, source, value, ...entry }) => ({
            ...entry,
            ...{ at: instant(at), value, shown: value === null ? '' : shownOf(field, value), source: source && KINDS[source.kind] },
          })),
        }
      }),
  )

  app.get(
    '/cards/:cardId/comparison',
    { config: reading, schema: { tags: ['cards'], params: CardParams, response: { 200: Comparison } } },
    async ({ em, actor, params: { cardId } }) => await em.transactional(async tx => await viewComparison(tx, actor, cardId)),
  )

  app.get('/cards/:cardId/card.json', { config: reading, schema: { tags: ['cards'], params: CardParams } }, async (request, reply) => {
    const { card } = await request.em.transactional(async tx => {
      const { card: row } = await openFor(tx, request.actor, request.params.cardId)
      await record(tx, request.actor, row.caseId, { action: 'card.exported', target: row.id, targetVersion: row.version })
      return await snapshotOf(tx, row.id)
    })
    return await reply.type('application/json; charset=utf-8').send(card)
  })

  app.get('/cards/:cardId/card.pdf', { config: reading, schema: { tags: ['cards'], params: CardParams } }, async (request, reply) => {
    const { view, day } = await request.em.transactional(async tx => {
      const shown = await viewCard(tx, request.actor, request.params.cardId)
      await record(tx, request.actor, shown.caseId, { action: 'card.printed', target: shown.id, targetVersion: shown.version })
      return { view: shown, day: dayOf(await appNow(tx)) }
    })
    const bytes = await drawCard(view, day)
    void reply.header('content-disposition', 'inline; filename="card.pdf"')
    return await reply.type('application/pdf').send(Buffer.from(bytes))
  })

  app.get(
    '/card-codes',
    { config: { action: 'session.own' }, schema: { tags: ['cards'], response: { 200: Codes, 304: Type.Null() } } },
    async (request, reply) => {
      void reply.header('etag', codesTag).header('cache-control', 'private, max-age=0, must-revalidate')
      return request.headers['if-none-match'] === codesTag ? await reply.code(304).send(null) : await reply.code(200).send(codes)
    },
  )

  app.get(
    '/card-settings',
    { config: { action: 'card.require' }, schema: { tags: ['cards'], response: { 200: Setting } } },
    async ({ em }) => await em.transactional(async tx => ({ required: await cardsRequired(tx) })),
  )

  app.post(
    '/card-settings',
    {
      config: { action: 'card.require' },
      schema: { tags: ['cards'], body: Closed({ required: Type.Boolean() }), response: { 200: Setting } },
    },
    async (request, reply) =>
      await command(request, reply, async em => {
        const { actor } = request
        mustBeAble(actor, 'card.require', null)
        const { required } = request.body
        await em.execute(
          `insert into card_setting (agency_code, required, changed_by, changed_at) values (app_agency(), ?, ?, app_now())
           on conflict (agency_code) do update set required = excluded.required, changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
          [required, actor.userId],
        )
        await record(em, actor, null, { action: 'card.required', target: actor.agency, details: { required: String(required) } })
        return { status: 200, body: { required } }
      }),
  )

  app.get(
    '/correction-notices',
    {
      config: { action: 'card.notice' },
      schema: { tags: ['cards'], querystring: Closed({ caseId: Type.Optional(Uuid) }), response: { 200: Notices } },
    },
    async ({ em, actor, query: { caseId = null } }) =>
      await em.transactional(async tx => ({ notices: await listNotices(tx, actor, caseId) })),
  )

  app.post(
    '/correction-notices/:noticeId/answers',
    {
      config: { action: 'card.notice' },
      schema: {
        tags: ['cards'],
        params: Closed({ noticeId: Uuid }),
        body: NoticeAnswer,
        response: { 200: Type.Object({ adopted: Type.Boolean() }) },
      },
    },
    async (request, reply) =>
      await command(request, reply, async em => {
        const { adopt, note = null } = request.body
        await answerNotice(em, request.actor, request.params.noticeId, { adopt, note })
        return { status: 200, body: { adopted: adopt } }
      }),
  )

  app.get(
    '/card-meter',
    {
      config: { action: 'card.meter.read' },
      schema: {
        tags: ['cards'],
        querystring: Closed({
          from: Type.Optional(Day),
          to: Type.Optional(Day),
          caseId: Type.Optional(Uuid),
          agency: Type.Optional(Nullable(Type.String({ maxLength: 20 }))),
        }),
        response: { 200: Meter },
      },
    },
    async ({ em, actor, query }) =>
      await em.transactional(async tx => {
        mustBeAble(actor, 'card.meter.read', null)
        const today = dayOf(await appNow(tx))
        const mayAny = actor.roles.includes('SV') || actor.roles.includes('SA')
        const agency = mayAny ? (query.agency ?? actor.agency) : actor.agency
        if (!AGENCIES.has(agency)) throw new Problem('validation', { facts: { field: 'agency' } })
        const days = { from: query.from ?? `${today.slice(0, 4)}-01-01`, to: query.to ?? today }
        return await readMeter(tx, { agency, ...days, caseId: query.caseId ?? null })
      }),
  )
}

const KINDS = {
  entered: { zh: '人工录入', en: 'Entered' },
  inherited: { zh: '继承', en: 'Inherited' },
  extracted: { zh: '文书提取', en: 'From a paper' },
  computed: { zh: '由办案步骤得出', en: 'From the steps' },
  external: { zh: '业务系统', en: 'Outside system' },
} as const
