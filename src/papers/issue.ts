import { Readable } from 'node:stream'
import type { EntityManager } from '@mikro-orm/postgresql'
import { mustBeAble } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { record } from '../audit/commands.ts'
import { takeNumber } from '../cases/commands.ts'
import { type LockedCase, lockCase } from '../cases/locked-case.ts'
import { documentNumber, type NumberFormat } from '../cases/numbers.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import { sha256 } from '../crypto/digest.ts'
import { dayOf } from '../domain/legal-date.ts'
import { accept, Problem } from '../domain/problem.ts'
import { filePaper } from '../dossier/commands.ts'
import { discard, type IntakeDeps, type Received, receiveFile } from '../dossier/intake.ts'
import { drawForm } from '../pdf/form.ts'
import { templateOf } from './commands.ts'
import { type Filled, fill } from './fill.ts'
import type { Form, PaperSource, Template } from './model.ts'
import { decideIssue, decideMake } from './rules.ts'
import { loadSource, lockPaper, type PaperRow } from './store.ts'

export type IssuedPaper = { readonly paperId: string; readonly number: string | null; readonly documentId: string; readonly sha256: string }

/** What a paper says beside its number, its day and who signs it: a signer can tell whether it is still what he read. */
export const formDigest = ({ issuer, title, blocks }: Form): Buffer =>
  sha256(canonicalJson({ issuer, title, blocks: blocks.map(block => JSON.stringify(block)) }))

/**
 * Signs a paper: its number is taken, its PDF drawn and filed in the dossier, and the version before it replaced, all in the
 * caller's transaction, so that a number is never without its paper. `seen` is the digest of the draft that the signer read.
 * @throws Problem `paper-facts-missing` with the names of what is missing, `paper-facts-changed`, `paper-not-draft`
 */
export async function issuePaper(
  em: EntityManager,
  deps: IntakeDeps,
  actor: Actor,
  caseId: string,
  paperId: string,
  seen: string | null,
): Promise<IssuedPaper> {
  const loaded = await lockCase(em, caseId)
  mustBeAble(actor, 'paper.issue', loaded.relation)
  const row = await lockPaper(em, actor, caseId, paperId)
  const template = templateOf(row.code)
  accept(decideMake(template, actor, loaded.relation.mode, 'sign'))
  const source = await loadSource(em, actor.agency, loaded, { maker: row.makerName, signer: actor.name })
  const { lacks, form } = fill(template, source, row.casePersonId, row.parts, null)
  const digest = formDigest(form)
  accept(decideIssue(row.state, lacks, digest.toString('hex'), seen))
  const taken = await numberFor(em, template, source, loaded.now)
  const signed = fill(template, source, row.casePersonId, row.parts, taken.number).form
  const received = await receivePdf(deps, signed, row, actor)
  try {
    return await enter(em, actor, loaded, row, { signed, digest, taken, received })
  } catch (error) {
    // The transaction will not commit, so no row will name these bytes.
    await discard(deps.store, received.objectKey)
    throw error
  }
}

type Taken = { readonly number: string | null; readonly format: NumberFormat | null; readonly seq: number | null }

async function numberFor(em: EntityManager, template: Template, { agency, numbers }: PaperSource, now: Date): Promise<Taken> {
  if (template.number === null) return { number: null, format: null, seq: null }
  if (template.number === 'case') {
    const own = numbers.findLast(one => one.agency === agency)?.no
    if (own === undefined) throw new Problem('paper-facts-missing', { facts: { missing: ['本单位案号'], missingEn: ['own case number'] } })
    return { number: own, format: null, seq: null }
  }
  const format = documentNumber(agency, template.number, now)
  const { number, seq } = await takeNumber(em, format)
  return { number, seq, format }
}

async function receivePdf(deps: IntakeDeps, form: Form, { code }: PaperRow, { userId }: Actor): Promise<Received> {
  const bytes = Buffer.from(await drawForm(form, null))
  const incoming = { path: `${code}_${form.title}.pdf`, declaredType: 'application/pdf', sizeBytes: bytes.length, sha256: null, userId }
  return await receiveFile(deps, Readable.from([bytes]), incoming)
}

type Signed = { readonly signed: Form; readonly digest: Buffer; readonly taken: Taken; readonly received: Received }

async function enter(em: EntityManager, actor: Actor, { row: kase, now }: LockedCase, row: PaperRow, made: Signed): Promise<IssuedPaper> {
  const { signed, digest, taken, received } = made
  const { number, format, seq } = taken
  // Filing marks the case as changed by a statement of its own; what loading it may have changed is written before.
  await em.flush()
  const document = await filePaper(em, actor, kase.id, received, {
    documentCode: row.code,
    madeOn: dayOf(now),
    ...(number === null ? {} : { docNo: number }),
    ...(row.casePersonId === null ? {} : { casePersonId: row.casePersonId }),
  })
  await em.execute(
    `update paper set state = 'issued', form = ?::jsonb, facts_digest = ?, number = ?, series_issuer = ?, series = ?, series_year = ?, seq = ?, signer = ?, signed_at = ?, changed_at = ?, document_id = ?
     where id = ?`,
    [
      JSON.stringify(signed),
      digest,
      number,
      format?.issuer ?? null,
      format?.series ?? null,
      format?.year ?? null,
      seq,
      actor.userId,
      now,
      now,
      document.id,
      row.id,
    ],
  )
  if (row.replaces !== null) await em.execute("update paper set state = 'replaced' where id = ? and state = 'issued'", [row.replaces])
  await record(em, actor, kase.id, {
    action: 'paper.issued',
    target: row.id,
    basis: templateOf(row.code).basis,
    details: { code: row.code, number, document: document.id, sha256: received.sha256.toString('hex'), replaces: row.replaces },
  })
  return { paperId: row.id, number, documentId: document.id, sha256: received.sha256.toString('hex') }
}

/** What a paper says now: of a draft as the case stands and as its reader would sign it, of an issued one what was signed. */
export async function paperNow(em: EntityManager, loaded: LockedCase, row: PaperRow): Promise<Filled & { readonly digest: string }> {
  const source = await loadSource(em, row.agency, loaded, { maker: row.makerName, signer: row.signerName })
  const filled = fill(templateOf(row.code), source, row.casePersonId, row.parts, row.number)
  const form = row.form ?? filled.form
  return { ...filled, form, lacks: row.form === null ? filled.lacks : [], digest: formDigest(form).toString('hex') }
}
