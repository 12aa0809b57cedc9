import cookie from '@fastify/cookie'
import fastify, { type FastifyInstance } from 'fastify'
import t from 'tap'
import { guardRoutes } from '../../src/http/session.ts'

async function aGuardedServer(): Promise<FastifyInstance> {
  const app = fastify()
  await app.register(cookie)
  guardRoutes(app)
  return app
}

t.test('a server with a route that names no action of the access table does not start, and says which', async t => {
  const app = await aGuardedServer()
  app.get('/named', { config: { action: 'public' } }, async () => ({}))
  app.post('/forgotten', async () => ({}))
  await app.register(async inner => inner.delete('/deep/forgotten', { config: {} }, async () => ({})))
  await t.rejects(async () => await app.ready(), /POST \/forgotten, DELETE \/deep\/forgotten/)
  await app.close()
})

t.test('a server whose routes all name one starts, and a public route asks nobody', async t => {
  const app = await aGuardedServer()
  app.get('/named', { config: { action: 'public' } }, async () => ({ ok: true }))
  await app.ready()
  t.equal((await app.inject('/named')).statusCode, 200)
  await app.close()
})

t.test('a route that is not public answers nobody without a session', async t => {
  const app = await aGuardedServer()
  let reached = false
  app.get('/own', { config: { action: 'session.own' } }, async () => {
    reached = true
    return {}
  })
  app.setErrorHandler(async (error: Error & { code?: string }, _request, reply) => await reply.code(401).send({ code: error.code }))
  t.equal((await app.inject('/own')).json().code, 'unauthenticated')
  t.equal(reached, false)
  await app.close()
})

t.test('on a public route there is nobody whose rights could be used', async t => {
  const app = await aGuardedServer()
  app.get('/actor', { config: { action: 'public' } }, async request => ({ user: request.actor.userId }))
  app.get('/em', { config: { action: 'public' } }, async request => typeof request.em.execute)
  for (const path of ['/actor', '/em']) t.equal((await app.inject(path)).statusCode, 500, path)
  await app.close()
})
