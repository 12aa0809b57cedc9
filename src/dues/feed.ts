import { createHash, randomBytes } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventBusyStatus } from 'ical-generator'
import type { Actor } from '../agencies/model.ts'
import { record } from '../audit/commands.ts'
import { agencyOf } from '../domain/codes.ts'
import { Problem } from '../domain/problem.ts'
import { periodRule } from '../periods/table.ts'

const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest()

/** Makes or renews the secret of a person's calendar; an earlier address is dead at once. @returns the secret, which is kept nowhere */
export async function renewFeed(em: EntityManager, actor: Actor): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await em.execute(
    `insert into calendar_feed (user_id, token_sha256) values (?, ?)
     on conflict (user_id) do update set token_sha256 = excluded.token_sha256, made_at = now()`,
    [actor.userId, digestOf(token)],
  )
  await record(em, actor, null, { action: 'feed.renewed', target: actor.userId })
  return token
}

/** Takes the address back. Nothing happens where there is none. */
export async function revokeFeed(em: EntityManager, actor: Actor): Promise<void> {
  const gone = await em.execute('delete from calendar_feed where user_id = ? returning user_id', [actor.userId])
  if (gone.length > 0) await record(em, actor, null, { action: 'feed.revoked', target: actor.userId })
}

type FeedPeriod = {
  readonly period_id: string
  readonly platform_no: string
  readonly code: string
  readonly agency: string
  readonly due_at: Date
  readonly warn_at: Date | null
  readonly provisional: boolean
  readonly changed_at: Date
}

/**
 * The calendar behind an address: one event per running period of the cases assigned to its holder, with the alarm at the
 * warning. It names cases by number and agencies, never a person. The same rows give the same bytes.
 * @throws Problem `not-found` for an address that was revoked or renewed, and for an account that has no cases any more
 */
export async function readFeed(em: EntityManager, token: string): Promise<string> {
  const rows = await em.execute<(FeedPeriod | { readonly period_id: null })[]>('select * from feed_periods(?)', [digestOf(token)])
  if (rows.length === 0) throw new Problem('not-found')
  const calendar = ical({
    name: '案联 在途期限',
    prodId: { company: 'anlian', product: 'deadlines', language: 'ZH' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 3_600,
  })
  for (const row of rows) if (row.period_id !== null) addPeriod(calendar, row)
  return calendar.toString()
}

function addPeriod(calendar: ReturnType<typeof ical>, row: FeedPeriod): void {
  const { nameZh, nameEn, legalBasis } = periodRule(row.code)
  const due = new Date(row.due_at)
  const event = calendar.createEvent({
    id: `${row.period_id}@anlian`,
    start: due,
    end: due,
    stamp: new Date(row.changed_at),
    summary: `${row.platform_no} ${nameZh}届满${row.provisional ? '（暂定）' : ''}（承办：${agencyOf(row.agency).zh}）`,
    description: `${nameEn}. ${legalBasis}`,
    busystatus: ICalEventBusyStatus.FREE,
  })
  if (row.warn_at) event.createAlarm({ type: ICalAlarmType.display, trigger: new Date(row.warn_at), description: nameZh })
}
