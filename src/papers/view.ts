import type { EntityManager } from '@mikro-orm/postgresql'
import { can } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import type { LockedCase } from '../cases/locked-case.ts'
import { transitionOf } from '../cases/transitions.ts'
import { documentType } from '../domain/codes.ts'
import { agencyRef, instant, instantOrNull } from '../domain/present.ts'
import { preflight } from '../handovers/commands.ts'
import { isLeg, LEGS, type LegRule } from '../handovers/legs.ts'
import { templateOf } from './commands.ts'
import { fill, type Lack } from './fill.ts'
import { paperNow } from './issue.ts'
import { type PaperSource, SERVICE_METHODS, type Template } from './model.ts'
import { mayMake } from './rules.ts'
import { type AnnulmentRow, listAnnulments, listPapers, listServices, loadSource, type PaperRow, type ServiceRow } from './store.ts'
import { TEMPLATES } from './templates.ts'

/** The register of a case: what may be made now and what each still lacks, the papers there are, and what the next gate misses. */
export async function getPapersView(em: EntityManager, actor: Actor, loaded: LockedCase) {
  const papers = await listPapers(em, loaded.row.id)
  const services = await listServices(em, loaded.row.id)
  const annulments = await listAnnulments(em, loaded.row.id)
  const source = await loadSource(em, actor.agency, loaded, { maker: actor.name, signer: null })
  const mayDraft = can(actor, 'paper.draft', loaded.relation) === 'allowed'
  const own = mayDraft ? [...TEMPLATES.values()].filter(one => mayMake(one, actor, loaded.relation.mode, 'draft')) : []
  return {
    mayDraft,
    makeable: own.map(template => makeable(template, actor, loaded, source, papers)),
    papers: papers.map(row => presentPaper(row, actor, loaded, { services, annulments })),
    lacking: await lackingAtGate(em, actor, loaded, new Set(own.map(({ code }) => code))),
  }
}

function makeable(template: Template, actor: Actor, loaded: LockedCase, source: PaperSource, papers: readonly PaperRow[]) {
  const { code, perPerson, basis, number } = template
  const { nameZh: zh, nameEn: en, volume } = documentType(code)
  const persons = perPerson ? loaded.persons.map(({ id }) => id) : [null]
  const targets = persons.map(casePersonId => {
    const known = papers.filter(one => one.code === code && one.agency === actor.agency && (one.casePersonId ?? null) === casePersonId)
    const draft = known.find(({ state }) => state === 'draft')
    const { lacks } = fill(template, source, casePersonId, {}, null)
    return {
      casePersonId,
      state: draft ? ('draft' as const) : known.some(({ state }) => state === 'issued') ? ('issued' as const) : ('none' as const),
      paperId: draft?.id ?? null,
      lacks: lacks.filter(({ kind }) => kind === 'fact').map(presentLack),
    }
  })
  const maySign = mayMake(template, actor, loaded.relation.mode, 'sign')
  return { code, zh, en, volume, basis, perPerson, numbered: number !== null, maySign, targets }
}

const presentLack = ({ name, kind, zh, en, casePersonId }: Lack) => ({ name, kind, zh, en, casePersonId })

/** A way of the whole file, with papers of its own; a request for one person is seen where it is prepared. */
const isForWholeCase = ({ send, gate }: LegRule): boolean => gate !== null && transitionOf(send).unit === 'case'

/** What the receiver's gate would miss if the agency sent the case now, and whether the platform makes it. */
async function lackingAtGate(em: EntityManager, actor: Actor, loaded: LockedCase, own: ReadonlySet<string>) {
  if (loaded.relation.mode !== 'holder') return []
  const leg = Object.keys(LEGS)
    .filter(isLeg)
    .find(
      one =>
        isForWholeCase(LEGS[one]) && LEGS[one].from === actor.agencyType && transitionOf(LEGS[one].send).from.includes(loaded.row.stage),
    )
  if (leg === undefined) return []
  const { items } = await preflight(em, loaded, { leg, toAgency: null, persons: null })
  return items
    .filter(({ status }) => status === 'missing')
    .map(({ code, zh, en, gate, casePersonId }) => ({ code, zh, en, gate, casePersonId, makeable: own.has(code) }))
}

/** What was done with the papers of a case. */
type Beside = { readonly services: readonly ServiceRow[]; readonly annulments: readonly AnnulmentRow[] }

/** A paper as the register lists it, with what this person may do with it. */
function presentPaper(row: PaperRow, actor: Actor, { relation }: Pick<LockedCase, 'relation'>, { services, annulments }: Beside) {
  const template = templateOf(row.code)
  const { nameZh: zh, nameEn: en, volume } = documentType(row.code)
  const mine = row.agency === actor.agency
  const drafts = mine && can(actor, 'paper.draft', relation) === 'allowed' && mayMake(template, actor, relation.mode, 'draft')
  const annulment = annulments.find(({ paperId }) => paperId === row.id)
  const asked = annulment?.state === 'open'
  const signs = mine && can(actor, 'paper.issue', relation) === 'allowed' && mayMake(template, actor, relation.mode, 'sign')
  return {
    id: row.id,
    code: row.code,
    zh,
    en,
    volume,
    casePersonId: row.casePersonId,
    agency: agencyRef(row.agency),
    state: row.state,
    version: row.version,
    number: row.number,
    maker: row.makerName,
    madeAt: instant(row.madeAt),
    signer: row.signerName,
    signedAt: instantOrNull(row.signedAt),
    documentId: row.documentId,
    replaces: row.replaces,
    reason: row.reason,
    copies: template.copies,
    may: {
      edit: drafts && row.state === 'draft',
      issue: signs && row.state === 'draft',
      replace: drafts && row.state === 'issued',
      serve: drafts && row.signedAt !== null && row.state !== 'annulled',
      annul: drafts && row.state === 'issued' && !asked,
      decideAnnulment: signs && asked,
      approveAnnulment: signs && asked && annulment.requestedBy !== actor.userId,
    },
    annulment: annulment ? presentAnnulment(annulment) : null,
    services: services.filter(({ paperId }) => paperId === row.id).map(presentService),
  }
}

const presentAnnulment = ({ reason, state, requestedByName, requestedAt, decidedByName, decidedAt, note }: AnnulmentRow) => ({
  reason,
  state,
  requestedBy: requestedByName,
  requestedAt: instant(requestedAt),
  decidedBy: decidedByName,
  decidedAt: instantOrNull(decidedAt),
  note,
})

const presentService = ({ id, recipient, capacity, method, servedAt, servedBy, witness, receipt }: ServiceRow) => ({
  id,
  recipient,
  capacity,
  method: { code: method, ...SERVICE_METHODS[method] },
  servedAt: instant(servedAt),
  servedBy,
  witness,
  receipt,
})

/** One paper with its free parts as they stand, what it still lacks, and the digest of what it says. */
export async function getPaperView(em: EntityManager, actor: Actor, loaded: LockedCase, row: PaperRow) {
  const { parts, lacks, digest } = await paperNow(em, loaded, row)
  return {
    ...presentPaper(row, actor, loaded, {
      services: await listServices(em, loaded.row.id),
      annulments: await listAnnulments(em, loaded.row.id),
    }),
    basis: templateOf(row.code).basis,
    digest,
    parts: parts.map(({ name, zh, en, kind, required, options = [], value, own }) => ({
      name,
      zh,
      en,
      kind,
      required,
      options,
      value,
      own,
    })),
    lacks: lacks.map(presentLack),
  }
}
