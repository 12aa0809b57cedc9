import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import { record, SYSTEM } from '../../audit/commands.ts'
import { appNow } from '../../db/clock.ts'
import { forCase } from '../../db/orm.ts'
import { agencyOf } from '../../domain/codes.ts'
import type { Channel, ChannelName } from '../../messaging/channel.ts'
import { type Audience, audienceOf, messageText } from './message.ts'
import type { Letter } from './model.ts'
import { deskRoles } from './recipients.ts'
import { getLetter } from './store.ts'

export type DeliveryDeps = { readonly orm: MikroORM; readonly channels: readonly Channel[]; readonly inbox: string | null }
/** A fact of a letter; its id is the occasion of which people are told once each. */
export type Occasion = { readonly letterId: string; readonly caseId: string; readonly eventId: string; readonly type: string }

type Waiting = { id: string; channel: ChannelName; address: string }

/**
 * Tells everybody whom a fact concerns by every way that is configured and that he has given. Each message has its own id,
 * kept before it is sent: run twice, it sends only what is not known to have arrived, under the same id.
 * @throws Error where a gateway is away, after all others were tried
 */
export async function tellPeople({ orm, channels, inbox }: DeliveryDeps, fact: Occasion, beat: () => void): Promise<void> {
  const audience = audienceOf(fact.type)
  if (audience === null || channels.length === 0) return
  const caseId = await caseOf(orm, fact)
  if (caseId === null) throw new Error('there is no such letter')
  const occasion = { ...fact, caseId }
  const { waiting, message } = await forCase(orm, occasion.caseId).transactional(async em => {
    const letter = await getLetter(em, occasion.letterId)
    await addAttempts(em, letter, occasion, audience, channels)
    return { waiting: await listWaiting(em, occasion), message: messageText(occasion.type, letter, await appNow(em), inbox) }
  })
  let away: unknown = null
  let sent = 0
  for (const one of waiting) {
    beat()
    try {
      const channel = channels.find(({ name }) => name === one.channel)
      if (channel === undefined) continue
      const answer = await channel.send({ id: one.id, to: one.address, ...message })
      await settle(orm, occasion.caseId, one.id, answer.ok ? null : answer.refused)
      sent++
    } catch (error) {
      away = error
      await noteFailure(orm, occasion.caseId, one.id)
    }
  }
  if (sent > 0)
    await forCase(orm, occasion.caseId).transactional(
      async em =>
        await record(em, SYSTEM, occasion.caseId, { action: 'letter.told', target: occasion.letterId, details: { messages: sent } }),
    )
  if (away !== null) throw new Error('a gateway did not take every message', { cause: away })
}

/** A letter may have gone on in another case since its fact was told. */
async function caseOf(orm: MikroORM, { letterId }: Occasion): Promise<string | null> {
  const [row] = await orm.em.fork().execute<{ caseId: string | null }[]>('select case_of_letter(?) as "caseId"', [letterId])
  return row?.caseId ?? null
}

// Who belongs to each audience, as a condition on a user `u` and the letter `l`.
const WHO: Readonly<Record<Exclude<Audience, 'issuer' | 'desk'>, string>> = {
  recipients: "r.kind in ('to', 'cc')",
  to: "r.kind = 'to'",
  notice: "r.kind = 'notice'",
}

/** One attempt per person and way that he has given, made before anything is sent. */
async function addAttempts(
  em: EntityManager,
  letter: Letter,
  { eventId }: Occasion,
  audience: Audience,
  channels: readonly Channel[],
): Promise<void> {
  const [people, values] =
    audience === 'issuer' || audience === 'desk'
      ? [
          'select null::uuid as recipient_id, u.id as user_id from app_user u where u.agency_code = ? and u.roles && ?::text[] and u.disabled_at is null',
          audience === 'issuer' ? [letter.issuer, '{SV}'] : [letter.agency, `{${deskRoles(agencyOf(letter.agency).type).join(',')}}`],
        ]
      : [
          `select (array_agg(r.id order by r.id))[1] as recipient_id, u.id as user_id from letter_recipient r join app_user u
           on u.disabled_at is null and (u.id = r.user_id or r.user_id is null and u.agency_code = r.agency and u.roles && r.desk_roles)
           where r.letter_id = ? and ${WHO[audience]} group by u.id`,
          [letter.id],
        ]
  await em.execute(
    `insert into letter_delivery (id, letter_id, case_id, recipient_id, occasion, user_id, channel, state, created_at)
     select gen_random_uuid(), ?::uuid, ?::uuid, p.recipient_id, ?::uuid, p.user_id, w.channel, 'waiting', app_now()
     from (${people}) p join staff_contact c on c.user_id = p.user_id
     cross join lateral (values ('email', c.email), ('sms', c.mobile), ('wecom', c.wecom)) as w (channel, address)
     where w.address is not null and w.channel = any (?::text[]) on conflict do nothing`,
    [letter.id, letter.caseId, eventId, ...values, `{${channels.map(({ name }) => name).join(',')}}`],
  )
}

async function listWaiting(em: EntityManager, { letterId, eventId }: Occasion): Promise<Waiting[]> {
  return await em.execute<Waiting[]>(
    `select d.id, d.channel, case d.channel when 'email' then c.email when 'sms' then c.mobile else c.wecom end as address
     from letter_delivery d join staff_contact c on c.user_id = d.user_id where d.letter_id = ? and d.occasion = ? and d.state = 'waiting' order by d.id`,
    [letterId, eventId],
  )
}

async function settle(orm: MikroORM, caseId: string, id: string, refused: string | null): Promise<void> {
  await forCase(orm, caseId).transactional(
    async em =>
      await em.execute('update letter_delivery set state = ?, problem = ?, attempts = attempts + 1, sent_at = app_now() where id = ?', [
        refused === null ? 'sent' : 'refused',
        refused,
        id,
      ]),
  )
}

async function noteFailure(orm: MikroORM, caseId: string, id: string): Promise<void> {
  await forCase(orm, caseId).transactional(
    async em => await em.execute("update letter_delivery set attempts = attempts + 1, problem = 'away' where id = ?", [id]),
  )
}
