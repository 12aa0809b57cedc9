import { randomUUID } from 'node:crypto'
import type { Client } from 'pg'
import { aWatchedCase } from './watched.ts'

const STAGES: Readonly<Record<string, string>> = { procuratorate: 'PROSECUTION_REVIEW', court: 'TRIAL' }

export type ACard = { readonly cardId: string; readonly caseId: string; readonly number: string; readonly personId: string }

/** A case with one person and the card of its agency, as rows; the officer is assigned to it. */
export async function aCard(admin: Client, officer: string, agency = '350503-PRO', stage = 'procuratorate'): Promise<ACard> {
  const { caseId } = await aWatchedCase(admin, agency)
  const [cardId, personId] = [randomUUID(), randomUUID()]
  const number = `ETZF-350503-2026-${String(++serial).padStart(6, '0')}`
  await admin.query('update criminal_case set platform_no = $2, stage = $3 where id = $1', [
    caseId,
    number,
    STAGES[stage] ?? 'INVESTIGATION',
  ])
  await admin.query(
    "insert into case_assignment (case_id, user_id, agency_code, role, since) values ($1, $2, $3, 'caseOfficer', app_now())",
    [caseId, officer, agency],
  )
  await admin.query(
    "insert into case_person (id, case_id, seq, stage, name, sex, id_type, name_basis) values ($1, $2, 1, 'INVESTIGATION', '林志远', '1', '111', 'verified')",
    [personId, caseId],
  )
  await admin.query(
    'insert into case_card (id, case_id, agency_code, stage, opened_at, updated_at) values ($1, $2, $3, $4, app_now(), app_now()) on conflict do nothing',
    [cardId, caseId, agency, stage],
  )
  return { cardId, caseId, number, personId }
}
let serial = 900_000

/** A value that somebody confirms on the card: one version more. */
export async function confirm(admin: Client, card: ACard, values: Readonly<Record<string, unknown>>): Promise<void> {
  await admin.query('begin')
  for (const [key, value] of Object.entries(values)) {
    const isOfPerson = key.startsWith('persons.')
    const path = isOfPerson ? `/persons/${card.personId}/${key.slice('persons.'.length)}` : `/${key}`
    await admin.query(
      `insert into card_field (card_id, path, case_id, case_person_id, value, state, source, confirmed_at, updated_at) values ($1, $2, $3, $4, $5::jsonb, 'confirmed', '{"kind":"entered"}', app_now(), app_now())
       on conflict (card_id, path) do update set value = excluded.value, version = card_field.version + 1`,
      [card.cardId, path, card.caseId, isOfPerson ? card.personId : null, JSON.stringify(value)],
    )
  }
  await admin.query('update case_card set version = version + 1 where id = $1', [card.cardId])
  await admin.query('commit')
}

export type WriteBackRow = {
  readonly id: string
  readonly card_version: number
  readonly state: string
  readonly reference: string | null
  readonly attempts: number
  readonly fault: string | null
  readonly differences: { pointer: string }[]
}

export async function writeBacksOf(admin: Client, { cardId }: ACard): Promise<WriteBackRow[]> {
  const { rows } = await admin.query<WriteBackRow>(
    'select id, card_version, state, reference, attempts, fault, differences from write_back where card_id = $1 order by card_version',
    [cardId],
  )
  return rows
}

/** Waits until the latest write-back of the card is in one of these states. */
export async function untilWritten(admin: Client, card: ACard, version: number, ...states: string[]): Promise<WriteBackRow> {
  for (;;) {
    const found = (await writeBacksOf(admin, card)).find(row => row.card_version === version)
    if (found !== undefined && states.includes(found.state)) return found
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
