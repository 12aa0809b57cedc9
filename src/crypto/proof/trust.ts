import { type Bytes, fromPem } from './bytes.ts'
import type { SigningKey } from './payload.ts'

/** What a checker believes without asking: the platform's keys, and the authorities that issue seals (DER). */
export type Trust = { readonly signing: readonly SigningKey[]; readonly authorities: readonly Bytes[] }

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** Keys as `GET /api/v1/public/certificate-keys` gives them. @throws RangeError for anything else */
export function readTrust(value: unknown): Trust {
  const { signing, authorities } = isRecord(value) ? value : {}
  const keys = listOf(signing).flatMap((key): SigningKey[] =>
    isRecord(key) && typeof key.keyId === 'string' && typeof key.publicKey === 'string'
      ? [{ keyId: key.keyId, publicKey: key.publicKey }]
      : [],
  )
  const issuers = listOf(authorities).flatMap(one =>
    isRecord(one) && typeof one.certificate === 'string' ? [fromPem(one.certificate)] : [],
  )
  if (keys.length === 0 || issuers.length === 0) throw new RangeError('no keys of a platform')
  return { signing: keys, authorities: issuers }
}
