import { createServer } from 'node:http'
import { SMTPServer } from 'smtp-server'
import { freePort } from '../../infra/ports.ts'

type Test = { teardown(end: () => Promise<void>): void }

export type Mail = { readonly id: string; readonly to: string; readonly text: string }

/** A mail server of its own. `answer` decides on each message: take it, refuse the address for good, or hold it without an answer. */
export async function aMailServer(t: Test, answer: (to: string) => 'take' | 'hold') {
  const port = await freePort()
  const mails: Mail[] = []
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: ({ address }, _session, done) =>
      address.startsWith('gone') ? done(Object.assign(new Error('no such box'), { responseCode: 550 })) : done(),
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const raw = Buffer.concat(parts).toString('utf8')
        const to = envelope.rcptTo[0]?.address ?? ''
        mails.push({ id: /^Message-ID: <(.*)@/im.exec(raw)?.[1] ?? '', to, text: decoded(raw) })
        if (answer(to) === 'take') done()
      })
    },
  })
  server.on('error', () => undefined) // a client that is killed breaks its connection
  const listen = async (): Promise<void> => await new Promise(resolve => void server.listen(port, '127.0.0.1', () => resolve()))
  t.teardown(async () => await new Promise(resolve => server.close(() => resolve())))
  return { url: `smtp://127.0.0.1:${port}`, mails, listen }
}

/** Header and body of a mail as text; long bodies in Chinese come in base64. */
function decoded(raw: string): string {
  const [head = '', ...body] = raw.split('\r\n\r\n')
  const text = body.join('\r\n\r\n')
  if (/base64/i.test(head)) return Buffer.from(text, 'base64').toString('utf8')
  if (!/quoted-printable/i.test(head)) return text
  const bytes = text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

export type Hook = { readonly key: string; readonly body: string }

/** A message gateway of its own that answers with the statuses given, one after the other, the last one from then on. */
export async function aHook(t: Test, statuses: readonly number[]) {
  const calls: Hook[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      calls.push({ key: String(request.headers['idempotency-key']), body: Buffer.concat(parts).toString('utf8') })
      response.writeHead(statuses[Math.min(calls.length, statuses.length) - 1] ?? 200).end()
    })
  })
  const port = await freePort()
  await new Promise<void>(resolve => void server.listen(port, '127.0.0.1', () => resolve()))
  t.teardown(async () => await new Promise(resolve => void server.close(() => resolve())))
  return { url: `http://127.0.0.1:${port}/send`, calls }
}
