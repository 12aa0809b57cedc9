import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../../agencies/model.ts'
import { agencyRef, instant, instantOrNull } from '../../domain/present.ts'
import { Problem } from '../../domain/problem.ts'
import { basisInChinese } from '../../periods/basis.ts'
import { periodRule } from '../../periods/table.ts'
import { LETTER_EXTRAS, presentRow } from './letter-list.ts'
import { LETTER_TABLE, levelRule } from './levels.ts'
import { eventName } from './presenting.ts'
import { postName, type Recipient } from './recipients.ts'
import { LETTER_COLUMNS } from './store.ts'

type ViewRow = Parameters<typeof presentRow>[0]
type RecipientView = Recipient & {
  name: string | null
  deliveredAt: Date | null
  acknowledgedAt: Date | null
  acknowledgedBy: string | null
}
type EventView = { at: Date; act: string; name: string | null; agency: string | null; data: Record<string, unknown> }
type DeliveryView = { channel: string; state: string; attempts: number; createdAt: Date; sentAt: Date | null; name: string | null }

/** One letter with its addressees, its course and its deliveries, as the actor may see it. @throws Problem `not-found` */
export async function getLetterView(em: EntityManager, actor: Actor, letterId: string) {
  const [row] = await em.execute<ViewRow[]>(`select ${LETTER_COLUMNS}, '' as "sortKey", ${LETTER_EXTRAS} from letter l where l.id = ?`, [
    letterId,
  ])
  if (row === undefined) throw new Problem('not-found')
  const rule = periodRule(row.code)
  return {
    ...presentRow(row, actor),
    startedAt: row.content.startedAt,
    basis: { zh: basisInChinese(rule.legalBasis), en: rule.legalBasis },
    verify: rule.verify,
    earlier: row.content.earlier,
    demand: levelRule(row.level).demand,
    causes: LETTER_TABLE.causes,
    returnsAtMost: LETTER_TABLE.returnsAtMost,
    recipients: await recipientsOf(em, letterId),
    events: await eventsOf(em, letterId),
    deliveries: await deliveriesOf(em, letterId),
  }
}

async function recipientsOf(em: EntityManager, letterId: string) {
  const rows = await em.execute<RecipientView[]>(
    `select kind, post, agency, user_id as "userId", staff_name(user_id) as name, delivered_at as "deliveredAt", acknowledged_at as "acknowledgedAt", staff_name(acknowledged_by) as "acknowledgedBy"
     from letter_recipient where letter_id = ? order by array_position(array['to', 'cc', 'notice'], kind), agency, post, id`,
    [letterId],
  )
  return rows.map(({ kind, post, agency, userId, name, deliveredAt, acknowledgedAt, acknowledgedBy }) => ({
    kind,
    post: postName(post),
    agency: agencyRef(agency),
    name,
    vacant: userId === null,
    deliveredAt: instantOrNull(deliveredAt),
    acknowledgedAt: instantOrNull(acknowledgedAt),
    acknowledgedBy,
  }))
}

async function eventsOf(em: EntityManager, letterId: string) {
  const rows = await em.execute<EventView[]>(
    'select at, act, staff_name(by_user) as name, by_agency as agency, data from letter_event where letter_id = ? order by seq',
    [letterId],
  )
  return rows.map(({ at, act, name, agency, data }) => ({
    at: instant(at),
    act,
    ...eventName(act),
    by: name,
    agency: agency === null ? null : agencyRef(agency),
    data,
  }))
}

async function deliveriesOf(em: EntityManager, letterId: string) {
  const rows = await em.execute<DeliveryView[]>(
    `select channel, state, attempts, created_at as "createdAt", sent_at as "sentAt", staff_name(user_id) as name from letter_delivery where letter_id = ? order by created_at, id`,
    [letterId],
  )
  return rows.map(({ createdAt, sentAt, ...rest }) => ({ ...rest, createdAt: instant(createdAt), sentAt: instantOrNull(sentAt) }))
}
