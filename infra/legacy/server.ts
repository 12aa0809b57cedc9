import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Naming, Posted } from './form.ts'
import { type Charset, decodeField, encode } from './gbk.ts'
import type { Answer, Asked, Desk, System } from './system.ts'

const LARGEST_BODY = 4_000_000

/** Names of inputs with the switch for a renamed field heeded. */
export const namingUnder =
  (naming: Naming, faults: { readonly fieldRenamed: string | null }): Naming =>
  (place, name) =>
    naming(place, name !== undefined && name === faults.fieldRenamed ? `${name}_new` : name)

/** The web server of one system, with the switches for faults before its pages. */
export function legacyServer(system: System, desk: Desk): Server {
  return createServer((request, response) => {
    answer(system, desk, request, response).catch((error: unknown) => {
      console.error(`${system.kind}: ${error instanceof Error ? error.message : String(error)}`)
      if (!response.headersSent) response.writeHead(500).end()
    })
  })
}

async function answer(system: System, desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { faults, counters } = desk
  counters.requests += 1
  if (faults.down === 'closed') return void request.socket.destroy()
  if (faults.down === 'unavailable') return void response.writeHead(503).end()
  if (faults.slow > 0) await sleep(faults.slow)
  const asked = await read(system, desk, request)
  const given = asked === null ? { status: 413 } : system.answer(asked, desk)
  if (given.saved && faults.dropsAnswerAfterSave) return
  send(system, given, response)
}

async function read(system: System, desk: Desk, request: IncomingMessage): Promise<Asked | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > LARGEST_BODY) return null
    chunks.push(bytes)
  }
  const url = new URL(request.url ?? '/', 'http://legacy.invalid')
  const query = fields(url.search.slice(1), system.charset)
  const method = request.method ?? 'GET'
  signOutIfSwitched(desk, method)
  return {
    method,
    path: url.pathname,
    query: name => query.get(name)?.[0] ?? '',
    posted: fields(Buffer.concat(chunks).toString('latin1'), system.charset),
    session: desk.accounts.find(new RegExp(`(?:^|; )${system.cookie}=([\\w-]+)`).exec(request.headers.cookie ?? '')?.[1]),
  }
}

function signOutIfSwitched({ faults, accounts }: Desk, method: string): void {
  if (faults.loggedOut === null) return
  if (faults.loggedOut < 0) {
    if (method === 'POST') accounts.endAll()
  } else if (faults.loggedOut === 0) {
    accounts.endAll()
    faults.loggedOut = null
  } else faults.loggedOut -= 1
}

/** Reads what a form sent: names and values in the charset of its page. */
function fields(sent: string, charset: Charset): Posted {
  const found = new Map<string, string[]>()
  for (const pair of sent.split('&').filter(part => part !== '')) {
    const cut = pair.indexOf('=')
    const name = decodeField(cut < 0 ? pair : pair.slice(0, cut), charset)
    const value = cut < 0 ? '' : decodeField(pair.slice(cut + 1), charset)
    found.set(name, [...(found.get(name) ?? []), value.replaceAll('\r\n', '\n')])
  }
  return found
}

function send({ charset, cookie }: System, { html = '', to, status, session }: Answer, response: ServerResponse): void {
  if (session !== undefined)
    response.setHeader('set-cookie', `${cookie}=${session ?? ''}; Path=/; HttpOnly; SameSite=Lax${session === null ? '; Max-Age=0' : ''}`)
  response.setHeader('content-type', `text/html; charset=${charset}`)
  response.setHeader('cache-control', 'no-store')
  if (to !== undefined) response.setHeader('location', to)
  response.writeHead(status ?? (to === undefined ? 200 : 302)).end(encode(html, charset))
}
