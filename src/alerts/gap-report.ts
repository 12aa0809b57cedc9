import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import { record, SYSTEM } from '../audit/commands.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import { sha256 } from '../crypto/digest.ts'
import { appNow } from '../db/clock.ts'
import { addDays, DAY_MS, dayOf, type LegalDate, legalDate, startOfDay } from '../domain/legal-date.ts'
import { instant, instantOrNull } from '../domain/present.ts'
import { Problem } from '../domain/problem.ts'
import { GAP_MS, gapsOf, silentHours } from './rules.ts'
import {
  type BeatCounts,
  beatsIn,
  type ClockChange,
  clockChangesIn,
  lateIn,
  type Reached,
  reachedIn,
  spansIn,
  untoldNow,
  writtenReport,
} from './store.ts'

/** Reports that were missed are written later, for a week back. */
const MOST_DAYS_BACK = 7

/**
 * Whether the alarm was awake on a day: stretches of more than two minutes without a pass and what reached an instant in them,
 * rules without a heartbeat, alerts that came late, periods without an alert, settings of the clock. Legal time.
 * @throws Problem `validation` for a day that has not come
 */
export async function gapReport(em: EntityManager, day: LegalDate, codes: readonly string[]) {
  const now = await appNow(em)
  const from = startOfDay(day)
  if (from > now) throw new Problem('validation', { facts: { field: 'day' } })
  const to = new Date(Math.min(Number(from) + DAY_MS, Number(now)))
  const gaps = gapsOf(await spansIn(em, from, to), from, to)
  const outages = gaps.filter(({ cause }) => cause === 'outage')
  const changes = await clockChangesIn(em, from, to)
  const beats = await beatsIn(em, from, to)
  const skipped = changes.map(({ before, after }) => ({ from: before, to: after }))
  const reached = await reachedIn(em, [...outages, ...skipped])
  const silent = silentHours(beats, codes, gaps, from, to)
  const late = await lateIn(em, from, to)
  const untold = await untoldNow(em)
  return {
    day,
    from: instant(from),
    to: instant(to),
    ok: outages.length + silent.length + late.length + untold.length === 0,
    outages: outages.map((gap, at) => ({
      from: instant(gap.from),
      to: instant(gap.to),
      minutes: minutesOf(gap),
      ...reachedView(reached[at]),
    })),
    silent: silent.map(({ hour, all, codes: missing }) => ({ hour: instant(hour), all, codes: missing })),
    late,
    untold: untold.map(({ since, ...row }) => ({ ...row, since: instant(since) })),
    clockChanges: changes.map((change, at) => changeView(change, reached[outages.length + at])),
    watched: totalsOf(beats),
    written: writtenView(await writtenReport(em, day)),
  }
}

const minutesOf = ({ from, to }: { from: Date; to: Date }): number => Math.round((Number(to) - Number(from)) / 6_000) / 10

const reachedView = (reached: Reached | undefined) => ({
  periods: reached?.periods ?? 0,
  firstRaised: instantOrNull(reached?.firstRaised),
  lastRaised: instantOrNull(reached?.lastRaised),
  untold: reached?.untold ?? 0,
})

const changeView = ({ before, after, ...speeds }: ClockChange, reached: Reached | undefined) => ({
  before: instant(before),
  after: instant(after),
  ...speeds,
  ...reachedView(reached),
})

const writtenView = (written: { at: Date; sha256: string } | null) => written && { at: instant(written.at), sha256: written.sha256 }

function totalsOf(beats: readonly BeatCounts[]) {
  return {
    rules: new Set(beats.map(({ code }) => code)).size,
    hours: new Set(beats.map(({ hour }) => Number(hour))).size,
    due: beats.reduce((sum, { due }) => sum + due, 0),
    raised: beats.reduce((sum, { raised }) => sum + raised, 0),
    greatestLateSeconds: beats.reduce((most, { lateSeconds }) => Math.max(most, lateSeconds), 0),
  }
}

/** Writes the reports of the days that have ended, once each whoever writes first, with an entry in the trail that fixes their bytes. */
export async function writeReports(orm: MikroORM, codes: readonly string[]): Promise<LegalDate[]> {
  const missing = await orm.em.fork().execute<{ day: string }[]>(
    `select to_char(d, 'YYYY-MM-DD') as day from generate_series(?::date, ?::date, interval '1 day') d
     where not exists (select 1 from watch_report r where r.day = d::date)
       and exists (select 1 from watch_pass p where p.from_at < (d::date + 1)::timestamp at time zone 'Asia/Shanghai' and p.to_at >= d::timestamp at time zone 'Asia/Shanghai')
     order by d`,
    await lastDays(orm),
  )
  for (const { day } of missing) await writeReport(orm, legalDate(day), codes)
  return missing.map(({ day }) => legalDate(day))
}

/** The days to report on: yesterday is over once the last of its alerts can be told from late ones. */
async function lastDays(orm: MikroORM): Promise<[LegalDate, LegalDate]> {
  const today = dayOf(new Date(Number(await appNow(orm.em.fork())) - GAP_MS))
  return [addDays(today, -MOST_DAYS_BACK), addDays(today, -1)]
}

async function writeReport(orm: MikroORM, day: LegalDate, codes: readonly string[]): Promise<void> {
  await orm.em.fork().transactional(async em => {
    const { written: _, ...report } = await gapReport(em, day, codes)
    const body = canonicalJson(report)
    const digest = sha256(body)
    const [mine] = await em.execute(
      'insert into watch_report (day, written_at, body, sha256) values (?::date, app_now(), ?, ?) on conflict do nothing returning day',
      [day, body, digest],
    )
    if (mine === undefined) return
    const details = { day, ok: report.ok, outages: report.outages.length, sha256: digest.toString('hex') }
    await record(em, SYSTEM, null, { action: 'watch.reported', target: null, outcome: report.ok ? 'done' : 'failed', details })
  })
}
