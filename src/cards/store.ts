import type { EntityManager } from '@mikro-orm/postgresql'
import type { Json } from '../domain/json.ts'
import type { Candidate, CardStage, FieldState, FieldValue, ValueSource } from './model.ts'
import { readPath } from './model.ts'

export type CardRow = {
  readonly id: string
  readonly caseId: string
  readonly agency: string
  readonly stage: CardStage
  readonly version: number
}

/** A field as its row has it. */
export type FieldRow = FieldValue & {
  readonly cardId: string
  readonly corrected: boolean
  readonly filledKind: string | null
  readonly confirmedBy: string | null
  readonly confirmedAt: Date | null
  /** A value that waits for a second person, and who asked. */
  readonly asked: { readonly value: Json; readonly source: ValueSource; readonly reason: string | null } | null
  readonly askedBy: string | null
  readonly version: number
}

const CARD = 'id, case_id as "caseId", agency_code as agency, stage, version'
const FIELD = `card_id as "cardId", path, value, state, source, alternatives, reason, typed, corrected, filled_kind as "filledKind", confirmed_by as "confirmedBy",
  confirmed_at as "confirmedAt", asked, asked_by as "askedBy", version`

/** The cards of a case that this context may see, the earliest agency first. */
export const listCards = async (em: EntityManager, caseId: string): Promise<CardRow[]> =>
  await em.execute<CardRow[]>(`select ${CARD} from case_card where case_id = ? order by card_rank(stage), opened_at`, [caseId])

export async function findCard(em: EntityManager, cardId: string): Promise<CardRow | null> {
  const [row] = await em.execute<CardRow[]>(`select ${CARD} from case_card where id = ?`, [cardId])
  return row ?? null
}

export const listFields = async (em: EntityManager, cardId: string): Promise<FieldRow[]> => await fieldsOfCards(em, [cardId])

export async function fieldsOfCards(em: EntityManager, cardIds: readonly string[]): Promise<FieldRow[]> {
  const rows = await em.execute<FieldRow[]>(`select ${FIELD} from card_field where card_id = any (?::uuid[])`, [`{${cardIds.join(',')}}`])
  return rows.map(row => ({ ...row, confirmedAt: row.confirmedAt && new Date(row.confirmedAt) }))
}

/** Opens the card of an agency, once. */
export async function openCard(em: EntityManager, caseId: string, agency: string, stage: CardStage): Promise<void> {
  await em.execute(
    `insert into case_card (id, case_id, agency_code, stage, opened_at, updated_at) values (gen_random_uuid(), ?, ?, ?, app_now(), app_now()) on conflict do nothing`,
    [caseId, agency, stage],
  )
}

/** A field as it is to stand, with who did it; `cleared`: there is nothing in it any more. */
export type FieldWrite = FieldValue & {
  readonly corrected?: boolean
  readonly cleared?: boolean
  readonly by: string | null
  readonly asked?: FieldRow['asked']
}

/**
 * Writes fields of a card with their history in two statements, whatever their number, and counts the card's version up where a value
 * that stands has changed.
 */
