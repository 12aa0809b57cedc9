import type { MikroORM } from '@mikro-orm/postgresql'

const MOST = 1_000
/** An instant already reached is being raised by somebody else, or will be by the next try. */
const AGAIN_MS = 1_000

/** Real milliseconds until the nearest alert instant of a case's open periods; null where none is to come or the clock stands. */
export async function nextAlertMs(orm: MikroORM, caseId: string): Promise<number | null> {
  const [clock] = await orm.em
    .fork()
    .execute<{ now: Date; speed: string; next: Date | null }[]>('select now, speed, next from next_alert(?)', [caseId])
  if (clock === undefined || clock.next === null || Number(clock.speed) === 0) return null
  const real = (Number(new Date(clock.next)) - Number(new Date(clock.now))) / Number(clock.speed)
  return Math.max(AGAIN_MS, Math.ceil(real))
}

/** Raises what is due in one case, as the sweep does for all; what the sweep raised first is found done. @returns how many */
export async function raiseCaseAlerts(orm: MikroORM, caseId: string): Promise<number> {
  const found = await orm.em.fork().execute<{ raised: number }[]>("select raised from raise_case_alerts(?, ?, 'flow')", [caseId, MOST])
  return found.reduce((sum, { raised }) => sum + raised, 0)
}
