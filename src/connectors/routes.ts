import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { mustBeAble } from '../access/rules.ts'
import { getRelation } from '../cases/locked-case.ts'
import { createKeyWrap } from '../crypto/wrapping.ts'
import { instant } from '../domain/present.ts'
import { Problem } from '../domain/problem.ts'
import { command } from '../http/command.ts'
import { CaseParams, Closed, List, Uuid } from '../http/schemas.ts'
import {
  askReconciliation,
  askTrial,
  endRotation,
  keepConnector,
  keepSecret,
  pauseConnector,
  resumeConnector,
  retryWriteBack,
} from './commands.ts'
import {
  AgencyParams,
  CardDifferenceSchema,
  ConnectorBody,
  ConnectorDetail,
  ConnectorSchema,
  DifferenceParams,
  PauseBody,
  presentWriteBack,
  SecretBody,
  SettlementBody,
  TrialBody,
  TrialParams,
  TrialSchema,
  WriteBackParams,
  WriteBackSchema,
} from './schemas.ts'
import { settleDifference } from './settlements.ts'
import { findConnector, findWriteBack, listWriteBacks } from './store.ts'
import { connectorsView, connectorView, differencesView, trialPicture, trialView } from './views.ts'
import { inboundRoutes } from './webhook/routes.ts'

const tags = ['connectors']
const Waiting = Type.Object({ waiting: Type.Integer() })

/** Agencies' own systems: how they are reached, what was written there, and where they differ. */
export const connectorRoutes: FastifyPluginAsyncTypebox = async app => {
  await app.register(keepingRoutes)
  await app.register(trialRoutes)
  await app.register(writeBackRoutes)
  await app.register(inboundRoutes)
}

const keepingRoutes: FastifyPluginAsyncTypebox = async app => {
  const wrap = createKeyWrap(app.deps.config.seal.wrapKey)
  app.get(
    '/connectors',
    { config: { action: 'connector.read' }, schema: { tags, response: { 200: Type.Object({ connectors: List(ConnectorSchema) }) } } },
    async request => await request.em.transactional(async em => ({ connectors: await connectorsView(em) })),
  )
  app.get(
    '/connectors/:agency',
    { config: { action: 'connector.read' }, schema: { tags, params: AgencyParams, response: { 200: ConnectorDetail } } },
    async request => await request.em.transactional(async em => await connectorView(em, request.params.agency)),
  )
  app.get(
    '/connectors/:agency/picture',
    { config: { action: 'connector.read' }, schema: { tags, params: AgencyParams } },
    async (request, reply) => {
      const connector = await request.em.transactional(async em => await findConnector(em, request.params.agency))
      return await sendPicture(app.deps.store, reply, connector?.picture ?? null)
    },
  )
  app.post(
    '/connectors/:agency',
    {
      config: { action: 'connector.keep' },
      schema: { tags, params: AgencyParams, body: ConnectorBody, response: { 200: ConnectorDetail } },
    },
    async (request, reply) => {
      const { map = null, settings = {}, hours = null, ...rest } = request.body
      return await command(request, reply, async em => {
        await keepConnector(em, request.actor, request.params.agency, { ...rest, map, settings, hours })
        return { status: 200, body: await connectorView(em, request.params.agency) }
      })
    },
  )
  app.post(
    '/connectors/:agency/secrets',
    {
      config: { action: 'connector.keep' },
      schema: { tags, params: AgencyParams, body: SecretBody, response: { 200: Type.Object({ name: Type.String() }) } },
    },
    async (request, reply) => {
      const { agency } = request.params
      const { name, secret } = request.body
      return await command(request, reply, async em => {
        await keepSecret(em, request.actor, wrap, { agency, name, secret })
        return { status: 200, body: { name } }
      })
    },
  )
  app.post(
    '/connectors/:agency/rotation-ends',
    {
      config: { action: 'connector.keep' },
      schema: { tags, params: AgencyParams, body: Closed({}), response: { 200: Type.Object({ ended: Type.Boolean() }) } },
    },
    async (request, reply) =>
      await command(request, reply, async em => ({ status: 200, body: await endRotation(em, request.actor, request.params.agency) })),
  )
  app.post(
    '/connectors/:agency/pauses',
    { config: { action: 'connector.keep' }, schema: { tags, params: AgencyParams, body: PauseBody, response: { 200: Waiting } } },
    async (request, reply) => {
      const { paused, reason = null } = request.body
      return await command(request, reply, async em => ({
        status: 200,
        body: await pauseConnector(em, request.actor, request.params.agency, { paused, reason }),
      }))
    },
  )
  app.post(
    '/connectors/:agency/resumptions',
    { config: { action: 'connector.keep' }, schema: { tags, params: AgencyParams, body: Closed({}), response: { 200: Waiting } } },
    async (request, reply) =>
      await command(request, reply, async em => ({ status: 200, body: await resumeConnector(em, request.actor, request.params.agency) })),
  )
  app.post(
    '/connectors/:agency/reconciliations',
    {
      config: { action: 'connector.keep' },
      schema: { tags, params: AgencyParams, body: Closed({}), response: { 202: Type.Object({ askedAt: Type.String() }) } },
    },
    async (request, reply) =>
      await command(request, reply, async em => {
        const { askedAt } = await askReconciliation(em, request.actor, request.params.agency)
        return { status: 202, body: { askedAt: instant(askedAt) } }
      }),
  )
}

