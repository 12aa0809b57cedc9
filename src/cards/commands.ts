import type { EntityManager } from '@mikro-orm/postgresql'
import { mustBeAble } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { record } from '../audit/commands.ts'
import { type LockedCase, lockCase } from '../cases/locked-case.ts'
import type { Json } from '../domain/json.ts'
import { dayOf } from '../domain/legal-date.ts'
import { Problem } from '../domain/problem.ts'
import { isFilled } from './fill-rules.ts'
import { type Candidate, type CardField, type CardStage, readPath, type ValueSource } from './model.ts'
import { isEqual, sameValue } from './same-value.ts'
import { type CardRow, type FieldRow, findCard, findEarlier, listFields, lockingPapers, openCard, writeFields } from './store.ts'
import { fieldAt } from './table/fields.ts'
import { problemsOf } from './validation.ts'
import { platformValue, writeThrough } from './write-through.ts'

/** One's own card of a case, held for this transaction with its case. */
export type HeldCard = { readonly card: CardRow; readonly loaded: LockedCase; readonly fields: ReadonlyMap<string, FieldRow> }

/** @throws Problem `not-found`; `forbidden` where it is another agency's card, or not the time to write on it */
export async function holdCard(em: EntityManager, actor: Actor, cardId: string): Promise<HeldCard> {
  const card = await findCard(em, cardId)
  if (card === null) throw new Problem('not-found')
  const loaded = await lockCase(em, card.caseId)
  mustBeAble(actor, 'case.card.edit', loaded.relation)
  if (card.agency !== actor.agency) throw new Problem('forbidden', { facts: { action: 'case.card.edit' } })
  await em.execute('select 1 from case_card where id = ? for update', [cardId])
  return { card, loaded, fields: new Map((await listFields(em, cardId)).map(row => [row.path, row])) }
}

export type Entering = {
  readonly path: string
  /** Null empties the field. */
  readonly value: Json
  /** The version of the field that was on the screen, 0 for an empty one. */
  readonly version: number
  readonly reason: string | null
}

/** Whether it stands, or waits for a second person. */
export type Entered = { readonly path: string; readonly waits: boolean }

/**
 * Puts a value into a field of one's own card (案卡). What was inherited is overridden with a reason, and the agency it came from hears of
 * it; identity that stood already waits for a second person (case-card §3).
 * @throws Problem `card-field-unknown`, `version-conflict`, `card-value-refused`, `card-follows-events`, `card-locked-by-paper`, `card-reason-required`
 */
export async function enterValue(
  em: EntityManager,
  actor: Actor,
  cardId: string,
  { path, value, version, reason }: Entering,
): Promise<Entered> {
  const held = await holdCard(em, actor, cardId)
  const field = ownField(path, held)
  const now = held.fields.get(path) ?? null
  if ((now?.version ?? 0) !== version) throw new Problem('version-conflict', { facts: { field: field.key } })
  mustBeOpen(field, now)
  if (value === null) return await emptyField(em, actor, held, { field, path, now })
  mustFit(held, field, path, value)
  await mustAgreeWithPapers(em, held, field, now, value)
  const known = now === null ? null : sourceOfEqual(now, value)
  const source = known ?? { kind: 'entered' as const, confidence: 1 }
  return await settle(em, actor, held, { field, path, value, source, reason, typed: known === null })
}

export type Choice = { readonly path: string; readonly alternative?: number | undefined }

/** Confirms what stands in a field, or one of its other values. @throws Problem as `enterValue`; `card-nothing-to-confirm` */
export async function confirmValue(em: EntityManager, actor: Actor, held: HeldCard, { path, alternative }: Choice): Promise<Entered> {
  const field = ownField(path, held)
  const now = held.fields.get(path)
  const chosen = alternative === undefined ? now : now?.alternatives[alternative]
  if (now === undefined || chosen === undefined || now.asked !== null)
    throw new Problem('card-nothing-to-confirm', { facts: { field: field.key } })
  if (alternative === undefined && (now.state === 'confirmed' || now.state === 'overridden')) return { path, waits: false }
  mustFit(held, field, path, chosen.value)
  await mustAgreeWithPapers(em, held, field, now, chosen.value)
  return await settle(em, actor, held, { field, path, value: chosen.value, source: chosen.source, reason: null, typed: false })
}

