import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { withDatabase } from '../../infra/postgres-sql.ts'
import { type Servers, startServers } from '../../infra/servers.ts'
import { dataFolder, refusal, startFor } from './scratch.ts'

// Servers started for one data folder play the part of servers that somebody else runs.
t.test('servers named in the environment', async t => {
  const { servers: theirs } = await startFor(t, { dataDir: dataFolder(t) })
  const { postgres, s3, temporal } = theirs
  const database = {
    DATABASE_URL: postgres.ownerUrl,
    DATABASE_APP_URL: postgres.appUrl,
    DATABASE_WORKER_URL: postgres.workerUrl,
    DATABASE_AUDITOR_URL: postgres.auditorUrl,
  }
  const store = { S3_ENDPOINT: s3.endpoint, S3_ACCESS_KEY: s3.accessKey, S3_SECRET_KEY: s3.secretKey }
  const env = { ...database, ...store, TEMPORAL_ADDRESS: temporal.address }
  const refused = (change: NodeJS.ProcessEnv) =>
    refusal(() => startServers({ dataDir: dataFolder(t), log: () => {}, env: { ...env, ...change } }))

  await t.test('are used as they are, and outlive our stop', async t => {
    const { servers } = await startFor(t, { dataDir: dataFolder(t), env })
    t.match(servers.postgres, { appUrl: postgres.appUrl, database: 'anlian', pid: 0 })
    t.match([servers.s3.endpoint, servers.temporal.address], [s3.endpoint, temporal.address])
    await servers.stop()
    t.same(await withDatabase(postgres.appUrl, query => query('SELECT 1 AS one')), [{ one: 1 }])
  })

  await t.test('that come late are waited for, and the log says for which', t => comeLate(t, theirs, env))

  await t.test('with wrong credentials are refused at once, by the name of the variable, without the secret', async t => {
    const wrong = (url: string) => url.replace(/:[0-9a-f]{64}@/, ':hush-hush@')
    const cases = [
      [{ DATABASE_URL: wrong(postgres.ownerUrl) }, 'DATABASE_URL'],
      [{ DATABASE_WORKER_URL: wrong(postgres.workerUrl) }, 'DATABASE_WORKER_URL'],
      [{ S3_SECRET_KEY: 'hush-hush' }, 'S3_SECRET_KEY'],
    ] as const
    for (const [change, variable] of cases) {
      const error = await refused(change)
      t.equal(error.code, 'wrong-credentials', variable)
      t.match(error.message, variable)
      t.notMatch(error.message, 'hush-hush')
    }
  })

  await t.test('without the other roles need a user that may make them', async t => {
    const error = await refused({ DATABASE_APP_URL: '' })
    t.equal(error.code, 'roles-missing')
    t.match(error.message, 'CREATE ROLE app LOGIN')
    const admin = new URL(postgres.adminUrl ?? '')
    admin.pathname = '/anlian'
    const { servers } = await startFor(t, { dataDir: dataFolder(t), env: { ...env, DATABASE_URL: admin.href, DATABASE_APP_URL: '' } })
    t.same(await withDatabase(servers.postgres.appUrl, query => query('SELECT current_user AS me')), [{ me: 'app' }])
  })

  await t.test('that lack what is needed, or are no addresses, are named', async t => {
    t.equal((await refused({ DATABASE_URL: postgres.ownerUrl.replace(/anlian$/, 'other') })).code, 'database-missing')
    t.equal((await refused({ TEMPORAL_NAMESPACE: 'other' })).code, 'namespace-missing')
    t.equal((await refused({ S3_ACCESS_KEY: '' })).code, 'setting-missing')
    for (const change of [{ DATABASE_URL: 'db:hush-hush' }, { S3_ENDPOINT: 'ftp://s3' }, { TEMPORAL_ADDRESS: 'a b' }]) {
      const error = await refused(change)
      t.equal(error.code, 'bad-address', JSON.stringify(change))
      t.notMatch(error.message, 'hush-hush')
    }
  })
})

async function comeLate(t: Test, theirs: Servers, env: NodeJS.ProcessEnv): Promise<void> {
  await Promise.all([theirs.halt('postgres'), theirs.halt('minio'), theirs.halt('temporal')])
  const starting = startFor(t, { dataDir: dataFolder(t), env })
  await sleep(1_500)
  await Promise.all([theirs.resume('temporal'), theirs.resume('minio'), theirs.resume('postgres')])
  const { lines } = await starting
  for (const server of ['PostgreSQL', 'S3', 'Temporal']) t.match(lines.join('\n'), `waiting for ${server} at 127.0.0.1`)
}