const trialRoutes: FastifyPluginAsyncTypebox = async app => {
  app.post(
    '/connectors/:agency/trials',
    {
      config: { action: 'connector.keep' },
      schema: { tags, params: AgencyParams, body: TrialBody, response: { 202: Type.Object({ trialId: Uuid }) } },
    },
    async (request, reply) => {
      const { cardId = null } = request.body
      return await command(request, reply, async em => ({
        status: 202,
        body: await askTrial(em, request.actor, request.params.agency, cardId),
      }))
    },
  )
  app.get(
    '/connectors/:agency/trials/:trialId',
    { config: { action: 'connector.keep' }, schema: { tags, params: TrialParams, response: { 200: TrialSchema } } },
    async request => await request.em.transactional(async em => await trialView(em, request.params.agency, request.params.trialId)),
  )
  app.get(
    '/connectors/:agency/trials/:trialId/picture',
    { config: { action: 'connector.keep' }, schema: { tags, params: TrialParams } },
    async (request, reply) => {
      const { agency, trialId } = request.params
      return await sendPicture(app.deps.store, reply, await request.em.transactional(async em => await trialPicture(em, agency, trialId)))
    },
  )
}

const writeBackRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get(
    '/cases/:caseId/write-backs',
    {
      config: { action: 'case.card.read' },
      schema: { tags, params: CaseParams, response: { 200: Type.Object({ writeBacks: List(WriteBackSchema) }) } },
    },
    async request =>
      await request.em.transactional(async em => {
        mustBeAble(request.actor, 'case.card.read', await getRelation(em, request.params.caseId))
        return { writeBacks: (await listWriteBacks(em, request.params.caseId)).map(presentWriteBack) }
      }),
  )
  app.get(
    '/write-backs/:writeBackId/picture',
    { config: { action: 'case.card.read' }, schema: { tags, params: WriteBackParams } },
    async (request, reply) => {
      const row = await request.em.transactional(async em => await findWriteBack(em, request.params.writeBackId))
      return await sendPicture(app.deps.store, reply, row?.picture ?? null)
    },
  )
  app.post(
    '/write-backs/:writeBackId/retries',
    {
      config: { action: 'case.card.edit' },
      schema: { tags, params: WriteBackParams, body: Closed({}), response: { 200: Type.Object({ state: Type.String() }) } },
    },
    async (request, reply) =>
      await command(request, reply, async em => ({
        status: 200,
        body: await retryWriteBack(em, request.actor, request.params.writeBackId),
      })),
  )
  app.get(
    '/card-differences',
    {
      config: { action: 'connector.difference' },
      schema: { tags, response: { 200: Type.Object({ differences: List(CardDifferenceSchema) }) } },
    },
    async request => await request.em.transactional(async em => ({ differences: await differencesView(em) })),
  )
  app.post(
    '/card-differences/:differenceId/settlements',
    {
      config: { action: 'connector.difference' },
      schema: { tags, params: DifferenceParams, body: SettlementBody, response: { 200: Type.Object({ state: Type.String() }) } },
    },
    async (request, reply) => {
      const { how, note } = request.body
      return await command(request, reply, async em => ({
        status: 200,
        body: await settleDifference(em, request.actor, request.params.differenceId, { how, note: note ? note : null }),
      }))
    },
  )
}

type Store = { read(key: string): Promise<NodeJS.ReadableStream> }

/** A picture of a system's page; like every answer it is kept by nobody on the way. @throws Problem `not-found` */
async function sendPicture(store: Store, reply: FastifyReply, key: string | null): Promise<FastifyReply> {
  if (key === null) throw new Problem('not-found')
  return reply
    .type('image/png')
    .header('content-disposition', 'inline')
    .send(await store.read(key))
}