/** A second person agrees to a changed identity, or not; never the one who asked. @throws Problem `card-nothing-to-confirm`, `second-person-required` */
export async function answerAsked(
  em: EntityManager,
  actor: Actor,
  cardId: string,
  { path, agree }: { path: string; agree: boolean },
): Promise<void> {
  const held = await holdCard(em, actor, cardId)
  const field = ownField(path, held)
  const now = held.fields.get(path)
  if (now === undefined || now.asked === null) throw new Problem('card-nothing-to-confirm', { facts: { field: field.key } })
  if (now.askedBy === actor.userId) throw new Problem('second-person-required', { basis: null, facts: { field: field.key } })
  const { value, source, reason } = now.asked
  if (agree) await stand(em, actor, held, { field, path, value, source, reason, typed: source.kind === 'entered' })
  else {
    await writeFields(em, held.card, [{ ...now, by: now.confirmedBy, asked: null }])
    await note(em, actor, held, 'card.second.refused', field.key)
  }
}

/** What an outside system says of the fields of an agency's card; `origin` names the system. The next filling weighs it. */
export async function offerValues(
  em: EntityManager,
  caseId: string,
  { agency, stage, origin }: { agency: string; stage: CardStage; origin: string },
  candidates: readonly Candidate[],
): Promise<void> {
  await openCard(em, caseId, agency, stage)
  const rows = JSON.stringify(candidates.map(one => ({ ...one, person: readPath(one.path)?.casePersonId ?? null })))
  await em.execute(
    `insert into card_offer (card_id, path, origin, case_id, case_person_id, value, source, at)
     select c.id, o.path, ?, c.case_id, o.person, o.value, o.source, app_now() from case_card c, jsonb_to_recordset(?::jsonb) as o (path text, person uuid, value jsonb, source jsonb)
     where c.case_id = ? and c.agency_code = ? and c.stage = ?
     on conflict (card_id, path, origin) do update set value = excluded.value, source = excluded.source, at = excluded.at`,
    [origin, rows, caseId, agency, stage],
  )
  await em.execute('select mark_card_due(?)', [caseId])
}

function ownField(path: string, { card, loaded }: HeldCard): CardField {
  const read = readPath(path)
  const field = fieldAt(path)
  const isThere = read !== null && (read.casePersonId === null || loaded.persons.some(({ id }) => id === read.casePersonId))
  if (!field || !isThere || field.on[card.stage] === undefined) throw new Problem('card-field-unknown')
  return field
}

/** What follows from steps of the case is changed by these: there is one place for each fact. */
export const followsEvents = (field: CardField, now: Pick<FieldRow, 'source'> | null): boolean =>
  field.nature === 'procedure' && now?.source.kind === 'computed' && now.source.engine === 'events'

function mustBeOpen(field: CardField, now: FieldRow | null): void {
  if (now !== null && now.asked !== null) throw new Problem('card-waits-for-second', { facts: { field: field.key } })
  if (followsEvents(field, now)) throw new Problem('card-follows-events', { facts: { field: field.key } })
}

function mustFit({ fields, loaded }: HeldCard, field: CardField, path: string, value: Json): void {
  const wrong = problemsOf(field, path, value, fields, dayOf(loaded.now)).find(({ blocks }) => blocks)
  if (wrong !== undefined)
    throw new Problem('card-value-refused', { facts: { field: field.key, why: wrong.code, zh: wrong.zh, en: wrong.en } })
}

/** Once a decision is signed, its card says what it says; a change needs a new version of the paper. */
async function mustAgreeWithPapers(
  em: EntityManager,
  { card }: HeldCard,
  field: CardField,
  now: FieldRow | null,
  value: Json,
): Promise<void> {
  const said =
    now === null ? [] : [now, ...now.alternatives].filter(({ source }) => source.kind === 'extracted' && (source.confidence ?? 0) >= 0.8)
  if (said.length === 0) return
  const locking = await lockingPapers(em, card)
  const fixed = said.find(({ source }) => source.documentId !== undefined && locking.has(source.documentId))
  if (fixed !== undefined && !sameValue(fixed.value, value)) throw new Problem('card-locked-by-paper', { facts: { field: field.key } })
}

