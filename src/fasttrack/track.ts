import type { EntityManager } from '@mikro-orm/postgresql'
import { AGENCIES } from '../domain/codes.ts'
import { endOf, evidenceOf, type MarkView, marksOf, nextMarkAt } from './rules.ts'
import type { MarkOwner } from './scheme.ts'
import { findTrack } from './store.ts'

type TrackTurn = { readonly end: string | null; readonly nextMs: number | null }

/** A mark that was just missed is looked for again only after this time, however fast the clock runs. */
const LEAST_MS = 1_000

const SUFFIX: Readonly<Partial<Record<MarkOwner, string>>> = {
  publicSecurity: 'PSB',
  procuratorate: 'PRO',
  court: 'CRT',
  justice: 'JUS',
  communityCorrection: 'JUS',
}

/** The agency of the case's own district that owns a mark; the police of the case where the district has none. */
export function ownerAgency(owner: MarkOwner, originAgency: string): string {
  const code = `${originAgency.split('-')[0]}-${SUFFIX[owner] ?? 'PSB'}`
  return AGENCIES.has(code) ? code : originAgency
}

/**
 * One turn of a track: tells owners of the marks that were missed, each once, and says what is next. May run twice for the same
 * case; a case without a track, or one whose track has ended, says so.
 */
export async function followTrack(systemOf: (caseId: string) => EntityManager, caseId: string): Promise<TrackTurn> {
  return await systemOf(caseId).transactional(async em => {
    const row = await findTrack(em, caseId)
    if (row === null || row.track_arrived_at === null || row.track_state === null) return { end: 'NONE', nextMs: null }
    const now = new Date(row.now)
    const closedAt = row.track_closed_at ? new Date(row.track_closed_at) : null
    const marks = marksOf(new Date(row.track_arrived_at), evidenceOf(row), closedAt ?? now)
    const missed = row.track_state === 'open' ? marks.filter(({ state }) => state === 'missed') : []
    if (missed.length > 0) await raise(em, caseId, missed, row.origin_agency)
    const next = nextMarkAt(marks)
    const speed = Number(row.speed)
    const ms = next === null || speed === 0 ? null : Math.max(LEAST_MS, Math.ceil((Number(next) - Number(now)) / speed) + 1)
    return { end: endOf(row.track_state, row.reason, marks), nextMs: ms }
  })
}

async function raise(em: EntityManager, caseId: string, missed: readonly MarkView[], originAgency: string): Promise<void> {
  const rows = missed.map(({ code, owner, dueAt }) => ({
    mark: code,
    owner,
    agency: ownerAgency(owner, originAgency),
    due_at: dueAt.toISOString(),
  }))
  await em.execute(
    `insert into fast_track_missed (case_id, mark, owner, agency, due_at, raised_at)
     select ?::uuid, m.mark, m.owner, m.agency, m.due_at, app_now() from jsonb_to_recordset(?::jsonb) as m (mark text, owner text, agency text, due_at timestamptz)
     on conflict do nothing`,
    [caseId, JSON.stringify(rows)],
  )
}
