import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { readArguments } from '../../src/cli/arguments.ts'
import { multipartBody } from '../../src/cli/multipart.ts'
import { readRefusal } from '../../src/cli/refused.ts'
import { pauseAfter, retrying } from '../../src/cli/retry.ts'
import { findServer } from '../../src/cli/server-address.ts'

async function bytesOf(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of source) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const problem = (status: number, code: string): Error => readRefusal(status, JSON.stringify({ code, title: '拒绝' }), undefined)

t.test('an upload names its fields before its file and is as long as it says', async t => {
  const diskPath = join(t.testdir(), '起诉书.pdf')
  await writeFile(diskPath, 'x'.repeat(600_000))
  let sent = 0
  const file = { diskPath, fileName: '起诉"书".pdf', mediaType: 'application/pdf', sizeBytes: 600_000 }
  const body = multipartBody({ path: '卷一/起诉书.pdf', sizeBytes: '600000' }, file, count => {
    sent += count
  })
  const bytes = await bytesOf(body.read())
  t.equal(bytes.length, body.sizeBytes)
  t.equal(sent, 600_000)
  const text = bytes.toString('utf8')
  t.ok(text.indexOf('name="path"') < text.indexOf('name="file"'))
  t.match(text, 'filename="起诉%22书%22.pdf"')
  t.equal((await bytesOf(body.read())).length, body.sizeBytes, 'another attempt reads it again')
})

t.test('a file that changes while it is read is not sent as if it had not', async t => {
  const diskPath = join(t.testdir(), '笔录.pdf')
  await writeFile(diskPath, 'short')
  for (const sizeBytes of [4, 6]) {
    const body = multipartBody({}, { diskPath, fileName: '笔录.pdf', mediaType: 'application/pdf', sizeBytes })
    await t.rejects(bytesOf(body.read()), /被改动/, `${sizeBytes} bytes announced, 5 there`)
  }
})

t.test('what passes is tried again, what would repeat itself is not', async t => {
  const lost = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
  t.equal(pauseAfter(lost, 1), 200)
  t.equal(pauseAfter(lost, 2), 400)
  t.equal(pauseAfter(lost, 10), 3_000)
  t.equal(pauseAfter(problem(503, 'dependency-unavailable'), 1), 200)
  t.equal(pauseAfter(problem(409, 'idempotency-in-progress'), 1), 200)
  t.equal(pauseAfter(problem(409, 'gate-not-passed'), 1), null)
  t.equal(pauseAfter(problem(507, 'storage-full'), 1), null)
  t.equal(pauseAfter(new Error('a bug'), 1), null)
})

t.test('patience ends, and the last failure is what is told', async t => {
  const lost = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  let attempts = 0
  const run = async (): Promise<never> => {
    attempts++
    throw lost
  }
  await t.rejects(
    retrying(run, () => undefined, 700),
    { message: 'connect ECONNREFUSED' },
  )
  t.equal(attempts, 3, 'after 0, 200 and 600 ms')
})

t.test('an answer of something else than the platform keeps its status', async t => {
  const refused = readRefusal(502, '<html>Bad Gateway</html>', undefined)
  t.equal(refused.code, 'http-502')
  t.equal(refused.status, 502)
})

t.test('the address is told, else from the environment, else from the data folder, else the usual one', async t => {
  const folder = t.testdir({ 'server.json': '{"url":"http://127.0.0.1:9999","pid":1}' })
  t.equal(findServer('http://10.0.0.1:80', { ANLIAN_SERVER: 'http://b:1' }).origin, 'http://10.0.0.1')
  t.equal(findServer(undefined, { ANLIAN_SERVER: 'https://b:1', ANLIAN_DATA: folder }).origin, 'https://b:1')
  t.equal(findServer(undefined, { ANLIAN_DATA: folder }).origin, 'http://127.0.0.1:9999')
  t.equal(findServer(undefined, { ANLIAN_DATA: join(folder, 'none') }).origin, 'http://127.0.0.1:8080')
  t.throws(() => findServer('ftp://x'), /http/)
})

t.test('a command line that makes no sense is wrong use, not a crash', async t => {
  t.match(readArguments(['case', 'import', 'a', 'b', '--as', 'fz-po', '--json']), {
    words: ['case', 'import', 'a', 'b'],
    server: undefined,
    as: 'fz-po',
    json: true,
    help: false,
  })
  t.throws(() => readArguments(['status', '--loud']), /loud/)
})
