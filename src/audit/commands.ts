import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../agencies/model.ts'
import { type AuditFacts, nextLink } from './chain.ts'

/** What happened, without who: the actor is added from the request. */
export type Act = Pick<AuditFacts, 'action' | 'target'> & Partial<Pick<AuditFacts, 'outcome' | 'targetVersion' | 'basis' | 'details'>>

/** Who acts where nobody is signed in: the system itself, or a failed sign-in. */
export const SYSTEM: Pick<Actor, 'requestId' | 'address'> & { userId: null; agency: null; roles: readonly never[] } = {
  userId: null,
  agency: null,
  roles: [],
  requestId: 'system',
  address: null,
}

export type Acting = {
  readonly userId: string | null
  readonly agency: string | null
  readonly roles: readonly string[]
  readonly requestId: string
  readonly address: string | null
}

const caseChain = (caseId: string): string => `case:${caseId}`
const agencyChain = (agency: string | null): string => `agency:${agency ?? 'platform'}`

/**
 * Adds the audit entry of an act to the chain of its case, or of the actor's agency, in the transaction of the act itself:
 * if it cannot be written, the act does not happen.
 */
export async function record(em: EntityManager, acting: Acting, caseId: string | null, act: Act): Promise<void> {
  const chain = caseId ? caseChain(caseId) : agencyChain(acting.agency)
  const [state] = await em.execute<{ now: Date; seq: string | null; hash: Uint8Array | null }[]>(
    "select date_trunc('milliseconds', app_now()) as now, t.seq, t.hash from (select 1) one left join lock_audit_tail(?) t on true",
    [chain],
  )
  const tail = state?.seq != null && state.hash ? { seq: Number(state.seq), hash: state.hash } : null
  const link = nextLink(chain, tail, new Date(state?.now ?? Number.NaN), factsOf(acting, act))
  await em.execute('insert into audit_entry (chain, seq, at, body, hash, sm3) values (?, ?, ?, ?, ?, ?)', [
    chain,
    link.seq,
    link.at,
    link.body,
    link.hash,
    link.sm3,
  ])
}

const factsOf = (acting: Acting, act: Act): AuditFacts => ({
  action: act.action,
  outcome: act.outcome ?? 'done',
  actor: acting.userId,
  agency: acting.agency,
  roles: acting.roles,
  target: act.target,
  ...(act.targetVersion === undefined ? {} : { targetVersion: act.targetVersion }),
  ...(act.basis === undefined ? {} : { basis: act.basis }),
  ...(act.details === undefined ? {} : { details: act.details }),
  requestId: acting.requestId,
  address: acting.address,
})

/** Adds the entries of many cases at once, each to the chain of its case: two statements however many there are. */
export async function recordAll(em: EntityManager, acting: Acting, acts: readonly { caseId: string; act: Act }[]): Promise<void> {
  if (acts.length === 0) return
  // Chains are locked in one order, whoever locks several.
  const chains = [...new Set(acts.map(({ caseId }) => caseChain(caseId)))].sort((a, b) => (a < b ? -1 : 1))
  const states = await em.execute<{ chain: string; now: Date; seq: string | null; hash: Uint8Array | null }[]>(
    `select c.chain, date_trunc('milliseconds', app_now()) as now, t.seq, t.hash
     from unnest(?::text[]) with ordinality c (chain, n) left join lateral lock_audit_tail(c.chain) t on true order by c.n`,
    [`{${chains.join(',')}}`],
  )
  const tails = new Map(states.map(({ chain, now, seq, hash }) => [chain, { now, tail: seq && hash ? { seq: Number(seq), hash } : null }]))
  const links = acts.map(({ caseId, act }) => {
    const chain = caseChain(caseId)
    const state = tails.get(chain)
    const link = nextLink(chain, state?.tail ?? null, new Date(state?.now ?? Number.NaN), factsOf(acting, act))
    if (state) state.tail = link
    return { ...link, hash: link.hash.toString('hex'), sm3: link.sm3.toString('hex') }
  })
  await em.execute(
    `insert into audit_entry (chain, seq, at, body, hash, sm3) select l.chain, l.seq, l.at, l.body, decode(l.hash, 'hex'), decode(l.sm3, 'hex')
     from jsonb_to_recordset(?::jsonb) as l (chain text, seq bigint, at timestamptz, body text, hash text, sm3 text)`,
    [JSON.stringify(links)],
  )
}

/** A fact that a flow must hear of; ids only, because Temporal keeps it for years. */
export type OutboxFact = { readonly type: string; readonly caseId: string; readonly payload: Readonly<Record<string, string>> }

/** Writes the fact beside the rows it speaks of; the dispatcher tells the flow after the commit. @returns the event id */
export async function tell(em: EntityManager, fact: OutboxFact): Promise<string> {
  const id = randomUUID()
  await em.execute('insert into outbox (id, case_id, type, payload) values (?, ?, ?, ?::jsonb)', [
    id,
    fact.caseId,
    fact.type,
    JSON.stringify(fact.payload),
  ])
  return id
}
