import type { MikroORM } from '@mikro-orm/postgresql'
import type { Logger } from 'pino'
import type { EntityManager } from '../db/orm.ts'
import { forCase } from '../db/orm.ts'
import { agencyOf } from '../domain/codes.ts'
import { legalDate } from '../domain/legal-date.ts'
import type { Finding } from '../reading/model.ts'
import { type CardCustody, type CardEvent, type CardFacts, type CardPerson, workedOut } from './computed.ts'
import { decideField, isFilled } from './fill-rules.ts'
import { type ReadPaper, saidByPapers } from './findings.ts'
import { CARD_STAGE_OF, type Candidate, type CardStage, type FieldValue, readPath } from './model.ts'
import { type CardRow, type FieldRow, fieldsOfCards, listCards, listOffers, openCard, writeFields } from './store.ts'
import { fieldAt } from './table/fields.ts'

const BATCH = 50
/** What comes back to an agency that has handed the case over, for its statistics (case-card §1). */
const COMES_BACK: ReadonlySet<string> = new Set(['sentence', 'effectiveOn', 'appeal'])

/**
 * Fills the cards of the cases that are due, each case in a transaction of its own: from the earlier card, from papers that were read,
 * from the events, and from what outside systems said. One that fails comes again later, and the others go on. @returns whether more waits
 */
export async function fillDueCards(orm: MikroORM, log: Pick<Logger, 'warn'>): Promise<boolean> {
  const due = await orm.em
    .fork()
    .execute<{ id: string }[]>(`select case_id as id from card_due where since <= now() order by since limit ${BATCH}`)
  for (const { id } of due)
    try {
      await forCase(orm, id).transactional(async em => await fillOnce(em, id))
    } catch (error) {
      log.warn({ caseId: id, error: error instanceof Error ? error.name : 'unknown' }, 'the cards of a case could not be filled')
      await orm.em.fork().execute("update card_due set since = now() + interval '1 minute' where case_id = ?", [id])
    }
  return due.length === BATCH
}

async function fillOnce(em: EntityManager, caseId: string): Promise<void> {
  // Before anything else, as everybody does who changes a case: so nobody waits for the other across.
  const [held] = await em.execute('select 1 from criminal_case where id = ? for key share', [caseId])
  const taken = await em.execute('delete from card_due where case_id = ? returning case_id', [caseId])
  if (held !== undefined && taken.length > 0) await fillCards(em, caseId)
}

/** Fills all cards of a case, the earliest agency's first, because the next inherits from it. */
async function fillCards(em: EntityManager, caseId: string): Promise<void> {
  const row = await readCase(em, caseId)
  const stage = CARD_STAGE_OF[agencyOf(row.holderAgency).type]
  if (stage !== undefined) await openCard(em, caseId, row.holderAgency, stage)
  const cards = await listCards(em, caseId)
  if (cards.length === 0) return
  await em.execute('select 1 from case_card where case_id = ? order by id for update', [caseId])
  const known = await fieldsOfCards(
    em,
    cards.map(({ id }) => id),
  )
  const source = await readSource(em, caseId)
  const fields = new Map(
    cards.map(({ id }) => [id, new Map(known.filter(({ cardId }) => cardId === id).map(one => [one.path, one as FieldValue]))]),
  )
  let earlier: { card: CardRow; fields: ReadonlyMap<string, FieldValue> } | null = null
  for (const card of cards) {
    const own = fields.get(card.id) ?? new Map<string, FieldValue>()
    const isHolder = card.agency === row.holderAgency
    const facts = factsFor(row, source, card)
    const candidates = [
      ...weighed(workedOut(facts, card.stage), [...(await listOffers(em, card.id)), ...(isHolder ? inherited(earlier, card.stage) : [])]),
      ...(isHolder ? saidByPapers(papersFor(card, source.papers), facts.persons, card.stage) : []),
    ].filter(({ path }) => isHolder || COMES_BACK.has(readPath(path)?.key ?? ''))
    const changes = decideAll(card.stage, own, candidates, known)
    await writeFields(
      em,
      card,
      changes.map(change => ({ ...change, by: null })),
    )
    for (const change of changes) own.set(change.path, change)
    earlier = { card, fields: own }
  }
}

