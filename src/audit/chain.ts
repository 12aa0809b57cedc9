import { canonicalJson, type Json } from '../crypto/canonical.ts'
import { sha256, sm3 } from '../crypto/digest.ts'

/** Who did what to which target, in canonical words. Never a name, an identity number or text of a paper. */
export type AuditFacts = {
  readonly action: string
  readonly outcome: 'done' | 'denied' | 'failed'
  readonly actor: string | null
  readonly agency: string | null
  readonly roles: readonly string[]
  readonly target: string | null
  readonly targetVersion?: number
  readonly basis?: string
  readonly requestId: string | null
  readonly address: string | null
  readonly details?: Readonly<Record<string, string | number | boolean | null>>
}

export type ChainLink = {
  readonly chain: string
  readonly seq: number
  readonly at: string
  readonly body: string
  readonly hash: Buffer
  readonly sm3: Buffer
}

/** The next link of a chain: its body names its place and the hash before it, so that a change, a gap or a swap shows. */
export function nextLink(chain: string, tail: { seq: number; hash: Uint8Array } | null, at: Date, facts: AuditFacts): ChainLink {
  const seq = (tail?.seq ?? 0) + 1
  const entry: Json = { chain, seq, at: at.toISOString(), prev: tail ? Buffer.from(tail.hash).toString('hex') : null, ...facts }
  const body = canonicalJson(entry)
  return { chain, seq, at: at.toISOString(), body, hash: sha256(body), sm3: sm3(body) }
}

export type StoredLink = {
  readonly chain: string
  readonly seq: number
  readonly at: Date
  readonly body: string
  readonly hash: Uint8Array
  readonly sm3: Uint8Array
}
export type BrokenLink = {
  readonly chain: string
  readonly seq: number
  readonly why: 'hash' | 'sm3' | 'previous' | 'sequence' | 'place' | 'time'
}

/** What is wrong with this link after the one before it (null at the start of a chain); null if nothing is. */
export function brokenLink(link: StoredLink, before: StoredLink | null): BrokenLink | null {
  const broken = (why: BrokenLink['why']): BrokenLink => ({ chain: link.chain, seq: link.seq, why })
  if (!sha256(link.body).equals(link.hash)) return broken('hash')
  if (!sm3(link.body).equals(link.sm3)) return broken('sm3')
  const body: { chain?: unknown; seq?: unknown; prev?: unknown; at?: unknown } = JSON.parse(link.body)
  if (body.chain !== link.chain || body.seq !== link.seq) return broken('place')
  if (body.at !== link.at.toISOString()) return broken('time')
  if (link.seq !== (before?.seq ?? 0) + 1) return broken('sequence')
  return body.prev === (before ? Buffer.from(before.hash).toString('hex') : null) ? null : broken('previous')
}