export async function writeFields(em: EntityManager, card: CardRow, writes: readonly FieldWrite[]): Promise<void> {
  if (writes.length === 0) return
  const rows = JSON.stringify(
    writes.map(({ path, value, state, source, alternatives, reason, typed, corrected = false, cleared = false, by, asked = null }) => ({
      ...{
        path,
        person: readPath(path)?.casePersonId ?? null,
        value,
        state,
        source,
        alternatives,
        reason,
        typed,
        corrected,
        cleared,
        by,
        asked,
      },
    })),
  )
  await em.execute(
    `with w as (select * from jsonb_to_recordset(?::jsonb) as w (path text, person uuid, value jsonb, state text, source jsonb, alternatives jsonb, reason text, typed boolean, corrected boolean, cleared boolean, by uuid, asked jsonb)),
     before as (select f.path, f.value, f.state from card_field f join w on w.path = f.path where f.card_id = ?),
     gone as (delete from card_field f using w where f.card_id = ? and f.path = w.path and w.cleared),
     written as (
       insert into card_field as f (card_id, path, case_id, case_person_id, value, state, source, alternatives, reason, typed, corrected, filled_kind, confirmed_by, confirmed_at, asked, asked_by, updated_at)
       select ?, w.path, ?, w.person, coalesce(w.value, 'null'), w.state, w.source, w.alternatives, w.reason, w.typed, w.corrected, case when w.typed then null else w.source ->> 'kind' end,
         w.by, case when w.state in ('confirmed', 'overridden') then app_now() end, nullif(w.asked, 'null'), case when nullif(w.asked, 'null') is not null then w.by end, app_now() from w where not w.cleared
       on conflict (card_id, path) do update set value = excluded.value, state = excluded.state, source = excluded.source, alternatives = excluded.alternatives, reason = excluded.reason,
         typed = f.typed or excluded.typed, corrected = f.corrected or excluded.corrected, filled_kind = coalesce(f.filled_kind, excluded.filled_kind),
         confirmed_by = case when excluded.asked is not null or excluded.state = 'conflict' then f.confirmed_by else excluded.confirmed_by end,
         confirmed_at = case when excluded.asked is not null or excluded.state = 'conflict' then f.confirmed_at else excluded.confirmed_at end,
         asked = excluded.asked, asked_by = excluded.asked_by, version = f.version + 1, updated_at = excluded.updated_at
       returning f.path),
     noted as (
       insert into card_field_entry (card_id, path, case_id, case_person_id, value, state, source, reason, by_user, at)
       select ?, w.path, ?, w.person, case when not w.cleared then w.value end, case when not w.cleared then w.state end, w.source, w.reason, w.by, app_now() from w where nullif(w.asked, 'null') is null)
     update case_card c set updated_at = app_now(), version = version + (exists (
         select 1 from w left join before b on b.path = w.path where nullif(w.asked, 'null') is null and (
           w.cleared and b.state in ('auto', 'confirmed', 'overridden')
           or not w.cleared and w.state in ('auto', 'confirmed', 'overridden') and (b.value is distinct from w.value or b.state not in ('auto', 'confirmed', 'overridden'))
           or not w.cleared and w.state not in ('auto', 'confirmed', 'overridden') and b.state in ('auto', 'confirmed', 'overridden'))))::int
     where c.id = ?`,
    [rows, card.id, card.id, card.id, card.caseId, card.id, card.caseId, card.id],
  )
}

export type Earlier = { readonly id: string; readonly agency: string; readonly stage: CardStage }

/** The card of the agency that had the case before, or null. */
export async function findEarlier(em: EntityManager, { id, caseId }: CardRow): Promise<Earlier | null> {
  const [row] = await em.execute<Earlier[]>('select id, agency_code as agency, stage from earlier_card_of(?, ?)', [caseId, id])
  return row ?? null
}

export type Entry = {
  readonly at: Date
  readonly by: string | null
  readonly value: Json
  readonly state: FieldState | null
  readonly source: ValueSource | null
  readonly reason: string | null
}

/** What stood in a field, the latest first. */
export async function listEntries(em: EntityManager, cardId: string, path: string): Promise<Entry[]> {
  const rows = await em.execute<Entry[]>(
    `select at, staff_name(by_user) as by, value, state, source, reason from card_field_entry where card_id = ? and path = ? order by id desc limit 200`,
    [cardId, path],
  )
  return rows.map(row => ({ ...row, at: new Date(row.at) }))
}

/** What outside systems say of a card's fields. */
export const listOffers = async (em: EntityManager, cardId: string): Promise<Candidate[]> =>
  await em.execute<Candidate[]>('select path, value, source from card_offer where card_id = ?', [cardId])

/** Papers whose words bind the card of the agency that made them: decisions that are signed or have gone out. */
export async function lockingPapers(em: EntityManager, { caseId, agency }: CardRow): Promise<ReadonlySet<string>> {
  const rows = await em.execute<{ id: string }[]>(
    `select d.id from document d where d.case_id = ? and d.author_agency = ? and d.code in ('JC21', 'JC24', 'JC25', 'FY18') and d.withdrawn_at is null
       and (d.sent_in is not null or exists (select 1 from paper p where p.document_id = d.id and p.signed_at is not null))
       and not exists (select 1 from document n where n.replaces = d.id and n.withdrawn_at is null)`,
    [caseId, agency],
  )
  return new Set(rows.map(({ id }) => id))
}

/** Whether this agency hands over complete cards only. */
export async function cardsRequired(em: EntityManager): Promise<boolean> {
  const [setting] = await em.execute<{ required: boolean }[]>('select required from card_setting where agency_code = app_agency()')
  return setting?.required ?? false
}
