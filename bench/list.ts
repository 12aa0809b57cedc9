import { Agent, request } from 'node:http'
import { Client } from 'pg'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { listStatement } from '../src/cases/case-list.ts'
import { type Person, signIn } from '../test/support/http-client.ts'
import { type Figure, figure, pairs, ratios, spread, timed } from './measure.ts'
import { seedCases } from './seed-cases.ts'
import type { Stack } from './stack.ts'

const CASES = 20_000
const DEPTH = 3_000
const LIMIT = 50
const REQUESTS = 40
const ROUNDS = { warmUp: 3, rounds: 15, withinMs: 300_000 }
const AGENCY = '350503-PSB'

const Page = Type.Object({ items: Type.Array(Type.Object({ id: Type.String() })), nextCursor: Type.String() })

/**
 * A page of the agency's case list by HTTP over keep-alive, session and rights included, against the same statements through
 * plain `pg` under the same row-level security, with the rows as JSON. Time of ours over time of plain `pg`.
 */
export async function benchList(stack: Stack): Promise<Figure[]> {
  await seedCases(stack.admin, CASES, AGENCY)
  const who = await signIn(stack.url, 'fz-pl')
  const deep = await cursorAt(stack.url, who, DEPTH)
  const plain = new Client({ connectionString: stack.servers.postgres.appUrl })
  await plain.connect()
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  try {
    const figures: Figure[] = []
    for (const [name, cursor] of [
      ['page 1', null],
      [`depth ${DEPTH}`, deep],
    ] as const) {
      await mustAgree(await plainPage(plain, who, cursor), await ownPage(stack.url, agent, who, cursor))
      const times = await pairs(
        async () => (await timed(async () => await repeat(async () => await plainPage(plain, who, cursor)))) / REQUESTS,
        async () => (await timed(async () => await repeat(async () => await ownPage(stack.url, agent, who, cursor)))) / REQUESTS,
        ROUNDS,
      )
      const of = { pgMs: spread(times.baseline), oursMs: spread(times.ours), cases: CASES, rows: LIMIT, requestsPerRound: REQUESTS }
      figures.push(figure(`case list, ${name}`, 'ratio', ratios(times.ours, times.baseline), { atMost: 1.3 }, of))
    }
    return figures
  } finally {
    agent.destroy()
    await plain.end()
  }
}

async function repeat(work: () => Promise<unknown>): Promise<void> {
  for (let at = 0; at < REQUESTS; at++) await work()
}

/** The transaction of the list with the context of the same person, and its rows as JSON. */
async function plainPage(client: Client, who: Person, cursor: string | null): Promise<string> {
  const { sql, parameters } = listStatement({ view: 'agency', stage: null, q: null, track48: false, cursor, limit: LIMIT })
  let at = 0
  await client.query('begin')
  await client.query('select set_config($1, $2, true), set_config($3, $4, true), set_config($5, $6, true), set_config($7, $8, true)', [
    ...['app.user', who.userId, 'app.agency', AGENCY],
    ...['app.roles', 'PL', 'app.req', 'bench'],
  ])
  const { rows } = await client.query(
    sql.replaceAll('?', () => `$${++at}`),
    parameters,
  )
  await client.query('commit')
  return JSON.stringify(rows)
}

async function ownPage(url: string, agent: Agent, { cookie }: Person, cursor: string | null): Promise<string> {
  const path = `${url}/api/v1/cases?view=agency&limit=${LIMIT}${cursor ? `&cursor=${cursor}` : ''}`
  return await new Promise((resolve, reject) => {
    const sent = request(path, { agent, headers: { cookie } }, answer => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.once('error', reject)
      answer.once('end', () => {
        const body = Buffer.concat(chunks).toString('utf8')
        if (answer.statusCode === 200) resolve(body)
        else reject(new Error(`the list was answered ${answer.statusCode}: ${body}`))
      })
    })
    sent.once('error', reject).end()
  })
}

/** Walks the list as a person does, page by page, to the given row. */
async function cursorAt(url: string, who: Person, depth: number): Promise<string> {
  let cursor: string | null = null
  const seen = new Set<string>()
  const agent = new Agent({ keepAlive: true })
  while (seen.size < depth) {
    const page = readPage(await ownPage(url, agent, who, cursor))
    for (const { id } of page.items) seen.add(id)
    cursor = page.nextCursor
  }
  agent.destroy()
  if (seen.size !== depth || cursor === null) throw new Error(`${seen.size} different cases on the way to row ${depth}`)
  return cursor
}

const readPage = (body: string) => Value.Parse(Page, Value.Clean(Page, JSON.parse(body)))

/** Both ways must show the same cases in the same order; the plain statement reads one row more, to know of a next page. */
async function mustAgree(plain: string, own: string): Promise<void> {
  const rows = Value.Parse(Page.properties.items, Value.Clean(Page.properties.items, JSON.parse(plain)))
  const expected = rows.slice(0, LIMIT).map(({ id }) => id)
  const shown = readPage(own).items.map(({ id }) => id)
  if (shown.length !== LIMIT || expected.join() !== shown.join()) throw new Error('the two lists differ')
}
