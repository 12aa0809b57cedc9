import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { freePort, PortBook, webPort } from '../../infra/ports.ts'
import { refusal, scratch } from './scratch.ts'

async function occupy(t: Test, port: number) {
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
}

t.test('a preferred port is kept while it is free, and left when it is taken', async t => {
  const port = await freePort()
  t.equal(await freePort(port), port)
  await occupy(t, port)
  t.not(await freePort(port), port)
})

t.test('each server has its port again after a restart, or says why not', async t => {
  const lines: string[] = []
  const path = join(scratch(t), 'ports.json')
  const book = () => new PortBook(path, line => lines.push(line))
  const port = await book().claim('minio')
  t.equal(await book().claim('minio'), port)
  t.same(lines, [])
  await occupy(t, port)
  const other = await book().claim('minio')
  t.not(other, port)
  t.match(lines, [new RegExp(`minio: port ${port} is taken by another program, using ${other}`)])
})

t.test('a named PORT that is taken is an error, one that was not named moves on', async t => {
  const port = await freePort()
  t.equal(await webPort({ PORT: `${port}` }), port)
  await occupy(t, port)
  const error = await refusal(() => webPort({ PORT: `${port}` }))
  t.equal(error.code, 'port-taken')
  t.match(error.message, `Port ${port} is taken`)

  const usual = await webPort({})
  t.ok(usual >= 8080)
  await occupy(t, usual)
  t.ok((await webPort({})) > usual)
})

t.test('a PORT that is no port is named as such', async t => {
  for (const PORT of ['http', '0', '70000', '80.5']) t.equal((await refusal(() => webPort({ PORT }))).code, 'bad-port', PORT)
})