/** An agency's own system numbers and names its case and says who works on it. */
const OF_THE_SYSTEM: ReadonlySet<string> = new Set(['/caseNo', '/caseName', '/officers'])

/** What the platform saw happen is not contradicted by a system or an earlier card that has not heard of it yet; a system's own numbers are not ours to give. */
function weighed(worked: readonly Candidate[], offered: readonly Candidate[]): Candidate[] {
  const happened = new Set(worked.flatMap(({ path, source }) => (source.engine === 'events' ? [path] : [])))
  const isOwn = (path: string): boolean =>
    OF_THE_SYSTEM.has(path) && offered.some(one => one.path === path && one.source.kind === 'external')
  const isOverruled = (path: string): boolean => {
    const field = fieldAt(path)
    return field?.nature === 'procedure' && happened.has(path) && !OF_THE_SYSTEM.has(path)
  }
  return [...worked.filter(({ path }) => !isOwn(path)), ...offered.filter(({ path }) => !isOverruled(path))]
}

function decideAll(
  stage: CardStage,
  own: ReadonlyMap<string, FieldValue>,
  candidates: readonly Candidate[],
  rows: readonly FieldRow[],
): FieldValue[] {
  const waiting = new Set(rows.filter(({ asked }) => asked !== null).map(({ path }) => path))
  return Object.entries(Object.groupBy(candidates, ({ path }) => path)).flatMap(([path, said = []]) => {
    const field = fieldAt(path)
    // A value that waits for a second person is not moved under him.
    if (!field || field.on[stage] === undefined || waiting.has(path)) return []
    return decideField(field, stage, own.get(path) ?? null, said) ?? []
  })
}

/** What stood on the card of the agency before, for the fields that this card has too. */
function inherited(earlier: { card: CardRow; fields: ReadonlyMap<string, FieldValue> } | null, stage: CardStage): Candidate[] {
  if (earlier === null) return []
  return [...earlier.fields.values()].flatMap(({ path, value, state }) => {
    const field = fieldAt(path)
    if (!field || !isFilled(state) || OWN.has(field.key)) return []
    const ways = field.on[stage] ?? []
    if (!ways.includes('inherited') && field.nature !== 'evaluation') return []
    return [{ path, value, source: { kind: 'inherited' as const, fromStage: earlier.card.stage, fromPath: path, confidence: 1 } }]
  })
}

/** Each agency's own words and numbers. */
const OWN: ReadonlySet<string> = new Set(['factSummary', 'caseNo', 'officers', 'decision', 'measures', 'custody'])

/** What this agency's card may draw from: its own papers, and those of agencies before it that were handed over. */
function papersFor(card: CardRow, papers: readonly (ReadPaper & { author: string; isSent: boolean })[]): ReadPaper[] {
  return papers.filter(({ author, isSent }) => author === card.agency || (isSent && rankOf(author) < RANK[card.stage]))
}

const RANK: Readonly<Record<CardStage, number>> = { police: 1, procuratorate: 2, court: 3 }
const rankOf = (agency: string): number => RANK[CARD_STAGE_OF[agencyOf(agency).type] ?? 'police']

type Source = {
  readonly persons: CardFacts['persons']
  readonly events: readonly CardEvent[]
  readonly numbers: readonly { agency: string; no: string }[]
  readonly officers: readonly { agency: string; login: string; name: string; role: string; post: string }[]
  readonly custody: readonly CardCustody[]
  readonly papers: readonly (ReadPaper & { author: string; isSent: boolean })[]
}

type PersonRow = Omit<CardPerson, 'birthDate'> & { birthDate: string | null }
type EventRow = { act: string; occurred_at: Date; person: string | null; by_agency: string; data: Record<string, unknown> }
type CustodyRow = { person: string; centre: string; admitted_at: Date; admission_no: string; holder: string; due_at: Date }
type PaperRow = { id: string; version: number; code: string; person: string | null; author: string; is_sent: boolean; findings: Finding[] }

