import { randomBytes } from 'node:crypto'
import type { MikroORM } from '@mikro-orm/postgresql'
import { record } from '../audit/commands.ts'
import { sha256 } from '../crypto/digest.ts'
import { Problem } from '../domain/problem.ts'
import { verifyPassword } from './passwords.ts'

export type SignedIn = { readonly token: string; readonly csrf: string; readonly expiresAt: Date; readonly userId: string }
export type Caller = { readonly requestId: string; readonly address: string | null }

const STAFF = { lifetime: '8 hours', sessions: 2 }
const LAWYER = { lifetime: '2 hours', sessions: 1 }

type LoginRow = {
  id: string
  password_hash: string | null
  agency_code: string
  roles: string[]
  failures: number
  locked: boolean
  retry_seconds: number
  demo: boolean
}

const findLogin = async (orm: MikroORM, login: string): Promise<LoginRow | undefined> =>
  (await orm.em.fork().execute<LoginRow[]>('select * from find_login(?)', [login]))[0]

/**
 * Signs in with a password. Unknown user and wrong password get the same answer after the same work; five failures lock the
 * account, for longer each time. Both outcomes are audited.
 */
export async function signIn(orm: MikroORM, caller: Caller, { login, password }: { login: string; password: string }): Promise<SignedIn> {
  const user = await findLogin(orm, login)
  if (user?.locked) throw new Problem('account-locked', { retryAfterSeconds: user.retry_seconds })
  const right = await verifyPassword(user?.password_hash ?? null, password)
  if (!user || !right) {
    if (user) await noteFailure(orm, caller, user)
    throw new Problem('sign-in-failed')
  }
  return await openSession(orm, caller, user)
}

async function noteFailure(orm: MikroORM, caller: Caller, user: LoginRow): Promise<void> {
  await orm.em.fork().transactional(async em => {
    await em.execute('select note_login(?, false)', [user.id])
    await record(em, { ...caller, userId: user.id, agency: user.agency_code, roles: user.roles }, null, {
      action: 'session.sign-in',
      target: user.id,
      outcome: 'denied',
    })
  })
}

/** Signs in a demonstration user by a click. @throws Problem `not-found` outside the demo and test profiles, where there are none */
export async function signInAsDemoUser(orm: MikroORM, caller: Caller, login: string): Promise<SignedIn> {
  const users = await orm.em.fork().execute<{ login: string }[]>('select login from demo_users()')
  const user = users.some(one => one.login === login) ? await findLogin(orm, login) : undefined
  if (!user) throw new Problem('not-found')
  return await openSession(orm, caller, user)
}

async function openSession(orm: MikroORM, caller: Caller, user: LoginRow): Promise<SignedIn> {
  const token = randomBytes(32).toString('base64url')
  const csrf = randomBytes(32).toString('base64url')
  const { lifetime, sessions } = user.roles.includes('LW') ? LAWYER : STAFF
  return await orm.em.fork().transactional(async em => {
    await em.execute('select note_login(?, true)', [user.id])
    const [row] = await em.execute<{ ends: Date }[]>('select open_session(?, ?, ?, ?::interval, ?, ?) as ends', [
      sha256(token),
      user.id,
      csrf,
      lifetime,
      sessions,
      caller.address,
    ])
    await record(em, { ...caller, userId: user.id, agency: user.agency_code, roles: user.roles }, null, {
      action: 'session.sign-in',
      target: user.id,
    })
    return { token, csrf, userId: user.id, expiresAt: new Date(row?.ends ?? Number.NaN) }
  })
}

/** Ends a session at once. */
export async function signOut(
  orm: MikroORM,
  caller: Caller & { userId: string; agency: string; roles: readonly string[] },
  tokenHash: Buffer,
): Promise<void> {
  await orm.em.fork().transactional(async em => {
    await em.execute('select close_session(?)', [tokenHash])
    await record(em, caller, null, { action: 'session.sign-out', target: caller.userId })
  })
}
