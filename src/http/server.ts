import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import fastifyStatic from '@fastify/static'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fastify, { type FastifyInstance, type RouteOptions } from 'fastify'
import { letterRoutes } from '../alerts/letters/routes.ts'
import { alertRoutes } from '../alerts/routes.ts'
import { record } from '../audit/commands.ts'
import { auditRoutes } from '../audit/routes.ts'
import { calendarRoutes } from '../calendars/routes.ts'
import { cardRoutes } from '../cards/routes.ts'
import { referenceRoutes } from '../casefile/reference.ts'
import { casefileRoutes } from '../casefile/routes.ts'
import { partingRoutes } from '../cases/parting/routes.ts'
import { caseRoutes } from '../cases/routes.ts'
import { connectorRoutes } from '../connectors/routes.ts'
import { centreRoutes } from '../custody/centre/routes.ts'
import { certificateRoutes } from '../custody/certificate/routes.ts'
import { custodyRoutes } from '../custody/routes.ts'
import { toProblem } from '../db/problems.ts'
import { openSchemaGate } from '../db/releases.ts'
import { Problem } from '../domain/problem.ts'
import { dossierRoutes } from '../dossier/routes.ts'
import { dueRoutes } from '../dues/routes.ts'
import { fastTrackRoutes } from '../fasttrack/routes.ts'
import { bulkRoutes } from '../handovers/bulk/routes.ts'
import { lineRoutes } from '../handovers/lines/routes.ts'
import { receiptRoutes } from '../handovers/receipts/routes.ts'
import { handOverRoutes } from '../handovers/routes.ts'
import { identityRoutes } from '../identity/routes.ts'
import { integrityRoutes } from '../integrity/routes.ts'
import { paperRoutes } from '../papers/routes.ts'
import { periodRoutes } from '../periods/routes.ts'
import { readingRoutes } from '../reading/routes.ts'
import type { Deps } from './deps.ts'
import { eventRoutes } from './events.ts'
import { healthRoutes } from './health.ts'
import { readJsonBodies } from './json-body.ts'
import { answerError, describeProblems, sendProblem } from './problems.ts'
import { guardRoutes, SESSION_COOKIE } from './session.ts'
import { createTurns } from './turns.ts'
import { setValidators } from './validators.ts'

const BODY_BYTES = 256 * 1024
const HEADER_BYTES = 16 * 1024
/** Half of the connections to the database, so that those who read are not held up by those who act. */
const COMMANDS_AT_ONCE = 8
const TURN_WITHIN_MS = 60_000
const WEB = join(import.meta.dirname, '../../web/dist')

/** The API with its screens. Each route names its act; what a request body does not know is refused, never ignored. */
export async function buildServer(deps: Deps): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: BODY_BYTES,
    requestTimeout: 0,
    http: { maxHeaderSize: HEADER_BYTES },
    genReqId: () => randomUUID(),
    forceCloseConnections: true,
    logger: {
      level: deps.config.profile === 'test' ? 'error' : 'warn',
      redact: ['req.headers', 'req.url'],
      serializers: { req: ({ method }) => ({ method }), err: errorForLog },
    },
  }).withTypeProvider<TypeBoxTypeProvider>()
  app.decorate('deps', deps)
  app.decorate('inTurn', createTurns(COMMANDS_AT_ONCE, TURN_WITHIN_MS))
  setValidators(app)
  readJsonBodies(app)
  app.setErrorHandler(async (error: Error, request, reply) => {
    await auditDenial(error, request)
    return answerError(error, request, reply)
  })
  await app.register(cookie)
  await app.register(helmet, {
    global: true,
    contentSecurityPolicy: false,
    hsts: { maxAge: 31_536_000, includeSubDomains: true },
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
  })
  // After the headers, so that a refusal carries them too.
  guardRoutes(app)
  await app.register(rateLimit, {
    max: deps.config.ratePerMinute,
    timeWindow: 60_000,
    keyGenerator: request => request.cookies[SESSION_COOKIE] ?? request.ip,
    allowList: request => /\/(view|dossier\.pdf|health|events)/.test(request.routeOptions.url ?? ''),
    errorResponseBuilder: (_request, { ttl }) => new Problem('rate-limited', { retryAfterSeconds: Math.ceil(ttl / 1000) }),
  })
  await app.register(multipart)
  await app.register(swagger, {
    refResolver: { buildLocalReference: (schema, _uri, _fragment, at) => (typeof schema.$id === 'string' ? schema.$id : `shared-${at}`) },
    openapi: {
      openapi: '3.1.0',
      info: {
        title: '案联 API',
        description:
          'Carries a criminal case between agencies. Problems are RFC 9457; every POST that changes something takes an Idempotency-Key.',
        version: '1.0.0',
      },
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE } } },
    },
  })
  await app.register(async docs => {
    docs.addHook('onRoute', isPublic)
    await docs.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true })
  })
  app.addHook('onSend', async (_request, reply) => {
    void reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=()')
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store')
  })
  await app.register(
    async api => {
      // A process of a newer release says so, instead of failing in the middle of an act.
      const isSchemaThere = openSchemaGate(deps.orm)
      api.addHook('onRequest', async () => {
        if (!(await isSchemaThere())) throw new Problem('schema-behind')
      })
      describeProblems(api)
      for (const routes of [
        identityRoutes,
        referenceRoutes,
        periodRoutes,
        caseRoutes,
        cardRoutes,
        partingRoutes,
        calendarRoutes,
        dossierRoutes,
        readingRoutes,
        handOverRoutes,
        custodyRoutes,
        fastTrackRoutes,
        paperRoutes,
        bulkRoutes,
        receiptRoutes,
        certificateRoutes,
        lineRoutes,
        letterRoutes,
        casefileRoutes,
        dueRoutes,
        centreRoutes,
        alertRoutes,
        auditRoutes,
        integrityRoutes,
        connectorRoutes,
        eventRoutes,
      ])
        await api.register(routes)
    },
    { prefix: '/api/v1' },
  )
  await app.register(healthRoutes)
  app.get('/api/openapi.json', { config: { action: 'public' }, schema: { hide: true } }, async () => app.swagger())
  await serveScreens(app)
  return app
}

