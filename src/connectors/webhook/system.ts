import { randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { fieldsOf } from '../document.ts'
import { type AgencySystem, type CardSnapshot, type Placed, SystemFault, type SystemFaultCode } from '../model.ts'
import { nameOfPointer, wordsOf } from '../naming.ts'
import { readRecord } from '../record.ts'
import type { Way } from '../ways.ts'
import { keysOf, sign } from './signing.ts'

const Saved = Type.Object({ reference: Type.String({ minLength: 1, maxLength: 200 }) })
const Listing = Type.Object({ records: Type.Array(Type.Object({ reference: Type.String(), changed: Type.String() })) })

const DEFAULT_TIMEOUT_SECONDS = 20
const MOST_BYTES = 4 << 20
const EVENT_TYPE = 'cn.anlian.card.confirmed'
const NOT_THERE = 404

/**
 * An agency's own system behind signed requests: a card is one CloudEvent by POST, its record is read by GET. The id of the message is
 * that of the card's version, so that the other side knows a repeat.
 */
export function openWebhookSystem(way: Way): AgencySystem {
  if (keysOf(way.secrets).length === 0) throw new SystemFault('badCredentials', '尚未设置签名密钥')
  const ask = async (path: string): Promise<unknown> => await call(way, 'GET', path, randomUUID(), null)
  const read = async (reference: string) => {
    const found = await ask(`records/${encodeURIComponent(reference)}`).catch(ignoreMissing)
    if (found === null) throw new SystemFault('rejected', '对方已没有该记录')
    return readRecord(found)
  }
  return {
    async find(platformCaseId) {
      const found = await ask(`records?platformCaseId=${encodeURIComponent(platformCaseId)}`).catch(ignoreMissing)
      return found === null ? null : readRecord(found)
    },
    async write(snapshot, reference, mayStillSubmit) {
      const body = JSON.stringify(eventOf(way.agency, snapshot, reference))
      await mayStillSubmit()
      const answer = await call(way, 'POST', '', messageIdOf(snapshot), body)
      if (!Value.Check(Saved, answer)) throw new SystemFault('rejected', '对方应答中没有记录编号')
      return { reference: answer.reference, picture: null }
    },
    read,
    async list() {
      const answer = await ask('records')
      if (!Value.Check(Listing, answer)) throw new SystemFault('formChanged', '对方的记录列表不符合约定格式')
      return answer.records
    },
    async trial(snapshot) {
      await ask('records')
      return { placed: placedOf(snapshot), picture: null }
    },
    close: async () => undefined,
  }
}

/** The name of a card's version, the same however often it is sent. */
const messageIdOf = ({ cardId, cardVersion }: CardSnapshot): string => `wb:${cardId}:${cardVersion}`

const eventOf = (agency: string, snapshot: CardSnapshot, reference: string | null) => ({
  specversion: '1.0',
  id: messageIdOf(snapshot),
  source: `urn:anlian:agency:${agency}`,
  type: EVENT_TYPE,
  subject: snapshot.platformCaseId,
  datacontenttype: 'application/json',
  data: { reference, ...snapshot },
})

const placedOf = ({ card }: CardSnapshot): Placed[] =>
  [...fieldsOf(card)].map(([pointer, value]) => ({
    pointer,
    zh: nameOfPointer(pointer).zh,
    place: `data.card${pointer.replaceAll('/', '.')}`,
    words: wordsOf(value),
  }))

class Missing extends Error {}
const ignoreMissing = (error: unknown): null => {
  if (error instanceof Missing) return null
  throw error
}

/** One signed request; a question without body is signed over its path. @throws SystemFault; `Missing` for 404 */
async function call(way: Way, method: 'GET' | 'POST', path: string, id: string, body: string | null): Promise<unknown> {
  const base = way.address.endsWith('/') || path === '' ? way.address : `${way.address}/`
  const url = new URL(path, base)
  const signed = sign(way.secrets, id, new Date(), body ?? `${url.pathname}${url.search}`)
  const timeout = (way.settings.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1_000
  const request = { method, redirect: 'error', signal: AbortSignal.timeout(timeout) } as const
  const headers = body === null ? { ...signed } : { ...signed, 'content-type': 'application/cloudevents+json', 'idempotency-key': id }
  try {
    const response = await fetch(url, { ...request, headers, ...(body === null ? {} : { body }) })
    return await answerOf(response, method)
  } catch (error) {
    if (error instanceof SystemFault || error instanceof Missing) throw error
    throw new SystemFault(error instanceof Error && error.name === 'TimeoutError' ? 'slow' : 'down', '请求未得到应答')
  }
}

async function answerOf(response: Response, method: 'GET' | 'POST'): Promise<unknown> {
  if (response.status === NOT_THERE && method === 'GET') {
    await response.body?.cancel()
    throw new Missing()
  }
  if (!response.ok) {
    await response.body?.cancel()
    throw new SystemFault(faultOf(response.status), `HTTP ${response.status}`)
  }
  const text = await textOf(response)
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    throw new SystemFault('formChanged', '对方应答不是 JSON')
  }
}

async function textOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > MOST_BYTES) throw new SystemFault('formChanged', '对方应答过长')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

const LATER: ReadonlySet<number> = new Set([408, 425, 429])
const faultOf = (status: number): SystemFaultCode => {
  if (status === 401 || status === 403) return 'badCredentials'
  return status >= 500 || LATER.has(status) ? 'down' : 'rejected'
}
