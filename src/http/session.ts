import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import { can } from '../access/rules.ts'
import { type Actor, isRole } from '../agencies/model.ts'
import { forActor } from '../db/orm.ts'
import { agencyOf } from '../domain/codes.ts'
import { Problem } from '../domain/problem.ts'

export const SESSION_COOKIE = '__Host-sid'
const IDLE = '15 minutes'
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()

type SessionRow = {
  id: string
  login: string
  name: string
  post: string
  agency_code: string
  roles: string[]
  csrf: string
  expires_at: Date
}

/**
 * Every route names its act of the access table; one without an act does not start. Each request but public ones needs a live
 * session, and each that changes something also our own Origin and the session's CSRF word.
 */
export function guardRoutes(app: FastifyInstance): void {
  const routes: RouteOptions[] = []
  app.addHook('onRoute', route => {
    routes.push(route)
  })
  app.addHook('onReady', async () => {
    const unnamed = routes.filter(({ config }) => !config?.action).map(({ method, url }) => `${String(method)} ${url}`)
    if (unnamed.length > 0) throw new Error(`these routes name no action of the access table: ${unnamed.join(', ')}`)
  })
  app.decorateRequest('session', null)
  app.decorateRequest('actor', {
    getter: () => {
      throw new Error('nobody is signed in on this route')
    },
  })
  app.decorateRequest('em', {
    getter: () => {
      throw new Error('nobody is signed in on this route')
    },
  })
  app.addHook('onRequest', async request => {
    const { action } = request.routeOptions.config
    if (action === undefined || action === 'public') return
    await authenticate(app, request)
    if (!SAFE.has(request.method)) refuseForeignRequest(request)
    if (can(request.actor, action, null) !== 'allowed') throw new Problem('forbidden', { facts: { action } })
  })
}

async function authenticate(app: FastifyInstance, request: FastifyRequest): Promise<void> {
  const token = request.cookies[SESSION_COOKIE]
  if (!token) throw new Problem('unauthenticated')
  const hash = tokenHash(token)
  const [row] = await app.deps.orm.em.fork().execute<SessionRow[]>('select * from find_session(?, ?::interval)', [hash, IDLE])
  if (row === undefined) throw new Problem('unauthenticated')
  const actor: Actor = {
    userId: row.id,
    name: row.name,
    agency: row.agency_code,
    agencyType: agencyOf(row.agency_code).type,
    roles: row.roles.filter(isRole),
    requestId: request.id,
    address: request.ip,
  }
  Object.defineProperty(request, 'actor', { value: actor })
  Object.defineProperty(request, 'em', { value: forActor(app.deps.orm, actor) })
  request.session = { tokenHash: hash, csrf: row.csrf, expiresAt: new Date(row.expires_at), login: row.login, post: row.post }
}

function refuseForeignRequest(request: FastifyRequest): void {
  const origin = request.headers.origin
  const sent = request.headers['x-csrf-token']
  const expected = request.session?.csrf ?? ''
  const ownOrigin = origin !== undefined && URL.parse(origin)?.host === request.headers.host
  const sameWord = typeof sent === 'string' && sent.length === expected.length && timingSafeEqual(Buffer.from(sent), Buffer.from(expected))
  if (!ownOrigin || !sameWord) throw new Problem('csrf-refused')
}

/** Whether a session is still good, without counting as activity. */
export async function sessionLives(app: FastifyInstance, hash: Buffer | undefined): Promise<boolean> {
  if (hash === undefined) return false
  const [row] = await app.deps.orm.em.fork().execute<{ lives: boolean }[]>('select session_lives(?, ?::interval) as lives', [hash, IDLE])
  return row?.lives ?? false
}
