import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { mustBeAble } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { record } from '../audit/commands.ts'
import { getRelation } from '../cases/locked-case.ts'
import { appNow } from '../db/clock.ts'
import { accept, Problem } from '../domain/problem.ts'
import type { PartTexts } from './fill.ts'
import type { ServiceMethod, Template } from './model.ts'
import { decideIssued, decideMake, decideParts, decideService } from './rules.ts'
import { lockPaper, type PaperRow } from './store.ts'
import { TEMPLATES } from './templates.ts'

/** The template of a code. @throws Problem `not-found` for a paper that the platform does not make */
export function templateOf(code: string): Template {
  const template = TEMPLATES.get(code)
  if (template === undefined) throw new Problem('not-found', { facts: { code } })
  return template
}

type NewPaper = { readonly code: string; readonly casePersonId: string | null; readonly parts: PartTexts }

/** Begins a paper (文书) as a draft. @throws Problem `paper-draft-exists` where one of its kind is begun already */
export async function draftPaper(em: EntityManager, actor: Actor, caseId: string, input: NewPaper): Promise<{ paperId: string }> {
  const template = await mustMake(em, actor, caseId, input.code)
  const casePersonId = await personFor(em, caseId, template, input.casePersonId)
  return await insertDraft(em, actor, caseId, { ...input, casePersonId, version: 1, replaces: null, reason: null })
}

/** May this person draft this paper in this case. @returns its template */
async function mustMake(em: EntityManager, actor: Actor, caseId: string, code: string): Promise<Template> {
  const relation = await getRelation(em, caseId)
  mustBeAble(actor, 'paper.draft', relation)
  const template = templateOf(code)
  accept(decideMake(template, actor, relation.mode, 'draft'))
  return template
}

/** A paper of one person names him; of a case with one person there is no choice. */
async function personFor(em: EntityManager, caseId: string, { perPerson }: Template, wanted: string | null): Promise<string | null> {
  if (!perPerson) {
    if (wanted !== null) throw new Problem('validation', { facts: { field: 'casePersonId' } })
    return null
  }
  const persons = await em.execute<{ id: string }[]>('select id from case_person where case_id = ? and moved_to is null', [caseId])
  const [only] = persons
  const found = wanted === null ? (persons.length === 1 ? only : undefined) : persons.find(({ id }) => id === wanted)
  if (found === undefined) throw new Problem('person-required')
  return found.id
}

type Draft = NewPaper & { readonly version: number; readonly replaces: string | null; readonly reason: string | null }

async function insertDraft(em: EntityManager, actor: Actor, caseId: string, draft: Draft): Promise<{ paperId: string }> {
  const { code, casePersonId, version, replaces, reason } = draft
  const parts = accept(decideParts(templateOf(code), draft.parts))
  const paperId = randomUUID()
  const written = await em.execute<{ id: string }[]>(
    `insert into paper (id, case_id, case_person_id, code, agency, state, version, parts, maker, made_at, changed_at, replaces, reason)
     values (?, ?, ?::uuid, ?, ?, 'draft', ?, ?::jsonb, ?, app_now(), app_now(), ?::uuid, ?) on conflict do nothing returning id`,
    [paperId, caseId, casePersonId, code, actor.agency, version, JSON.stringify(parts), actor.userId, replaces, reason],
  )
  if (written.length === 0) throw new Problem('paper-draft-exists', { facts: { code } })
  await record(em, actor, caseId, { action: 'paper.drafted', target: paperId, details: { code, person: casePersonId, version } })
  return { paperId }
}

/** Writes the free parts of a draft anew; a part that is left out stands again as the template has it. */
export async function editPaper(em: EntityManager, actor: Actor, caseId: string, paperId: string, parts: PartTexts): Promise<void> {
  const row = await lockDraft(em, actor, caseId, paperId)
  const written = accept(decideParts(templateOf(row.code), parts))
  await em.execute('update paper set parts = ?::jsonb, changed_at = app_now() where id = ?', [JSON.stringify(written), paperId])
  await record(em, actor, caseId, {
    action: 'paper.edited',
    target: paperId,
    details: { code: row.code, parts: Object.keys(written).join(',') },
  })
}

/** Throws a draft away; its row stays in the register, without a number. */
export async function discardPaper(em: EntityManager, actor: Actor, caseId: string, paperId: string): Promise<void> {
  const row = await lockDraft(em, actor, caseId, paperId)
  await em.execute("update paper set state = 'void', changed_at = app_now() where id = ?", [paperId])
  await record(em, actor, caseId, { action: 'paper.discarded', target: paperId, details: { code: row.code } })
}

async function lockDraft(em: EntityManager, actor: Actor, caseId: string, paperId: string): Promise<PaperRow> {
  const relation = await getRelation(em, caseId)
  mustBeAble(actor, 'paper.draft', relation)
  const row = await lockPaper(em, actor, caseId, paperId)
  accept(decideMake(templateOf(row.code), actor, relation.mode, 'draft'))
  if (row.state !== 'draft') throw new Problem('paper-not-draft')
  return row
}

/** Begins a newer version of an issued paper, with the words of the old one; the old one stays until the new one is issued, and after. */
export async function replacePaper(
  em: EntityManager,
  actor: Actor,
  caseId: string,
  paperId: string,
  reason: string,
): Promise<{ paperId: string }> {
  const row = await lockPaper(em, actor, caseId, paperId)
  await mustMake(em, actor, caseId, row.code)
  accept(decideIssued(row.state))
  const { code, casePersonId, parts, version } = row
  return await insertDraft(em, actor, caseId, { code, casePersonId, parts, version: version + 1, replaces: paperId, reason })
}

export type ServePaper = {
  readonly recipient: string
  readonly capacity: string | null
  readonly method: ServiceMethod
  readonly servedAt: Date
  readonly witness: string | null
  readonly receipt: string | null
}

/** Notes that an issued paper was served (送达): on whom, how, when, by whom. CPL 107. */
export async function servePaper(
  em: EntityManager,
  actor: Actor,
  caseId: string,
  paperId: string,
  input: ServePaper,
): Promise<{ serviceId: string }> {
  const relation = await getRelation(em, caseId)
  mustBeAble(actor, 'paper.draft', relation)
  const row = await lockPaper(em, actor, caseId, paperId)
  accept(decideMake(templateOf(row.code), actor, relation.mode, 'draft'))
  if (row.signedAt === null || row.state === 'annulled') throw new Problem('paper-not-issued')
  const { recipient, capacity, method, servedAt, witness, receipt } = input
  accept(decideService(method, witness, servedAt, row.signedAt, await appNow(em)))
  const serviceId = randomUUID()
  await em.execute(
    `insert into paper_service (id, paper_id, case_id, agency, recipient, capacity, method, served_at, served_by, witness, receipt, recorded_at, recorded_by)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, app_now(), ?)`,
    [serviceId, paperId, caseId, actor.agency, recipient, capacity, method, servedAt, actor.name, witness, receipt, actor.userId],
  )
  await record(em, actor, caseId, {
    action: 'paper.served',
    target: paperId,
    basis: '刑事诉讼法 第107条',
    details: { code: row.code, method, servedAt: servedAt.toISOString() },
  })
  return { serviceId }
}
