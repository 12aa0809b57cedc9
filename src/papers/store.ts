import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../agencies/model.ts'
import type { LockedCase } from '../cases/locked-case.ts'
import { dayOf, legalDate } from '../domain/legal-date.ts'
import { Problem } from '../domain/problem.ts'
import type { PartTexts } from './fill.ts'
import type { Form, PaperSource, PaperState, PersonSource, Service, ServiceMethod } from './model.ts'
import type { Sending } from './rules.ts'

/** A paper as its row has it. */
export type PaperRow = {
  readonly id: string
  readonly casePersonId: string | null
  readonly code: string
  readonly agency: string
  readonly state: PaperState
  readonly version: number
  readonly parts: PartTexts
  readonly form: Form | null
  readonly number: string | null
  readonly makerName: string
  readonly madeAt: Date
  readonly changedAt: Date
  readonly signerName: string | null
  readonly signedAt: Date | null
  readonly documentId: string | null
  readonly replaces: string | null
  readonly reason: string | null
}

const COLUMNS = `p.id, p.case_person_id as "casePersonId", p.code, p.agency, p.state, p.version, p.parts, p.form, p.number, staff_name(p.maker) as "makerName", p.made_at as "madeAt",
  p.changed_at as "changedAt", staff_name(p.signer) as "signerName", p.signed_at as "signedAt", p.document_id as "documentId", p.replaces, p.reason`

const read = (row: PaperRow): PaperRow => ({
  ...row,
  madeAt: new Date(row.madeAt),
  changedAt: new Date(row.changedAt),
  signedAt: row.signedAt ? new Date(row.signedAt) : null,
})

/** The papers of a case that this context may see, the newest first; what was thrown away is not among them. */
export async function listPapers(em: EntityManager, caseId: string): Promise<PaperRow[]> {
  const rows = await em.execute<PaperRow[]>(
    `select ${COLUMNS} from paper p where p.case_id = ? and p.state <> 'void' order by p.changed_at desc, p.id`,
    [caseId],
  )
  return rows.map(read)
}

/** @throws Problem `not-found` */
export async function getPaper(em: EntityManager, caseId: string, paperId: string): Promise<PaperRow> {
  const [row] = await em.execute<PaperRow[]>(`select ${COLUMNS} from paper p where p.case_id = ? and p.id = ?`, [caseId, paperId])
  if (row === undefined) throw new Problem('not-found')
  return read(row)
}

/** The paper of this agency, its row locked. @throws Problem `not-found` */
export async function lockPaper(em: EntityManager, { agency }: Actor, caseId: string, paperId: string): Promise<PaperRow> {
  const held = await em.execute('select 1 from paper where case_id = ? and id = ? and agency = ? for update', [caseId, paperId, agency])
  if (held.length === 0) throw new Problem('not-found')
  return await getPaper(em, caseId, paperId)
}

/** A request that a paper be void, and what became of it. */
export type AnnulmentRow = {
  readonly id: string
  readonly paperId: string
  readonly reason: string
  readonly requestedBy: string
  readonly requestedByName: string
  readonly requestedAt: Date
  readonly state: 'open' | 'approved' | 'refused'
  readonly decidedByName: string | null
  readonly decidedAt: Date | null
  readonly note: string | null
}

const ANNULMENT = `select a.id, a.paper_id as "paperId", a.reason, a.requested_by as "requestedBy", staff_name(a.requested_by) as "requestedByName", a.requested_at as "requestedAt",
  a.state, staff_name(a.decided_by) as "decidedByName", a.decided_at as "decidedAt", a.note from paper_annulment a`

const readAnnulment = (row: AnnulmentRow): AnnulmentRow => ({
  ...row,
  requestedAt: new Date(row.requestedAt),
  decidedAt: row.decidedAt ? new Date(row.decidedAt) : null,
})

/** The last request for each paper of a case. */
export async function listAnnulments(em: EntityManager, caseId: string): Promise<AnnulmentRow[]> {
  const rows = await em.execute<AnnulmentRow[]>(`${ANNULMENT} where a.case_id = ? order by a.requested_at desc`, [caseId])
  return [...Map.groupBy(rows.map(readAnnulment), ({ paperId }) => paperId).values()].flatMap(([last]) => (last ? [last] : []))
}

/** The last request for a paper. */
export async function findAnnulment(em: EntityManager, paperId: string): Promise<AnnulmentRow | null> {
  const [row] = await em.execute<AnnulmentRow[]>(`${ANNULMENT} where a.paper_id = ? order by a.requested_at desc limit 1`, [paperId])
  return row ? readAnnulment(row) : null
}

/** How far a filed paper has gone with the file. */
export async function findSending(em: EntityManager, documentId: string | null): Promise<Sending> {
  const rows = await em.execute<{ state: string }[]>(
    `select distinct h.state from hand_over_entry e join hand_over h on h.id = e.hand_over_id
     where e.document_id = ?::uuid and h.state not in ('draft', 'returned', 'recalled')`,
    [documentId],
  )
  if (rows.length === 0) return null
  return rows.some(({ state }) => state === 'accepted') ? 'accepted' : 'open'
}