async function readSource(em: EntityManager, caseId: string): Promise<Source> {
  const persons = await em.execute<PersonRow[]>(
    `select id, seq, name, sex, to_char(birth_date, 'YYYY-MM-DD') as "birthDate", id_type as "idType", id_no as "idNo", name_basis as "nameBasis", ethnic, education, residence, phone, occupation,
       pleads, fast_track_consent as "fastTrackConsent", sentence from case_person where case_id = ? and moved_to is null order by seq`,
    [caseId],
  )
  const events = await em.execute<EventRow[]>(
    `select act, occurred_at, case_person_id as person, by_agency, data from case_event where case_id = ? and voided_by is null order by occurred_at, seq`,
    [caseId],
  )
  const numbers = await em.execute<Source['numbers']>(
    "select agency_code as agency, no from case_number where case_id = ? and kind = 'case' order by no",
    [caseId],
  )
  const officers = await em.execute<Source['officers']>('select agency, login, name, role, post from card_officers(?)', [caseId])
  const custody = await em.execute<CustodyRow[]>('select person, centre, admitted_at, admission_no, holder, due_at from card_custody(?)', [
    caseId,
  ])
  const papers = await em.execute<PaperRow[]>(
    `select d.id, d.version, d.code, d.case_person_id as person, d.author_agency as author, d.sent_in is not null as is_sent, r.findings
     from document_reading r join document d on d.id = r.document_id
     where r.case_id = ? and r.state = 'read' and d.withdrawn_at is null and d.code is not null and d.volume not in ('internal', 'courtSub') and jsonb_array_length(r.findings) > 0
       and not exists (select 1 from document n where n.replaces = d.id and n.withdrawn_at is null)`,
    [caseId],
  )
  return {
    persons: persons.map(({ birthDate, ...person }) => ({ ...person, birthDate: birthDate === null ? null : legalDate(birthDate) })),
    events: events.map(one => ({
      act: one.act,
      occurredAt: new Date(one.occurred_at),
      casePersonId: one.person,
      byAgency: one.by_agency,
      data: one.data,
    })),
    numbers,
    officers,
    custody: custody.map(one => ({
      ...{ casePersonId: one.person, centre: one.centre, admittedAt: new Date(one.admitted_at), admissionNo: one.admission_no },
      ...{ holder: one.holder, dueAt: new Date(one.due_at) },
    })),
    papers: papers.map(({ id, version, person, is_sent, ...paper }) => ({
      ...paper,
      documentId: id,
      documentVersion: version,
      casePersonId: person,
      isSent: is_sent,
    })),
  }
}

type CaseRow = Pick<
  CardFacts,
  | 'platformNo'
  | 'name'
  | 'chargeCode'
  | 'source'
  | 'openedAt'
  | 'occurredFrom'
  | 'occurredPlace'
  | 'factSummary'
  | 'circumstances'
  | 'procedure'
> & { readonly holderAgency: string; readonly trackArrivedAt: Date | null; readonly trackState: string | null }

async function readCase(em: EntityManager, caseId: string): Promise<CaseRow> {
  const [row] = await em.execute<CaseRow[]>(
    `select platform_no as "platformNo", name, charge_code as "chargeCode", source, opened_at as "openedAt", occurred_from as "occurredFrom", occurred_place as "occurredPlace",
       fact_summary as "factSummary", circumstances, procedure, holder_agency as "holderAgency", track_arrived_at as "trackArrivedAt", track_state as "trackState" from criminal_case where id = ?`,
    [caseId],
  )
  if (row === undefined) throw new Error('a case without its row')
  const { openedAt, occurredFrom, trackArrivedAt, ...rest } = row
  return {
    ...rest,
    openedAt: new Date(openedAt),
    occurredFrom: occurredFrom && new Date(occurredFrom),
    trackArrivedAt: trackArrivedAt && new Date(trackArrivedAt),
  }
}

function factsFor({ holderAgency: _, trackArrivedAt, trackState, ...row }: CaseRow, source: Source, card: CardRow): CardFacts {
  return {
    ...row,
    track48: trackArrivedAt && trackState ? { openedAt: trackArrivedAt, state: trackState } : null,
    persons: source.persons,
    events: source.events,
    ownNo: source.numbers.findLast(({ agency }) => agency === card.agency)?.no ?? null,
    officers: source.officers.filter(({ agency }) => agency === card.agency),
    custody: source.custody,
  }
}
