import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { DatabaseSync } from 'node:sqlite'
import { Webhook } from 'standardwebhooks'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { freePort } from '../../infra/ports.ts'

type Test = { teardown(end: () => Promise<void>): void }

const Event = Type.Object({
  id: Type.String(),
  data: Type.Object({
    reference: Type.Union([Type.String(), Type.Null()]),
    platformCaseId: Type.String(),
    cardVersion: Type.Integer(),
    card: Type.Record(Type.String(), Type.Unknown()),
  }),
})

/** How the system behaves: takes cards, is down, refuses them, saves and never answers, or lets questions wait until `letGo`. */
export type Mood = 'fine' | 'down' | 'refuses' | 'silent' | 'altersNames' | 'forbids' | 'holdsQuestions'

export type HeardCard = { readonly id: string; readonly version: number; readonly platformCaseId: string }

/**
 * An agency's own system behind signed requests, with a database of its own: every card that it saved is counted, so that a double one
 * would be seen.
 */
export async function anAgencySystem(t: Test, key: string) {
  const db = new DatabaseSync(':memory:')
  db.exec('create table record (reference text primary key, number text unique, changed integer not null, card text not null)')
  const saved: HeardCard[] = []
  const state: { mood: Mood; keys: string[] } = { mood: 'fine', keys: [key] }
  const held: (() => void)[] = []
  const port = await freePort()

  const isSigned = (request: IncomingMessage, payload: string): boolean =>
    state.keys.some(one => {
      try {
        new Webhook(one).verify(payload, flat(request), { jsonParse: false })
        return true
      } catch {
        return false
      }
    })
  const recordOf = (row: unknown) => {
    const { reference, number, card } = Value.Parse(
      Type.Object({ reference: Type.String(), number: Type.Union([Type.String(), Type.Null()]), card: Type.String() }),
      row,
    )
    const parsed: unknown = JSON.parse(card)
    return { reference, platformCaseId: number, card: parsed }
  }
  const save = (body: string): string => {
    const event: unknown = JSON.parse(body)
    const { id, data } = Value.Parse(Event, event)
    const known = db.prepare('select reference from record where number = ? or reference = ?').get(data.platformCaseId, data.reference)
    const reference = known ? String(known.reference) : `本地〔2026〕${db.prepare('select count(*) as n from record').get()?.n}号`
    const card = state.mood === 'altersNames' ? { ...data.card, caseName: '对方改写的案名' } : data.card
    db.prepare(
      'insert into record values (?, ?, 1, ?) on conflict (reference) do update set changed = changed + 1, card = excluded.card',
    ).run(reference, data.platformCaseId, JSON.stringify(card))
    saved.push({ id, version: data.cardVersion, platformCaseId: data.platformCaseId })
    return reference
  }
  type Said = { readonly status: number; readonly body?: unknown }
  const found = (row: unknown): Said => (row === undefined ? { status: 404 } : { status: 200, body: recordOf(row) })
  /** Null: it saves, and never answers. */
  const answer = (request: IncomingMessage, body: string): Said | null => {
    if (state.mood === 'down') return { status: 503 }
    const url = new URL(request.url ?? '/', `http://127.0.0.1:${port}`)
    const isPost = request.method === 'POST'
    if (state.mood === 'forbids' || !isSigned(request, isPost ? body : `${url.pathname}${url.search}`)) return { status: 401 }
    if (isPost && state.mood === 'refuses') return { status: 422 }
    if (isPost) {
      const reference = save(body)
      return state.mood === 'silent' ? null : { status: 201, body: { reference } }
    }
    const number = url.searchParams.get('platformCaseId')
    if (number !== null) return found(db.prepare('select * from record where number = ?').get(number))
    if (url.pathname.endsWith('/records')) {
      const rows = db.prepare('select reference, changed from record').all()
      return { status: 200, body: { records: rows.map(row => ({ reference: row.reference, changed: String(row.changed) })) } }
    }
    return found(db.prepare('select * from record where reference = ?').get(decodeURIComponent(url.pathname.split('/').at(-1) ?? '')))
  }
  const end = (request: IncomingMessage, response: ServerResponse, parts: readonly Buffer[]): void => {
    const said = answer(request, Buffer.concat(parts).toString('utf8'))
    if (said === null) return
    response.writeHead(said.status, { 'content-type': 'application/json' }).end(said.body === undefined ? '' : JSON.stringify(said.body))
  }
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      if (state.mood === 'holdsQuestions' && request.method === 'GET') held.push(() => end(request, response, parts))
      else end(request, response, parts)
    })
  })
  await new Promise<void>(resolve => void server.listen(port, '127.0.0.1', () => resolve()))
  t.teardown(async () => {
    server.closeAllConnections()
    await new Promise<void>(resolve => void server.close(() => resolve()))
    db.close()
  })
  return {
    address: `http://127.0.0.1:${port}/cards/`,
    saved,
    state,
    held: (): number => held.length,
    letGo(): void {
      for (const go of held.splice(0)) go()
    },
    records: (): number => Number(db.prepare('select count(*) as n from record').get()?.n),
    cardOf(number: string): Record<string, unknown> {
      const row = db.prepare('select card from record where number = ?').get(number)
      const card: unknown = JSON.parse(String(row?.card ?? '{}'))
      return Value.Parse(Type.Record(Type.String(), Type.Unknown()), card)
    },
    /** Somebody of the agency changes a field in its own system. */
    alter(number: string, field: string, value: unknown): void {
      const card = { ...this.cardOf(number), [field]: value }
      db.prepare('update record set card = ?, changed = changed + 1 where number = ?').run(JSON.stringify(card), number)
    },
  }
}

const flat = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