export type ServiceRow = {
  readonly id: string
  readonly paperId: string
  readonly recipient: string
  readonly capacity: string | null
  readonly method: ServiceMethod
  readonly servedAt: Date
  readonly servedBy: string
  readonly witness: string | null
  readonly receipt: string | null
}

/** The proofs of service of a case's papers, in their order. */
export async function listServices(em: EntityManager, caseId: string): Promise<ServiceRow[]> {
  return await em.execute<ServiceRow[]>(
    `select s.id, s.paper_id as "paperId", s.recipient, s.capacity, s.method, s.served_at as "servedAt", s.served_by as "servedBy", s.witness, s.receipt
     from paper_service s where s.case_id = ? order by s.served_at, s.recorded_at`,
    [caseId],
  )
}

type Told = {
  numbers: { agency: string; no: string }[]
  events: { act: string; names: string[]; casePersonId: string | null; occurredAt: string; data: Record<string, unknown> }[]
  papers: { code: string; casePersonId: string | null; number: string | null; signedAt: string }[]
  officers: string[]
  services: (Omit<Service, 'servedAt'> & { servedAt: string })[]
}

/** What a paper may say of the case beside its row and persons, in one statement, as this context may see it. */
const TOLD = `select
  (select coalesce(jsonb_agg(jsonb_build_object('agency', n.agency_code, 'no', n.no) order by n.kind = 'case', n.seq), '[]') from case_number n where n.case_id = c.id) as numbers,
  (select coalesce(jsonb_agg(jsonb_build_object('act', e.act, 'names', e.events, 'casePersonId', e.case_person_id, 'occurredAt', e.occurred_at, 'data', e.data) order by e.occurred_at, e.seq), '[]')
    from case_event e where e.case_id = c.id and e.voided_by is null) as events,
  (select coalesce(jsonb_agg(jsonb_build_object('code', p.code, 'casePersonId', p.case_person_id, 'number', p.number, 'signedAt', p.signed_at) order by p.signed_at), '[]')
    from paper p where p.case_id = c.id and p.state = 'issued') as papers,
  (select coalesce(jsonb_agg(staff_name(a.user_id) order by a.since), '[]') from case_assignment a where a.case_id = c.id and a.agency_code = app_agency()) as officers,
  (select coalesce(jsonb_agg(jsonb_build_object('code', p.code, 'number', p.number, 'casePersonId', p.case_person_id, 'recipient', s.recipient, 'method', s.method,
      'servedAt', s.served_at, 'servedBy', s.served_by, 'witness', s.witness) order by s.served_at), '[]')
    from paper_service s join paper p on p.id = s.paper_id where s.case_id = c.id and p.agency = app_agency()) as services
  from criminal_case c where c.id = ?`

/** The facts of a case for a paper of this agency, on the legal day of the locked case. */
export async function loadSource(
  em: EntityManager,
  agency: string,
  { row, persons, events, now }: Pick<LockedCase, 'row' | 'persons' | 'events' | 'now'>,
  { maker, signer }: { maker: string; signer: string | null },
): Promise<PaperSource> {
  const [told] = await em.execute<Told[]>(TOLD, [row.id])
  if (told === undefined) throw new Problem('not-found')
  return {
    agency,
    maker,
    signer,
    today: dayOf(now),
    case: {
      platformNo: row.platformNo,
      name: row.name,
      originAgency: row.originAgency,
      chargeCode: row.chargeCode,
      source: row.source,
      openedAt: row.openedAt,
      occurredFrom: row.occurredFrom ?? null,
      occurredPlace: row.occurredPlace ?? null,
      factSummary: row.factSummary ?? null,
      procedure: row.procedure ?? null,
    },
    clock: events,
    numbers: told.numbers,
    persons: persons.map(personOf),
    events: told.events.map(event => ({ ...event, occurredAt: new Date(event.occurredAt) })),
    papers: told.papers.map(({ signedAt, ...paper }) => ({ ...paper, signedOn: dayOf(new Date(signedAt)) })),
    officers: told.officers,
    services: told.services.map(service => ({ ...service, servedAt: new Date(service.servedAt) })),
  }
}

function personOf(row: LockedCase['persons'][number]): PersonSource {
  const { id, seq, role, name, sex, idType, nameBasis } = row
  return {
    id,
    seq,
    role,
    name,
    sex,
    idType,
    nameBasis,
    birthDate: row.birthDate ? legalDate(row.birthDate) : null,
    idNo: row.idNo ?? null,
    ethnic: row.ethnic ?? null,
    education: row.education ?? null,
    residence: row.residence ?? null,
    phone: row.phone ?? null,
    occupation: row.occupation ?? null,
    measure:
      row.measureCode && row.measureBy && row.measureFrom
        ? { code: row.measureCode, by: row.measureBy, from: row.measureFrom, docNo: row.measureDocNo ?? null }
        : null,
    pleads: row.pleads ?? null,
    fastTrackConsent: row.fastTrackConsent ?? null,
    counsel: row.counsel ?? null,
    sentence: row.sentence ?? null,
  }
}
