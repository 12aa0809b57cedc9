import { setTimeout } from 'node:timers/promises'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { Type } from 'typebox'
import type { EntityManager } from '../db/orm.ts'
import { missingSteps } from '../db/releases.ts'

const Check = Type.Object({ name: Type.String(), ok: Type.Boolean(), remedy: Type.Optional(Type.String()) })
const Ready = Type.Object({ ok: Type.Boolean(), checks: Type.Array(Check) })

const REMEDY = {
  database: '数据库未应答：查看数据目录 logs/postgres.log，或确认 DATABASE_URL',
  audit: '审计无法写入：检查数据库磁盘空间与权限',
  schema: '数据库结构旧于本程序：先以 owner 角色完成升级，之后自动就绪',
  store: '对象存储未应答：查看数据目录 logs/minio.log，或确认 S3_ENDPOINT；期间不能上传和阅卷',
  flow: '流转引擎未应答：查看数据目录 logs/temporal.log；期间移送会排队，恢复后自动继续',
  calendar: '节假日安排未载入：由系统管理员执行 anlian calendar import，另一名管理员确认；期间按周末推算的期限标为暂定',
} as const

const PATIENCE_MS = 3_000

/** A server that hangs is as good as one that is away. */
async function late(): Promise<never> {
  await setTimeout(PATIENCE_MS, undefined, { ref: false })
  throw new Error('no answer in time')
}

/** Liveness, readiness (can commit and write audit), what will go wrong if nobody acts, and metrics. Temporal away delays the flow but does not make the API unready. */
export const healthRoutes: FastifyPluginAsyncTypebox = async app => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const duration = new Histogram({
    name: 'http_request_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  })
  app.addHook('onResponse', async (request, reply) => {
    duration.observe(
      { method: request.method, route: request.routeOptions.url ?? 'unknown', status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    )
  })

  const check = async (name: keyof typeof REMEDY, run: () => Promise<unknown>) => {
    try {
      await Promise.race([run(), late()])
      return { name, ok: true }
    } catch {
      return { name, ok: false, remedy: REMEDY[name] }
    }
  }
  app.get(
    '/health/live',
    { config: { action: 'public' }, schema: { tags: ['health'], response: { 200: Type.Object({ ok: Type.Boolean() }) } } },
    async () => ({ ok: true }),
  )
  app.get(
    '/health/ready',
    { config: { action: 'public' }, schema: { tags: ['health'], response: { 200: Ready, 503: Ready } } },
    async (_request, reply) => {
      const { orm, store, checkFlow } = app.deps
      const checks = await Promise.all([
        check('database', async () => await orm.em.fork().execute('select 1')),
        check('schema', async () => await mustHaveSteps(orm.em.fork())),
        // A write that is rolled back: the right and the room to append are there.
        check('audit', async () => await probeAudit(orm.em.fork())),
        check('store', async () => await store.check()),
        check('flow', checkFlow),
      ])
      const ok = checks.every(one => one.ok || one.name === 'flow')
      return await reply.code(ok ? 200 : 503).send({ ok, checks })
    },
  )
  app.get(
    '/health/deep',
    { config: { action: 'public' }, schema: { tags: ['health'], response: { 200: Ready, 503: Ready } } },
    async (_request, reply) => {
      const checks = [await check('calendar', async () => await mustKnowYears(app.deps.orm.em.fork()))]
      const ok = checks.every(one => one.ok)
      return await reply.code(ok ? 200 : 503).send({ ok, checks })
    },
  )
  app.get('/metrics', { config: { action: 'public' }, schema: { tags: ['health'], produces: ['text/plain'] } }, async (_request, reply) => {
    return await reply.type(registry.contentType).send(await registry.metrics())
  })
}

/** A year that begins within 60 days and whose holidays nobody has loaded. */
async function mustKnowYears(em: EntityManager): Promise<void> {
  const missing = await em.execute<{ year: number }[]>('select y as year from missing_calendar_years() y')
  if (missing.length > 0) throw new Error(`no calendar of ${missing.map(({ year }) => year).join(', ')}`)
}

/** @throws Error while the database has not taken every step that this code knows */
async function mustHaveSteps(em: EntityManager): Promise<void> {
  const missing = await missingSteps(em)
  if (missing.length > 0) throw new Error(`the database lacks ${missing.join(', ')}`)
}

class Undo extends Error {}

async function probeAudit(em: EntityManager): Promise<void> {
  try {
    await em.transactional(async tx => {
      await tx.execute("insert into audit_entry (chain, seq, at, body, hash, sm3) values ('probe', 1, now(), '', '', '')")
      throw new Undo()
    })
  } catch (error) {
    if (!(error instanceof Undo)) throw error
  }
}
