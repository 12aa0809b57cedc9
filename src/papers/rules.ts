import type { Actor } from '../agencies/model.ts'
import { dayOf } from '../domain/legal-date.ts'
import { type Decision, refuse } from '../domain/problem.ts'
import type { Lack, PartTexts } from './fill.ts'
import type { PaperState, ServiceMethod, Standing, Template } from './model.ts'

type Maker = Pick<Actor, 'agencyType' | 'roles'>

/** Whether this post of this agency drafts, or signs, this paper while it stands so to the case. */
export function mayMake(template: Template, { agencyType, roles }: Maker, standing: Standing | null, act: 'draft' | 'sign'): boolean {
  const posts = act === 'sign' ? template.sign : [...template.draft, ...template.sign]
  return (
    template.agencies.includes(agencyType) &&
    standing !== null &&
    template.standing.includes(standing) &&
    roles.some(role => posts.includes(role))
  )
}

/** Refuses a paper that is not this person's to make. */
export function decideMake(template: Template, maker: Maker, standing: Standing | null, act: 'draft' | 'sign'): Decision<null> {
  return mayMake(template, maker, standing, act)
    ? { ok: true, change: null }
    : refuse('paper-not-yours', template.basis, { code: template.code, act, standing })
}

const LONGEST = { text: 500, choice: 100, longText: 20_000 } as const

/** What a maker may write: parts of this template, no longer than their kind, choices as they are offered. */
export function decideParts(template: Template, texts: PartTexts): Decision<PartTexts> {
  for (const [name, text] of Object.entries(texts)) {
    const part = template.parts.find(one => one.name === name)
    const fits =
      part !== undefined && text.length <= LONGEST[part.kind] && (part.kind !== 'choice' || text === '' || part.options?.includes(text))
    if (!fits) return refuse('validation', null, { field: name })
  }
  return { ok: true, change: texts }
}

/** A paper is signed as a draft, complete, and as the signer saw it. `seen` is the digest of what he looked at. */
export function decideIssue(state: PaperState, lacks: readonly Lack[], digest: string, seen: string | null): Decision<null> {
  if (state !== 'draft') return refuse('paper-not-draft')
  if (lacks.length > 0)
    return refuse('paper-facts-missing', null, { missing: lacks.map(({ zh }) => zh), missingEn: lacks.map(({ en }) => en) })
  if (seen !== null && seen !== digest) return refuse('paper-facts-changed')
  return { ok: true, change: null }
}

/** Only what is issued has a newer version, or is served. */
export const decideIssued = (state: PaperState): Decision<null> =>
  state === 'issued' ? { ok: true, change: null } : refuse('paper-not-issued')

/** How far a paper has gone: in a file that a receiver took, in one that is on its way, or nowhere yet. */
export type Sending = 'accepted' | 'open' | null
/** A request that a paper be void, as far as rules look at it. */
export type AnnulmentFacts = { readonly requestedBy: string; readonly state: 'open' | 'approved' | 'refused' }

/** Only an issued paper that no receiver has is made void, once; one that a receiver has is replaced, and he says that he knows. */
export function decideAnnul(state: PaperState, sending: Sending, standing: AnnulmentFacts | null): Decision<null> {
  if (state !== 'issued') return refuse('paper-not-issued')
  if (sending === 'accepted') return refuse('paper-sent', '移送规则 第5节')
  if (sending === 'open') return refuse('hand-over-open')
  return standing === null || standing.state === 'refused'
    ? { ok: true, change: null }
    : refuse('state-conflict', null, { reason: 'asked-before' })
}

/** Somebody else than who asked approves; he himself may take the request back. */
export function decideAnnulment(request: AnnulmentFacts | null, byUser: string, approve: boolean): Decision<null> {
  if (request?.state !== 'open') return refuse('annulment-not-open')
  return approve && request.requestedBy === byUser
    ? refuse('second-person-required', '内部审批制度：经办、审批分离')
    : { ok: true, change: null }
}

/** Who will not take a paper has it left before a witness (CPL 107(2)); nothing is served before it was signed. */
export function decideService(method: ServiceMethod, witness: string | null, servedAt: Date, signedAt: Date, now: Date): Decision<null> {
  if (method === 'left' && !witness) return refuse('service-needs-witness', '刑事诉讼法 第107条第2款')
  if (servedAt > now) return refuse('occurred-in-future')
  if (dayOf(servedAt) < dayOf(signedAt)) return refuse('occurred-before-case')
  return { ok: true, change: null }
}
