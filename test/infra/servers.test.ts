import { once } from 'node:events'
import { createServer } from 'node:net'
import { Client } from 'minio'
import t from 'tap'
import { withDatabase } from '../../infra/postgres-sql.ts'
import type { Servers } from '../../infra/servers.ts'
import { dataFolder, startFor } from './scratch.ts'

const store = ({ s3 }: Servers) => {
  const { hostname, port } = new URL(s3.endpoint)
  return new Client({
    endPoint: hostname,
    port: Number(port),
    useSSL: false,
    accessKey: s3.accessKey,
    secretKey: s3.secretKey,
    region: s3.region,
  })
}

t.test('a second start finds the data, the marker and the ports of the first', async t => {
  const dataDir = dataFolder(t)
  const first = (await startFor(t, { dataDir, durable: true })).servers
  await withDatabase(first.postgres.ownerUrl, query => query("CREATE TABLE note AS SELECT '换押' AS word"))
  await store(first).makeBucket('dossier')
  const addresses = [first.postgres.port, first.s3.endpoint, first.temporal.address]
  await first.stop()

  const { servers: second, lines } = await startFor(t, { dataDir, durable: true })
  t.same([second.postgres.port, second.s3.endpoint, second.temporal.address], addresses)
  t.equal(second.marker, first.marker)
  t.same(await withDatabase(second.postgres.ownerUrl, query => query('SELECT word FROM note')), [{ word: '换押' }])
  t.ok(await store(second).bucketExists('dossier'))
  t.notMatch(lines.join('\n'), /making the database files/)
})

t.test('a killed server comes back on its port with its data', async t => {
  const { servers, lines } = await startFor(t, { dataDir: dataFolder(t), durable: true })
  await withDatabase(servers.postgres.ownerUrl, query => query('CREATE TABLE note AS SELECT 7 AS n'))
  await store(servers).makeBucket('dossier')
  const before = [servers.postgres.pid, servers.s3.pid, servers.temporal.pid]
  for (const name of ['postgres', 'minio', 'temporal'] as const) {
    await servers.kill(name)
    await servers.untilReady(name)
    t.match(lines.join('\n'), new RegExp(`${name} ended \\(SIGKILL\\), starting it again.*\n(.*\n)*${name} is back on 127\\.0\\.0\\.1`))
  }
  for (const pid of [servers.postgres.pid, servers.s3.pid, servers.temporal.pid]) t.notOk(before.includes(pid), 'it is another process')
  t.same(await withDatabase(servers.postgres.ownerUrl, query => query('SELECT n FROM note')), [{ n: 7 }])
  t.ok(await store(servers).bucketExists('dossier'))
})

t.test('a halted server stays down until it is resumed', async t => {
  const { servers } = await startFor(t, { dataDir: dataFolder(t), only: ['minio'] })
  await servers.halt('minio')
  await t.rejects(fetch(servers.s3.endpoint))
  await servers.resume('minio')
  t.ok(await fetch(`${servers.s3.endpoint}/minio/health/live`))
  t.throws(() => servers.postgres, /left out/)
})

t.test('the roles are as weak as they should be, and nobody gets in without a password', async t => {
  const { servers } = await startFor(t, { dataDir: dataFolder(t), only: ['postgres'] })
  const { postgres } = servers
  const roles = 'SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = ANY($1) ORDER BY 1'
  const weak = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false }
  const names = ['app', 'auditor', 'owner', 'worker']
  const rows = await withDatabase(postgres.ownerUrl, query => query(roles, [names]))
  t.same(
    rows,
    names.map(rolname => ({ rolname, ...weak })),
  )
  for (const extension of ['pg_trgm', 'btree_gist', 'pgcrypto']) {
    await withDatabase(postgres.ownerUrl, query => query(`CREATE EXTENSION ${extension}`))
  }
  for (const url of [postgres.appUrl, postgres.workerUrl, postgres.auditorUrl]) {
    await t.rejects(
      withDatabase(url, query => query('CREATE TABLE x (n int)')),
      /permission denied/,
    )
  }
  await t.rejects(
    withDatabase(postgres.appUrl.replace(/:[0-9a-f]{64}@/, ':wrong@'), query => query('SELECT 1')),
    { code: '28P01' },
  )
  const settings = await withDatabase(postgres.ownerUrl, query =>
    query(
      "SELECT current_setting('data_checksums') AS sums, current_setting('server_encoding') AS encoding, current_setting('listen_addresses') AS host",
    ),
  )
  t.same(settings, [{ sums: 'on', encoding: 'UTF8', host: '127.0.0.1' }])
})

t.test('data is flushed to disk unless a test gives that up', async t => {
  const { servers } = await startFor(t, { dataDir: dataFolder(t), only: ['postgres'], durable: true })
  const flags = ['fsync', 'synchronous_commit', 'full_page_writes']
  const query = `SELECT name FROM pg_settings WHERE setting = 'on' AND name IN ('${flags.join("','")}')`
  t.equal((await withDatabase(servers.postgres.ownerUrl, run => run(query))).length, flags.length)
})

t.test('a port that another program has taken is replaced, and the log says so', async t => {
  const dataDir = dataFolder(t)
  const first = (await startFor(t, { dataDir, only: ['minio'] })).servers
  const port = Number(new URL(first.s3.endpoint).port)
  await first.stop()
  const other = createServer().listen(port, '127.0.0.1')
  await once(other, 'listening')
  t.teardown(() => other.close())
  const { servers, lines } = await startFor(t, { dataDir, only: ['minio'] })
  t.not(Number(new URL(servers.s3.endpoint).port), port)
  t.match(lines.join('\n'), `minio: port ${port} is taken by another program`)
})
