import pg from 'pg'

/** The roles a person or process signs in with; what they may do is said by the migrations. */
export const ROLES = ['owner', 'app', 'worker', 'auditor'] as const
export type Role = (typeof ROLES)[number]

export type Query = (text: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>

/** Connects, works, and hangs up whatever happens. */
export async function withDatabase<T>(url: string, work: (query: Query) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, application_name: 'anlian-infra' })
  client.on('error', () => {}) // a server that dies meanwhile fails the query itself
  try {
    await client.connect()
    return await work(async (text, values = []) => (await client.query<Record<string, unknown>>(text, [...values])).rows)
  } finally {
    await client.end()
  }
}

export function databaseUrl(user: string, password: string, host: string, port: number, database: string): string {
  return `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${host}:${port}/${encodeURIComponent(database)}`
}

/** Makes the missing roles and sets their passwords: none is superuser, may make roles, or may go round row-level security. */
export async function ensureRoles(query: Query, passwordOf: (role: Role) => string, roles: readonly Role[] = ROLES): Promise<void> {
  for (const role of roles) {
    const there = await query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role])
    const verb = there.length > 0 ? 'ALTER' : 'CREATE'
    await query(
      `${verb} ROLE ${identifier(role)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD ${literal(passwordOf(role))}`,
    )
  }
}

export async function ensureDatabase(query: Query, database: string): Promise<void> {
  if ((await query('SELECT 1 FROM pg_database WHERE datname = $1', [database])).length === 0) {
    await query(`CREATE DATABASE ${identifier(database)} OWNER owner`)
  }
  // Nobody else gets in by default; the three others may connect and nothing more until a migration says so.
  await query(`REVOKE ALL ON DATABASE ${identifier(database)} FROM PUBLIC`)
  await query(`GRANT CONNECT ON DATABASE ${identifier(database)} TO app, worker, auditor`)
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
