import type { EntityManager } from '@mikro-orm/postgresql'
import { type BrokenLink, brokenLink, type StoredLink } from './chain.ts'

const BATCH = 5_000

/** Walks every chain, or only this one, and names each broken link. Reads in batches, so that memory does not grow with the trail. */
export async function verifyChains(
  em: EntityManager,
  only: string | null = null,
): Promise<{ chains: number; entries: number; broken: BrokenLink[] }> {
  let before: StoredLink | null = null
  const found = { chains: 0, entries: 0, broken: [] as BrokenLink[] }
  for (;;) {
    const rows: { chain: string; seq: string; at: Date; body: string; hash: Uint8Array; sm3: Uint8Array }[] = await em.execute(
      `select chain, seq, at, body, hash, sm3 from audit_entry where (chain, seq) > (?, ?) ${only === null ? '' : 'and chain = ?'} order by chain, seq limit ?`,
      [before?.chain ?? '', before?.seq ?? 0, ...(only === null ? [] : [only]), BATCH],
    )
    for (const row of rows) {
      const link: StoredLink = { ...row, seq: Number(row.seq), at: new Date(row.at) }
      const previous: StoredLink | null = before?.chain === link.chain ? before : null
      if (previous === null) found.chains++
      const broken = brokenLink(link, previous)
      if (broken) found.broken.push(broken)
      before = link
      found.entries++
    }
    if (rows.length < BATCH) return found
  }
}
