import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { record } from '../audit/commands.ts'
import { agencyOf } from '../domain/codes.ts'
import { toShanghai } from '../domain/legal-date.ts'
import { agencyRef } from '../domain/present.ts'
import { Problem } from '../domain/problem.ts'
import { AgencyRef, Closed, Uuid } from '../http/schemas.ts'
import { SESSION_COOKIE } from '../http/session.ts'
import { type SignedIn, signIn, signInAsDemoUser, signOut } from './commands.ts'

const User = Type.Object({
  id: Uuid,
  login: Type.String(),
  name: Type.String(),
  roles: Type.Array(Type.String()),
  agency: AgencyRef,
  post: Type.String(),
})
const Session = Type.Object({
  user: User,
  csrf: Type.String(),
  expiresAt: Type.String(),
  profile: Type.String(),
  now: Type.String(),
  speed: Type.Number(),
})
const Clock = Type.Object({ now: Type.String(), speed: Type.Number(), settable: Type.Boolean() })

type UserRow = { id: string; login: string; name: string; post: string; agency_code: string; roles: string[] }
const present = ({ agency_code, ...row }: UserRow) => ({ ...row, agency: agencyRef(agency_code) })

function setCookie(reply: FastifyReply, { token, expiresAt }: SignedIn): void {
  void reply.setCookie(SESSION_COOKIE, token, { path: '/', secure: true, httpOnly: true, sameSite: 'strict', expires: expiresAt })
}

export const identityRoutes: FastifyPluginAsyncTypebox = async app => {
  const { orm, config } = app.deps
  const clock = async () => {
    const [row] = await orm.em
      .fork()
      .execute<{ now: Date; speed: string; profile: string }[]>('select app_now() as now, clock_speed as speed, profile from platform')
    if (row === undefined) throw new Error('the platform row is missing')
    return { now: toShanghai(new Date(row.now)), speed: Number(row.speed), profile: row.profile, settable: row.profile !== 'production' }
  }
  const opened = async (reply: FastifyReply, signedIn: SignedIn) => {
    setCookie(reply, signedIn)
    const [row] = await orm.em
      .fork({ session: { variables: { 'app.user': signedIn.userId } } })
      .execute<UserRow[]>('select id, login, name, post, agency_code, roles from app_user where id = ?', [signedIn.userId])
    if (row === undefined) throw new Problem('unauthenticated')
    const { now, speed, profile } = await clock()
    return reply.code(201).send({ user: present(row), csrf: signedIn.csrf, expiresAt: toShanghai(signedIn.expiresAt), profile, now, speed })
  }

  app.get(
    '/demo/users',
    { config: { action: 'public' }, schema: { tags: ['session'], response: { 200: Type.Object({ users: Type.Array(User) }) } } },
    async () => {
      const users = await orm.em.fork().execute<UserRow[]>('select * from demo_users()')
      if (users.length === 0) throw new Problem('not-found')
      return { users: users.map(present) }
    },
  )

  const limit = { rateLimit: { max: config.profile === 'production' ? 20 : config.ratePerMinute, timeWindow: 60_000 } }
  app.post(
    '/demo/session',
    {
      config: { action: 'public', ...limit },
      schema: { tags: ['session'], body: Closed({ login: Type.String({ maxLength: 64 }) }), response: { 201: Session } },
    },
    async (request, reply) =>
      await opened(reply, await signInAsDemoUser(orm, { requestId: request.id, address: request.ip }, request.body.login)),
  )
  app.post(
    '/session',
    {
      config: { action: 'public', ...limit },
      schema: {
        tags: ['session'],
        body: Closed({ login: Type.String({ maxLength: 64 }), password: Type.String({ maxLength: 128 }) }),
        response: { 201: Session },
      },
    },
    async (request, reply) => await opened(reply, await signIn(orm, { requestId: request.id, address: request.ip }, request.body)),
  )
  app.get('/session', { config: { action: 'session.own' }, schema: { tags: ['session'], response: { 200: Session } } }, async request => {
    const { actor, session } = request
    if (session === null) throw new Problem('unauthenticated')
    const { now, speed, profile } = await clock()
    const user = {
      id: actor.userId,
      login: session.login,
      name: actor.name,
      roles: [...actor.roles],
      agency: agencyRef(agencyOf(actor.agency).code),
      post: session.post,
    }
    return { user, csrf: session.csrf, expiresAt: toShanghai(session.expiresAt), profile, now, speed }
  })
  app.delete(
    '/session',
    { config: { action: 'session.own' }, schema: { tags: ['session'], response: { 204: Type.Null() } } },
    async (request, reply) => {
      if (request.session) await signOut(orm, request.actor, request.session.tokenHash)
      return await reply.clearCookie(SESSION_COOKIE, { path: '/', secure: true }).code(204).send(null)
    },
  )

  app.get('/clock', { config: { action: 'session.own' }, schema: { tags: ['clock'], response: { 200: Clock } } }, clock)
  app.put(
    '/clock',
    {
      config: { action: 'clock.set' },
      schema: {
        tags: ['clock'],
        body: Closed({
          now: Type.Optional(Type.String({ format: 'date-time' })),
          speed: Type.Optional(Type.Number({ minimum: 0, maximum: 100_000 })),
        }),
        response: { 200: Clock },
      },
    },
    async request => {
      const before = await clock()
      if (!before.settable) throw new Problem('clock-fixed')
      const speed = request.body.speed ?? before.speed
      await request.em.fork().transactional(async em => {
        await em.execute('select set_clock(?::timestamptz, ?)', [request.body.now ?? null, speed])
        await record(em, request.actor, null, { action: 'clock.set', target: null, details: { now: request.body.now ?? null, speed } })
      })
      return await clock()
    },
  )

  app.get(
    '/staff',
    {
      config: { action: 'session.own' },
      schema: {
        tags: ['session'],
        querystring: Closed({ role: Type.Optional(Type.String({ maxLength: 2 })) }),
        response: {
          200: Type.Object({
            users: Type.Array(Type.Object({ id: Uuid, name: Type.String(), roles: Type.Array(Type.String()), post: Type.String() })),
          }),
        },
      },
    },
    async request => {
      const { role } = request.query
      const users = await request.em.execute<UserRow[]>(
        'select id, login, name, post, agency_code, roles from app_user where agency_code = app_agency() and disabled_at is null and (?::text is null or ?::text = any (roles)) order by login',
        [role ?? null, role ?? null],
      )
      return { users }
    },
  )
}