/** The source of the value that is there already, or among the others: then nobody has typed anything. */
function sourceOfEqual(now: FieldRow, value: Json): ValueSource | null {
  if (now.typed && sameValue(now.value, value)) return null
  return [now, ...now.alternatives].find(one => isEqual(one.value, value))?.source ?? null
}

type Settling = {
  readonly field: CardField
  readonly path: string
  readonly value: Json
  readonly source: ValueSource
  readonly reason: string | null
  readonly typed: boolean
}

async function settle(em: EntityManager, actor: Actor, held: HeldCard, change: Settling): Promise<Entered> {
  const now = held.fields.get(change.path) ?? null
  const changes = now !== null && isFilled(now.state) && !sameValue(now.value, change.value)
  const known = platformValue(held.loaded, change.path)
  const changesIdentity = change.field.nature === 'identity' && (known === null ? changes : !sameValue(known, change.value))
  if (changes && now.source.kind === 'inherited' && change.reason === null)
    throw new Problem('card-reason-required', { facts: { field: change.field.key } })
  if (!changesIdentity || now === null) {
    await stand(em, actor, held, change)
    return { path: change.path, waits: false }
  }
  const { value, source, reason } = change
  await writeFields(em, held.card, [{ ...now, by: actor.userId, asked: { value, source, reason } }])
  await note(em, actor, held, 'card.second.asked', change.field.key)
  return { path: change.path, waits: true }
}

/** The value stands from now on: on the card, in the case where the platform works with it, and the earlier agency is told. */
async function stand(
  em: EntityManager,
  actor: Actor,
  held: HeldCard,
  { field, path, value, source, reason, typed }: Settling,
): Promise<void> {
  const now = held.fields.get(path) ?? null
  const isOther = now !== null && !sameValue(now.value, value)
  const overrides = isOther && now.source.kind === 'inherited' && reason !== null
  const others = now === null ? [] : [{ value: now.value, source: now.source }, ...now.alternatives]
  const alternatives = others.filter(one => !sameValue(one.value, value)).slice(0, 8)
  const row = { path, value, state: overrides ? ('overridden' as const) : ('confirmed' as const), source, alternatives, reason, typed }
  await writeFields(em, held.card, [{ ...row, by: actor.userId, corrected: isOther && !now.typed && now.state !== 'proposed' }])
  await writeThrough(em, held, path, value)
  if (overrides) await tellEarlier(em, actor, held, { path, value, reason })
  await note(em, actor, held, overrides ? 'card.overridden' : 'card.confirmed', field.key)
}

async function emptyField(
  em: EntityManager,
  actor: Actor,
  held: HeldCard,
  { field, path, now }: { field: CardField; path: string; now: FieldRow | null },
): Promise<Entered> {
  if (now === null) return { path, waits: false }
  if (field.nature === 'identity' && isFilled(now.state)) throw new Problem('card-identity-kept', { facts: { field: field.key } })
  await writeFields(em, held.card, [{ ...now, cleared: true, by: actor.userId }])
  await note(em, actor, held, 'card.emptied', field.key)
  return { path, waits: false }
}

/** The agency whose card said otherwise gets a notice, which it may follow or not on its own card. */
async function tellEarlier(
  em: EntityManager,
  actor: Actor,
  { card }: HeldCard,
  { path, value, reason }: { path: string; value: Json; reason: string },
): Promise<void> {
  const earlier = await findEarlier(em, card)
  if (earlier === null) return
  await em.execute(
    `insert into correction_notice (id, case_id, case_person_id, from_card, to_card, to_agency, from_agency, path, old_value, new_value, reason, raised_by, raised_at)
     values (gen_random_uuid(), ?, ?, ?, ?, ?, ?, ?, card_value(?, ?), ?::jsonb, ?, ?, app_now())
     on conflict (to_card, path) where state = 'open' do update set new_value = excluded.new_value, reason = excluded.reason, raised_by = excluded.raised_by, raised_at = excluded.raised_at`,
    [
      ...[card.caseId, readPath(path)?.casePersonId ?? null, card.id, earlier.id, earlier.agency, card.agency, path, earlier.id, path],
      ...[JSON.stringify(value), reason, actor.userId],
    ],
  )
}

const note = async (em: EntityManager, actor: Actor, { card }: HeldCard, action: string, key: string): Promise<void> =>
  await record(em, actor, card.caseId, { action, target: card.id, targetVersion: card.version, details: { field: key } })
