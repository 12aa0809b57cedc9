import { timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { safe } from './html.ts'
import { LEGACY_SYSTEMS, type Legacy } from './start.ts'

/** The desk from which the switches of the legacy systems are turned, on a port of its own. */
export type Control = { readonly url: string; stop(): Promise<void> }

/**
 * `GET /` is a page for people. `GET /state` gives switches, counters and cases of each system; `POST /switches` with
 * `{kind, name, value}` turns one; both want `Authorization: Bearer <token>`.
 */
export async function startControl(systems: readonly Legacy[], token: string, port: number): Promise<Control> {
  const server = createServer((request, response) => {
    answer(systems, token, request, response).catch(() => response.writeHead(400).end())
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the control desk has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function answer(systems: readonly Legacy[], token: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'GET' && request.url === '/') {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    return void response.end(controlPage(systems))
  }
  if (!isAllowed(request, token)) return void response.writeHead(401).end()
  if (request.method === 'GET' && request.url === '/state') return sendState(systems, response)
  if (request.method !== 'POST' || request.url !== '/switches') return void response.writeHead(404).end()
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const asked: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
  if (!isSwitch(asked)) return void response.writeHead(400).end()
  const legacy = systems.find(({ kind }) => kind === asked.kind)
  if (legacy === undefined) return void response.writeHead(404).end()
  legacy.turn(asked.name, asked.value)
  sendState(systems, response)
}

function isAllowed(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

const isSwitch = (asked: unknown): asked is { kind: string; name: string; value: string } =>
  typeof asked === 'object' &&
  asked !== null &&
  'kind' in asked &&
  'name' in asked &&
  'value' in asked &&
  [asked.kind, asked.name, asked.value].every(one => typeof one === 'string')

function sendState(systems: readonly Legacy[], response: ServerResponse): void {
  response.setHeader('content-type', 'application/json; charset=utf-8')
  response.end(JSON.stringify(systems.map(({ kind, url, faults, counters, cases }) => ({ kind, url, faults, counters, cases: cases() }))))
}

function controlPage(systems: readonly Legacy[]): string {
  const names = ['slow', 'loggedOut', 'fieldRenamed', 'rejects', 'captcha', 'down', 'dropsAnswerAfterSave', 'silentlyChanges']
  const options = (values: readonly (readonly [string, string])[]): string =>
    values.map(([value, label]) => `<option value="${safe(value)}">${safe(label)}</option>`).join('')
  return `<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>旧系统故障开关</title><body style="font:14px sans-serif;margin:24px"><h1>旧系统故障开关</h1>
<p>口令 <input id="token" type="password"> 系统 <select id="kind">${options(systems.map(({ kind }) => [kind, LEGACY_SYSTEMS[kind].zh]))}</select>
开关 <select id="name">${options(names.map(name => [name, name]))}</select> 值 <input id="value" placeholder="空为关闭"> <button id="turn">设置</button> <button id="show">刷新</button></p><pre id="state"></pre>
<script>
function at(id){return document.getElementById(id)}
function ask(path,body){fetch(path,{method:body?'POST':'GET',headers:{authorization:'Bearer '+at('token').value},body:body&&JSON.stringify(body)})
.then(function(r){return r.ok?r.json():'拒绝：'+r.status}).then(function(s){at('state').textContent=typeof s==='string'?s:JSON.stringify(s,null,2)})}
at('turn').onclick=function(){ask('/switches',{kind:at('kind').value,name:at('name').value,value:at('value').value})};at('show').onclick=function(){ask('/state')};
</script></body></html>`
}
