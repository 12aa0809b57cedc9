import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { mustBeAble } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { record, tell } from '../audit/commands.ts'
import { type LockedCase, lockCase } from '../cases/locked-case.ts'
import { toShanghai } from '../domain/legal-date.ts'
import { accept, Problem } from '../domain/problem.ts'
import type { HearingPlan } from './model.ts'
import { planHearings } from './rules.ts'
import { lockHearing } from './store.ts'

export type HearingRowPlan = {
  readonly caseIds: readonly string[]
  readonly room: string
  readonly judge: string
  readonly startsAt: Date
  readonly minutes: number
  readonly pauseMinutes: number
}

const BASIS = '法释〔2021〕1号 第372条'

/** Plans hearings one after another in one room before one judge (集中开庭), each tried separately; all of them or none. SPC 372. */
export async function planRow(em: EntityManager, actor: Actor, row: HearingRowPlan): Promise<{ hearingIds: string[] }> {
  const plans = accept(planHearings(row.caseIds, row.startsAt, row.minutes, row.pauseMinutes))
  const [judge] = await em.execute<{ agency: string | null }[]>('select staff_agency(?::uuid) as agency', [row.judge])
  if (judge?.agency !== actor.agency) throw new Problem('assignee-invalid')
  // Cases are locked in one order, so that two rows with the same cases wait for each other and never across.
  const loaded = new Map<string, LockedCase>()
  for (const caseId of [...row.caseIds].sort((a, b) => (a < b ? -1 : 1))) loaded.set(caseId, await lockTried(em, actor, caseId))
  await em.execute('select lock_hearings(?)', [actor.agency])
  const hearingIds: string[] = []
  for (const plan of plans) hearingIds.push(await addHearing(em, actor, row, plan, loaded.get(plan.caseId)))
  return { hearingIds }
}

async function lockTried(em: EntityManager, actor: Actor, caseId: string): Promise<LockedCase> {
  const one = await lockCase(em, caseId)
  mustBeAble(actor, 'hearing.plan', one.relation)
  if (one.row.stage !== 'TRIAL') throw new Problem('transition-not-allowed', { basis: BASIS, facts: { stage: one.row.stage } })
  return one
}

async function addHearing(
  em: EntityManager,
  actor: Actor,
  { room, judge }: HearingRowPlan,
  plan: HearingPlan,
  loaded: LockedCase | undefined,
): Promise<string> {
  const { caseId, startsAt, endsAt } = plan
  if (startsAt < (loaded?.now ?? startsAt)) throw new Problem('validation', { facts: { field: 'startsAt' } })
  const [found] = await em.execute<{ conflict: string | null }[]>(
    'select hearing_conflict(?::uuid, ?, ?, ?::uuid, ?::timestamptz, ?::timestamptz) as conflict',
    [caseId, actor.agency, room, judge, startsAt, endsAt],
  )
  if (found?.conflict) throw new Problem('hearing-conflict', { basis: BASIS, facts: { what: found.conflict, at: toShanghai(startsAt) } })
  const hearingId = randomUUID()
  await em.execute(
    `insert into hearing (id, case_id, court, room, judge, title, case_no, starts_at, ends_at, state, planned_by, planned_at)
     values (?, ?, ?, ?, ?, ?, (select no from case_number where case_id = ? and agency_code = ? order by seq desc limit 1), ?, ?, 'planned', ?, app_now())`,
    [hearingId, caseId, actor.agency, room, judge, loaded?.row.name ?? '', caseId, actor.agency, startsAt, endsAt, actor.userId],
  )
  await record(em, actor, caseId, { action: 'hearing.planned', target: hearingId, basis: BASIS, details: { at: startsAt.toISOString() } })
  await tell(em, { type: 'hearing.planned', caseId, payload: {} })
  return hearingId
}

/** Takes a hearing off the list, with the reason; its row stays. */
export async function cancelHearing(em: EntityManager, actor: Actor, hearingId: string, reason: string): Promise<void> {
  const { case_id: caseId } = await lockHearing(em, hearingId)
  const { relation } = await lockCase(em, caseId)
  mustBeAble(actor, 'hearing.plan', relation)
  const done = await em.execute<{ id: string }[]>(
    "update hearing set state = 'cancelled', cancelled_by = ?::uuid, cancelled_at = app_now(), reason = ? where id = ? and state = 'planned' returning id",
    [actor.userId, reason, hearingId],
  )
  if (done.length === 0) throw new Problem('state-conflict', { facts: { reason: 'done-already' } })
  await record(em, actor, caseId, { action: 'hearing.cancelled', target: hearingId, basis: BASIS })
  await tell(em, { type: 'hearing.cancelled', caseId, payload: {} })
}
