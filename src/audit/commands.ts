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

/**
 * The acts of a batch, each in the chain of its case, in two statements for any number of them. The chains are locked in one
 * order, so that two batches wait for each other and never across.
 */
export async function recordAll(em: EntityManager, acting: Acting, acts: readonly (Act & { caseId: string })[]): Promise<void> {
  if (acts.length === 0) return
  const chains = [...new Set(acts.map(({ caseId }) => caseChain(caseId)))]
  const rows = await em.execute<{ chain: string; now: Date; seq: string | null; hash: Uint8Array | null }[]>(
    "select t.chain, date_trunc('milliseconds', app_now()) as now, t.seq, t.hash from lock_audit_tails(?::text[]) t",
    [`{${chains.join(',')}}`],
  )
  const tails = new Map(rows.map(({ chain, seq, hash }) => [chain, seq !== null && hash ? { seq: Number(seq), hash } : null]))
  const at = new Date(rows[0]?.now ?? Number.NaN)
  const links = acts.map(({ caseId, ...act }) => {
    const chain = caseChain(caseId)
    const link = nextLink(chain, tails.get(chain) ?? null, at, factsOf(acting, act))
    tails.set(chain, link)
    return { ...link, hash: link.hash.toString('hex'), sm3: link.sm3.toString('hex') }
  })
  await em.execute(
    `insert into audit_entry (chain, seq, at, body, hash, sm3) select l.chain, l.seq, l.at, l.body, decode(l.hash, 'hex'), decode(l.sm3, 'hex')
     from jsonb_to_recordset(?::jsonb) as l (chain text, seq bigint, at timestamptz, body text, hash text, sm3 text)`,
    [JSON.stringify(links)],
  )
}

function factsOf(acting: Acting, act: Act): AuditFacts {
  return {
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
  }
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

/** The facts of a batch in one statement, in the order given. */
export async function tellAll(em: EntityManager, facts: readonly (OutboxFact & { readonly id: string })[]): Promise<void> {
  if (facts.length === 0) return
  await em.execute(
    `insert into outbox (id, case_id, type, payload) select f.id, f."caseId", f.type, f.payload
     from rows from (jsonb_to_recordset(?::jsonb) as (id uuid, "caseId" uuid, type text, payload jsonb)) with ordinality as f (id, "caseId", type, payload, place) order by f.place`,
    [JSON.stringify(facts)],
  )
}