/** Files and pages of plugins are for everybody; their routes cannot name an action themselves. */
function isPublic(route: RouteOptions): void {
  route.config = { ...route.config, action: 'public' }
}

/** The screens with a fresh nonce per page; every path that is not the API's is the application's own. */
async function serveScreens(app: FastifyInstance): Promise<void> {
  const page = existsSync(join(WEB, 'index.html')) ? readFileSync(join(WEB, 'index.html'), 'utf8') : null
  if (page !== null) {
    await app.register(async files => {
      files.addHook('onRoute', isPublic)
      await files.register(fastifyStatic, {
        root: WEB,
        wildcard: false,
        index: false,
        cacheControl: false,
        // What is named by its content stays for ever; the page for everybody and what keeps it are looked for anew.
        setHeaders: (reply, path) =>
          void reply.header(
            'cache-control',
            /verify[^/]*\.(html|js)$/.test(path) && !path.includes('assets') ? 'no-cache' : 'public, max-age=31536000, immutable',
          ),
      })
    })
  }
  servePublicPage(app)
  app.setNotFoundHandler((request, reply) => {
    const isPage = page !== null && request.method === 'GET' && !/^\/(api|health|metrics|assets)\b/.test(request.url)
    if (!isPage) return sendProblem(reply, request, new Problem('not-found'))
    const nonce = randomBytes(16).toString('base64')
    const csp = `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'`
    return reply.header('content-security-policy', csp).type('text/html; charset=utf-8').send(page.replaceAll('__CSP_NONCE__', nonce))
  })
}

/** The page where anybody checks a certificate: without session, nonce or style of the application. */
function servePublicPage(app: FastifyInstance): void {
  const file = join(WEB, 'verify.html')
  if (!existsSync(file)) return
  const page = readFileSync(file, 'utf8')
  const csp =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
  app.get('/verify', { config: { action: 'public' }, schema: { hide: true } }, async (_request, reply) =>
    reply.header('content-security-policy', csp).type('text/html; charset=utf-8').send(page),
  )
}

/** Refusals by right are part of the trail, in a transaction of their own. */
async function auditDenial(error: unknown, request: Parameters<typeof answerError>[1]): Promise<void> {
  const code = toProblem(error)?.code
  if (request.session === null || (code !== 'forbidden' && code !== 'not-found' && code !== 'csrf-refused')) return
  const { action } = request.routeOptions.config
  try {
    await request.em.fork({ clear: true }).transactional(
      async em =>
        await record(em, request.actor, null, {
          action: action ?? 'unknown',
          target: targetOf(request.params),
          outcome: 'denied',
          details: { code },
        }),
    )
  } catch (cause) {
    request.log.error({ err: cause }, 'a denial could not be audited')
  }
}

function targetOf(params: unknown): string | null {
  if (typeof params !== 'object' || params === null) return null
  const id: unknown = Object.values(params)[0]
  return typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id) ? id : null
}

/** What a log may hold of an error: its kind, code and place. Messages quote values, so none is kept. */
function errorForLog(error: Error & { code?: unknown }) {
  const places = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line))
  return { type: error.name, message: '', stack: places.join('\n'), ...(typeof error.code === 'string' ? { code: error.code } : {}) }
}
