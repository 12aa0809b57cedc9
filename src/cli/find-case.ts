import type { Static } from 'typebox'
import { CasePage, type CaseRow } from './answers.ts'
import type { Client } from './client.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

type Row = Static<typeof CaseRow>

/** Every case that the signed-in person's agency may see, page by page. */
export async function listCases(client: Client, q: string | null = null): Promise<Row[]> {
  const rows: Row[] = []
  for (let cursor: string | null = null; ; ) {
    const query = new URLSearchParams({ view: 'agency', limit: '200', ...(q ? { q } : {}), ...(cursor ? { cursor } : {}) })
    const page: Static<typeof CasePage> = await client.get(`/api/v1/cases?${query}`, CasePage)
    rows.push(...page.items)
    cursor = page.nextCursor
    if (cursor === null) return rows
  }
}

/** The id of a case by its id or its platform number. @throws Error where this person sees none of that number */
export async function findCaseId(client: Client, idOrNumber: string): Promise<string> {
  if (UUID.test(idOrNumber)) return idOrNumber
  const found = (await listCases(client, idOrNumber)).find(({ platformNo }) => platformNo.toUpperCase() === idOrNumber.toUpperCase())
  if (found === undefined) throw new Error(`没有编号为 ${idOrNumber} 的案件，或您（${client.user.name}）无权查看`)
  return found.id
}
