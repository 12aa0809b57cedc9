import { randomUUID } from 'node:crypto'
import type { MikroORM } from '@mikro-orm/postgresql'
import type { Client } from 'pg'
import { issueLetters } from '../../src/alerts/letters/issue.ts'
import { sweepLetters } from '../../src/alerts/letters/letter-sweep.ts'
import { aWatchedCase, type WatchedCase } from './watched.ts'

/** A case of the police with a suspect and its case officer, as rows. */
export async function aPoliceCase(
  admin: Client,
  officer: string | null,
  { name = '林志远', birthDate = '1988-06-14', measure = '06' }: { name?: string; birthDate?: string; measure?: string } = {},
): Promise<WatchedCase> {
  const made = await aWatchedCase(admin, '350503-PSB')
  await admin.query(
    `insert into case_person (id, case_id, seq, stage, name, sex, birth_date, id_type, measure_code) values ($1, $2, 1, 'INVESTIGATION', $3, '1', $4, '111', $5)`,
    [randomUUID(), made.caseId, name, birthDate, measure],
  )
  if (officer !== null)
    await admin.query(
      "insert into case_assignment (case_id, user_id, agency_code, role, since) values ($1, $2, '350503-PSB', 'caseOfficer', app_now())",
      [made.caseId, officer],
    )
  return made
}

/** Raises what is due and makes the letters, as two passes of the worker do. */
export async function alertAndIssue(admin: Client, orm: MikroORM): Promise<void> {
  await admin.query("select raise_due_alerts(100000, 'sweep')")
  while ((await issueLetters(orm)).more);
}

/** All passes over letters that are due, until nothing is. @returns how many letters were looked at */
export async function sweepAll(orm: MikroORM): Promise<number> {
  let taken = 0
  for (;;) {
    const pass = await sweepLetters(orm)
    taken += pass.taken
    if (pass.taken === 0) return taken
  }
}

export type LetterRow = {
  readonly id: string
  readonly level: number
  readonly state: string
  readonly number: string | null
  readonly issuer: string
  readonly signed_by: string | null
  readonly raised_from: string | null
  readonly result: string | null
  readonly case_review: boolean
  readonly returns: number
  readonly content: { readonly persons: readonly string[]; readonly earlier: readonly string[] }
}

/** The letters on a period, the lowest first. */
export async function lettersOf(admin: Client, periodId: string): Promise<LetterRow[]> {
  const { rows } = await admin.query<LetterRow>('select * from letter where period_id = $1 order by level, raised_at', [periodId])
  return rows
}

/** Ends a period as an event of the case does. */
export async function endPeriod(admin: Client, periodId: string, endedAt: Date): Promise<void> {
  await admin.query('update period_instance set ended_at = $2, next_alert_at = null, ended_by = started_by where id = $1', [
    periodId,
    endedAt,
  ])
}
