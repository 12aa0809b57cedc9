import { Type } from 'typebox'
import type { KeyWrap } from '../crypto/wrapping.ts'
import type { AgencySystem, ConnectorKind } from './model.ts'

/** What is set of a connector beside its address, by way. */
export const Settings = Type.Object(
  {
    /** How long one question to the system may take. */
    timeoutSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 300 })),
    /** How often the system's list is looked at. */
    pollSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 86_400 })),
    /** How a file in the folder is written. */
    format: Type.Optional(Type.Enum(['json', 'xml'])),
    /** How long a receipt in the folder is waited for before the card counts as not taken yet. */
    receiptSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 3_600 })),
    /** How long a card that is being typed is left to settle. */
    settleSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 3_600 })),
  },
  { additionalProperties: false },
)
export type Settings = Type.Static<typeof Settings>

export type SecretName = 'signing' | 'signing.previous' | 'login'
export type Secrets = ReadonlyMap<SecretName, string>

/** All that is needed to reach a system. */
export type Way = {
  readonly agency: string
  readonly kind: ConnectorKind
  readonly address: string
  readonly map: string | null
  readonly settings: Settings
  readonly perMinute: number
  readonly secrets: Secrets
}

/** Opens a way: a session at the agency's own system. */
export type OpenSystem = (way: Way) => Promise<AgencySystem>

const purposeOf = (agency: string, name: SecretName): string => `connector:${agency}:${name}`

export const sealSecret = (wrap: KeyWrap, agency: string, name: SecretName, secret: string): Buffer =>
  wrap.wrap(Buffer.from(secret, 'utf8'), purposeOf(agency, name))

/** A key that becomes the previous one was sealed as the present one. */
export const openSecret = (wrap: KeyWrap, agency: string, name: SecretName, sealed: Uint8Array): string =>
  wrap.unwrap(sealed, purposeOf(agency, name === 'signing.previous' ? 'signing' : name)).toString('utf8')
