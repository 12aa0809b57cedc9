import { setTimeout as sleep } from 'node:timers/promises'
import { type Static, Type } from 'typebox'
import type { Client } from '../../client.ts'

const Line = Type.Object({
  id: Type.String(),
  stage: Type.String(),
  version: Type.Integer(),
  missing: Type.Array(Type.Object({ zh: Type.String() })),
})
const Cards = Type.Object({ cards: Type.Array(Line) })
const Field = Type.Object({
  path: Type.String(),
  key: Type.String(),
  zh: Type.String(),
  shown: Type.String(),
  state: Type.String(),
  alternatives: Type.Array(Type.Object({ shown: Type.String() })),
  source: Type.Union([Type.Object({ kind: Type.String() }), Type.Null()]),
})
const Card = Type.Object({ id: Type.String(), version: Type.Integer(), fields: Type.Array(Field) })
const Confirmed = Type.Object({ results: Type.Array(Type.Object({ path: Type.String(), ok: Type.Boolean() })) })
const Readings = Type.Object({ documents: Type.Array(Type.Object({ state: Type.String() })) })
export type ShownCard = Static<typeof Card>

const STEP_MS = 500

/** Waits for something to be so, and says what it waited for where it never comes. */
export async function until<T>(what: string, ask: () => Promise<T | null>, withinMs = 180_000): Promise<T> {
  for (const end = Date.now() + withinMs; ; await sleep(STEP_MS)) {
    const found = await ask()
    if (found !== null) return found
    if (Date.now() > end) throw new Error(`没有等到：${what}`)
  }
}

/** The card of a stage as somebody of its agency sees it. */
export async function cardOf(client: Client, caseId: string, stage: string): Promise<ShownCard> {
  const line = await until(`${stage} 案卡`, async () => {
    const { cards } = await client.get(`/api/v1/cases/${caseId}/cards`, Cards)
    return cards.find(one => one.stage === stage && one.version > 0) ?? null
  })
  return await client.get(`/api/v1/cards/${line.id}`, Card)
}

/** Papers that are text are read within seconds; pictures are recognised in the background, and nobody waits for them. */
export async function untilPapersAreRead(client: Client, caseId: string, patienceMs: number): Promise<number> {
  const end = Date.now() + patienceMs
  for (;;) {
    const { documents } = await client.get(`/api/v1/cases/${caseId}/readings`, Readings)
    const waiting = documents.filter(({ state }) => state === 'waiting').length
    if (waiting === 0 || Date.now() > end) return waiting
    await sleep(STEP_MS)
  }
}

/**
 * Whoever works on the case looks at what is proposed and confirms it with one click; of two values that contradict each other the
 * one on the card is confirmed. Nobody types. @returns how many were confirmed, and how many of them had been contradicted
 */
export async function confirmCard(client: Client, caseId: string, stage: string): Promise<{ confirmed: number; conflicts: number }> {
  const { id, fields } = await cardOf(client, caseId, stage)
  const open = fields.filter(({ state }) => state === 'proposed' || state === 'conflict')
  if (open.length === 0) return { confirmed: 0, conflicts: 0 }
  const choices = open.map(({ path }) => ({ path }))
  const { results } = await client.post(`/api/v1/cards/${id}/confirmations`, { choices }, Confirmed)
  return { confirmed: results.filter(({ ok }) => ok).length, conflicts: open.filter(({ state }) => state === 'conflict').length }
}
