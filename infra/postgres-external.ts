import { addressUrl, awaitServer, type Waiter } from './address.ts'
import type { Postgres } from './postgres.ts'
import { ensureRoles, ROLES, type Role, withDatabase } from './postgres-sql.ts'
import type { Secrets } from './secrets.ts'
import { errorCode, SetupError } from './setup-error.ts'

const EXAMPLE = 'postgres://owner:password@db.example:5432/anlian'
/** The roles other than the owner, and the variables that hold their addresses. */
const OTHERS = { app: 'DATABASE_APP_URL', worker: 'DATABASE_WORKER_URL', auditor: 'DATABASE_AUDITOR_URL' } as const

/**
 * The PostgreSQL named by `DATABASE_URL` (its owner role). The other roles come from their own variables; those not given
 * are made with generated passwords, which needs a `DATABASE_URL` that may create roles.
 */
export async function externalPostgres(
  env: NodeJS.ProcessEnv,
  ownerUrl: string,
  secrets: Secrets,
  { log, signal }: Waiter,
): Promise<Postgres> {
  const owner = addressUrl('DATABASE_URL', ownerUrl, ['postgres:', 'postgresql:'], EXAMPLE)
  const address = owner.host
  const database = decodeURIComponent(owner.pathname.slice(1)) || decodeURIComponent(owner.username)
  await awaitServer({ server: 'PostgreSQL', address, variable: 'DATABASE_URL', log, signal }, () => signIn(owner, 'DATABASE_URL', database))
  const missing = Object.entries(OTHERS).filter(([, variable]) => !env[variable])
  if (missing.length > 0)
    await makeRoles(
      owner,
      missing.map(([role]) => role),
      missing.map(([, variable]) => variable),
      secrets,
    )
  const url = async (role: keyof typeof OTHERS) => {
    const variable = OTHERS[role]
    const given = env[variable]
    const one = given
      ? addressUrl(variable, given, ['postgres:', 'postgresql:'], EXAMPLE.replace('owner', role))
      : withUser(owner, role, secrets)
    await signIn(one, given ? variable : secrets.path, database)
    return one.href
  }
  const [appUrl, workerUrl, auditorUrl] = await Promise.all([url('app'), url('worker'), url('auditor')])
  return { host: owner.hostname, port: Number(owner.port || 5432), database, ownerUrl: owner.href, appUrl, workerUrl, auditorUrl }
}

async function signIn(url: URL, where: string, database: string): Promise<void> {
  try {
    await withDatabase(url.href, query => query('SELECT 1'))
  } catch (error) {
    const user = decodeURIComponent(url.username)
    const facts = { server: 'PostgreSQL', address: url.host, user, where, database, owner: user }
    // 28P01 wrong password, 28000 no such user or not let in, 3D000 no such database.
    if (errorCode(error).startsWith('28')) throw new SetupError('wrong-credentials', facts, { cause: error })
    if (errorCode(error) === '3D000') throw new SetupError('database-missing', facts, { cause: error })
    throw error
  }
}

async function makeRoles(owner: URL, roles: string[], variables: string[], secrets: Secrets): Promise<void> {
  const wanted: readonly Role[] = ROLES.filter(role => roles.includes(role))
  await withDatabase(owner.href, async query => {
    const [me] = await query('SELECT rolsuper OR rolcreaterole AS can FROM pg_roles WHERE rolname = current_user')
    if (me?.can !== true) {
      const sql = roles.map(role => `CREATE ROLE ${role} LOGIN PASSWORD '...';`).join(' ')
      throw new SetupError('roles-missing', { address: owner.host, roles: roles.join(', '), sql, variables: variables.join(', ') })
    }
    await ensureRoles(query, role => secrets.text(`postgres.${role}`), wanted)
  })
}

function withUser(owner: URL, role: Role, secrets: Secrets): URL {
  const url = new URL(owner)
  url.username = role
  url.password = secrets.text(`postgres.${role}`)
  return url
}
