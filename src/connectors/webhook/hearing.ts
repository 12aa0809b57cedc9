import { createHash } from 'node:crypto'
import type { MikroORM } from '@mikro-orm/postgresql'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { KeyWrap } from '../../crypto/wrapping.ts'
import { Problem } from '../../domain/problem.ts'
import { type Mark, receive } from '../inbound/receiving.ts'
import { SystemFault, type SystemRecord } from '../model.ts'
import { readRecord } from '../record.ts'
import { findConnector, sealedSecrets } from '../store.ts'
import { openSecret } from '../ways.ts'
import { isSigned, type SignedHeaders } from './signing.ts'

const Event = Type.Object({
  specversion: Type.Literal('1.0'),
  id: Type.String({ minLength: 1 }),
  type: Type.String(),
  data: Type.Unknown(),
})
const MESSAGE_ID = /^[\x21-\x7e]{1,200}$/

/**
 * Takes in what a system says: a record that was born or has changed there. A wrong signature, an old message and an agency that has no
 * such system answer the same; a message that was heard before changes nothing.
 * @throws Problem `webhook-refused`, `validation`
 */
export async function hear(orm: MikroORM, wrap: KeyWrap, agency: string, signed: SignedHeaders, body: string): Promise<{ isNew: boolean }> {
  const { secrets, isOpen } = await orm.em.fork().transactional(async em => {
    const connector = await findConnector(em, agency)
    const sealed = await sealedSecrets(em, agency)
    const isWanted = connector !== null && connector.kind === 'webhook' && connector.direction !== 'out'
    return { isOpen: isWanted, secrets: new Map(sealed.map(({ name, wrapped }) => [name, openSecret(wrap, agency, name, wrapped)])) }
  })
  if (!isOpen || !isSigned(secrets, { ...signed }, body)) throw new Problem('webhook-refused')
  if (!MESSAGE_ID.test(signed['webhook-id'])) throw new Problem('validation', { facts: { field: 'webhook-id' } })
  const record = recordOf(body)
  const changed = createHash('sha256').update(body).digest('hex')
  const known = await lookUp(orm, agency, signed['webhook-id'], record.reference)
  if (known === 'heard') return { isNew: false }
  // Taken in before the message counts as heard: killed in between, the other side sends it again, and the same state changes nothing.
  if (known?.changed !== changed) await receive(orm, agency, record, changed, known)
  return { isNew: await note(orm, agency, signed['webhook-id']) }
}

function recordOf(body: string): SystemRecord {
  try {
    const event: unknown = JSON.parse(body)
    if (Value.Check(Event, event)) return readRecord(event.data)
  } catch (error) {
    if (!(error instanceof SystemFault) && !(error instanceof SyntaxError)) throw error
  }
  throw new Problem('validation', { facts: { field: 'data' } })
}

async function note(orm: MikroORM, agency: string, messageId: string): Promise<boolean> {
  const fresh = await orm.em
    .fork()
    .transactional(
      async em =>
        await em.execute(
          "insert into connector_message (agency_code, at, way, message_id, result) values (?, app_now(), 'in', ?, 'heard') on conflict (agency_code, message_id) where way = 'in' do nothing returning id",
          [agency, messageId],
        ),
    )
  return fresh.length > 0
}

/** What is known of the record; `heard` where this very message was taken in before. */
async function lookUp(orm: MikroORM, agency: string, messageId: string, reference: string): Promise<Mark | null | 'heard'> {
  return await orm.em.fork().transactional(async em => {
    const [heard] = await em.execute("select 1 from connector_message where agency_code = ? and message_id = ? and way = 'in'", [
      agency,
      messageId,
    ])
    if (heard !== undefined) return 'heard'
    const [mark] = await em.execute<Mark[]>('select * from inbound_marks(?) where reference = ?', [agency, reference])
    return mark ?? null
  })
}
