import type { Client } from 'pg'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Person } from './http-client.ts'

const Box = Type.Object({ x: Type.Number(), y: Type.Number(), w: Type.Number(), h: Type.Number() })
const Cards = Type.Object({ cards: Type.Array(Type.Object({ id: Type.String(), stage: Type.String() })) })
const Fields = Type.Object({
  fields: Type.Array(
    Type.Object({
      path: Type.String(),
      key: Type.String(),
      state: Type.String(),
      value: Type.Unknown(),
      shown: Type.String(),
      version: Type.Integer(),
    }),
  ),
})
export type CardFieldSeen = Type.Static<typeof Fields>['fields'][number]
const Lines = Type.Array(Type.Object({ text: Type.String(), at: Box }))

/** Asks again until there is an answer. */
async function awaited<T>(ask: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (answer !== null) return answer
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/** The card of this stage of a case, once it has been opened. */
export const cardOf = async (who: Person, caseId: string, stage: string): Promise<string> =>
  await awaited(async () => {
    const { cards } = Value.Parse(Cards, Value.Clean(Cards, (await who.get(`/cases/${caseId}/cards`)).body))
    return cards.find(card => card.stage === stage)?.id ?? null
  })

/** A field of a card, once it is as is waited for. */
export const cardField = async (
  who: Person,
  cardId: string,
  key: string,
  isSo: (field: CardFieldSeen) => boolean = () => true,
): Promise<CardFieldSeen> =>
  await awaited(async () => {
    const { fields } = Value.Parse(Fields, Value.Clean(Fields, (await who.get(`/cards/${cardId}`)).body))
    return fields.find(field => field.key === key && isSo(field)) ?? null
  })

/** What a paper says, in words that stand on its page. */
export type Said = { readonly key: string; readonly value: unknown; readonly words: string }

/** The reading of a paper, once its text has been read: what is said stands at the places of its words. */
export async function findInPaper(admin: Client, caseId: string, documentId: string, said: readonly Said[]): Promise<void> {
  const lines = await awaited(async () => {
    const { rows } = await admin.query(
      `select t.lines from document_page_text t join document_reading r using (document_id) where t.document_id = $1 and t.page = 1 and r.state = 'read'`,
      [documentId],
    )
    return rows[0] === undefined ? null : Value.Parse(Lines, Value.Clean(Lines, rows[0].lines))
  })
  const findings = said.map(({ key, value, words }) => {
    const line = lines.find(({ text }) => text.includes(words))
    if (line === undefined) throw new Error(`“${words}” does not stand on the page: ${lines.map(({ text }) => text).join(' / ')}`)
    return { key, about: {}, value, words, page: 1, box: line.at, confidence: 0.97, rule: 'label' }
  })
  await admin.query('update document_reading set findings = $2 where document_id = $1', [documentId, JSON.stringify(findings)])
  await admin.query('insert into card_due (case_id) values ($1) on conflict do nothing', [caseId])
}
