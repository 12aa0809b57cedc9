import { randomUUID } from 'node:crypto'
import type { Client } from 'pg'
import { periodRule } from '../../src/periods/table.ts'
import { nextAlertAt, thresholdsOf } from '../../src/periods/thresholds.ts'

export type WatchedCase = { readonly caseId: string; readonly eventId: string }

/** A case with one event, as its rows; whoever holds it sees it. */
export async function aWatchedCase(admin: Client, agency = '350503-PSB'): Promise<WatchedCase> {
  const [caseId, eventId] = [randomUUID(), randomUUID()]
  await admin.query(
    `insert into criminal_case (id, platform_no, name, stage, holder_agency, origin_agency, charge_code, source, opened_at, turn_agency, turn_since, turn_zh, turn_en, updated_at)
       values ($1::uuid, $1::text, '盗窃案', 'INVESTIGATION', $2, $2, 'X001', 'report', app_now(), $2, app_now(), '审查', 'Decide', app_now())`,
    [caseId, agency],
  )
  await admin.query("insert into case_access (case_id, agency_code, mode, since) values ($1, $2, 'holder', app_now())", [caseId, agency])
  await admin.query(
    `insert into case_event (id, case_id, transition, act, events, occurred_at, recorded_at, by_agency, basis, clock)
       values ($1, $2, 1, 'file', '{filed}', app_now(), app_now(), $3, 'CPL 112', '{}')`,
    [eventId, caseId, agency],
  )
  return { caseId, eventId }
}

export type Watched = { readonly code: string; readonly dueAt: Date; readonly startedAt?: Date; readonly custody?: boolean }

/** A period of the case with the instants of its rule, as the case's own fold writes it. @returns its id */
export async function watchPeriod(admin: Client, { caseId, eventId }: WatchedCase, period: Watched): Promise<string> {
  const { code, dueAt, custody = false, startedAt = new Date(dueAt.getTime() - 30 * 86_400_000) } = period
  const thresholds = thresholdsOf(periodRule(code), { startedAt, dueAt, custodyOverride: custody })
  if (thresholds === null) throw new Error(`${code} is not watched`)
  const id = randomUUID()
  const { remindAt, warnAt, superviseAt } = thresholds
  const values = [id, caseId, code, startedAt, dueAt, custody, eventId, remindAt, warnAt, superviseAt, nextAlertAt(thresholds, 0)]
  await admin.query(
    `insert into period_instance (id, case_id, code, started_at, due_at, in_custody, custody, started_by, agency, remind_at, warn_at, supervise_at, next_alert_at)
       values ($1, $2, $3, $4, $5, $6, $6, $7, (select holder_agency from criminal_case where id = $2), $8, $9, $10, $11)`,
    values,
  )
  return id
}

export type AlertRow = { readonly level: number; readonly raised_by: string; readonly end_reason: string | null }

export async function alertsOf(admin: Client, periodId: string): Promise<AlertRow[]> {
  const { rows } = await admin.query<AlertRow>(
    'select level, raised_by, end_reason from alert where period_id = $1 order by due_at, level',
    [periodId],
  )
  return rows
}

/** Sets the legal clock; `speed` 0 lets it stand. */
export async function setClock(admin: Client, to: Date | null, speed = 0): Promise<void> {
  await admin.query('select set_clock($1::timestamptz, $2)', [to, speed])
}

/** Many copies of a period, each with a code of its own. */
export async function multiplyPeriod(admin: Client, periodId: string, copies: number): Promise<void> {
  await admin.query(
    `insert into period_instance (id, case_id, code, started_at, due_at, in_custody, custody, started_by, agency, remind_at, warn_at, supervise_at, next_alert_at)
     select gen_random_uuid(), p.case_id, 'MANY_' || n, p.started_at, p.due_at, p.in_custody, p.custody, p.started_by, p.agency, p.remind_at, p.warn_at, p.supervise_at, p.next_alert_at
     from period_instance p, generate_series(1, $2::int) n where p.id = $1`,
    [periodId, copies],
  )
}
