import { Webhook } from 'standardwebhooks'
import type { Secrets } from '../ways.ts'

const PREFIX = 'whsec_'

/** The keys that are good now: the present one first, the earlier one while it is being changed. */
export function keysOf(secrets: Secrets): string[] {
  return [secrets.get('signing'), secrets.get('signing.previous')].filter(key => key !== undefined)
}

export type SignedHeaders = { readonly 'webhook-id': string; readonly 'webhook-timestamp': string; readonly 'webhook-signature': string }

/** Signs by each key that is good (Standard Webhooks): whoever checks by either is content. */
export function sign(secrets: Secrets, id: string, at: Date, payload: string): SignedHeaders {
  const signatures = keysOf(secrets).map(key => webhookOf(key).sign(id, at, payload))
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': signatures.join(' '),
  }
}

/** Whether a message was signed by one of the keys, and within five minutes. */
export function isSigned(secrets: Secrets, headers: Readonly<Record<string, string>>, payload: string): boolean {
  return keysOf(secrets).some(key => {
    try {
      webhookOf(key).verify(payload, { ...headers }, { jsonParse: false })
      return true
    } catch {
      return false
    }
  })
}

/** Keys are exchanged as the standard writes them, `whsec_` and base64; anything else counts as its own bytes. */
const webhookOf = (key: string): Webhook => (key.startsWith(PREFIX) ? new Webhook(key) : new Webhook(key, { format: 'raw' }))
