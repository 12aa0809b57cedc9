import type { MikroORM } from '@mikro-orm/postgresql'
import type { Logger } from 'pino'
import { record, SYSTEM } from '../audit/commands.ts'
import { repairFindings } from './repairs.ts'
import { checkRound, type RoundDeps } from './round.ts'
import { claimRun, closeRun, failRun, keepFindings, type Run } from './store.ts'

/** A round that has not ended by then died with its worker, and another takes it up. */
const DEAD_AFTER_MINUTES = 240

/**
 * Takes up the next round that was asked for or whose night has come: all checks, what they found, and where it was asked for
 * the safe repairs. @returns whether there was one
 */
export async function takeRound(deps: RoundDeps, log: Pick<Logger, 'warn'>): Promise<boolean> {
  const run = await deps.orm.em.fork().transactional(async em => await claimRun(em, DEAD_AFTER_MINUTES))
  if (run === null) return false
  try {
    await goRound(deps, run)
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown'
    log.warn({ run: run.id, error: name }, 'a round of checks failed')
    await deps.orm.em.fork().transactional(async em => await failRun(em, run.id, name))
  }
  return true
}

async function goRound(deps: RoundDeps, run: Run): Promise<void> {
  const tally = await checkRound(deps, run.only_case)
  const { checked, findings, complete } = tally
  await deps.orm.em.fork().transactional(async em => await keepFindings(em, run, findings, complete))
  const acting = { ...SYSTEM, userId: run.asked_by, agency: run.agency }
  const repaired = run.repair ? await repairFindings(deps, acting, findings) : 0
  await deps.orm.em.fork().transactional(async em => {
    await closeRun(em, run.id, checked, repaired)
    const found = checked.reduce((sum, one) => sum + one.found, 0)
    const details = { run: run.id, kind: run.kind, checks: checked.length, found, repaired }
    await record(em, acting, run.only_case, {
      action: 'integrity.checked',
      target: run.only_case,
      outcome: found === 0 ? 'done' : 'failed',
      details,
    })
  })
}

/** Nights begin at two; a worker that was away for a night makes up for it when it is back. */
const NIGHT = { from: '02:00', until: '05:00', lateAfterHours: 30 }

/** Asks for the round of this night where nobody has, by the clock of the servers. @returns whether it was asked for */
export async function askNightly(orm: MikroORM): Promise<boolean> {
  const asked = await orm.em.fork().execute<{ id: string }[]>(
    `insert into integrity_run (id, kind, day, repair)
     select gen_random_uuid(), 'nightly', (now() at time zone 'Asia/Shanghai')::date, false
     where (now() at time zone 'Asia/Shanghai')::time between ?::time and ?::time
       or exists (select 1 from integrity_run where kind = 'nightly' having max(asked_at) < now() - make_interval(hours => ?))
     on conflict (day) where kind = 'nightly' do nothing returning id`,
    [NIGHT.from, NIGHT.until, NIGHT.lateAfterHours],
  )
  return asked.length > 0
}
