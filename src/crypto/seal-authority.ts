import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto'
import * as asn1js from 'asn1js'
import { AttributeTypeAndValue, BasicConstraints, Certificate, Extension, PublicKeyInfo, Time } from 'pkijs'
import { sha256 } from './digest.ts'
import type { Bytes } from './proof/bytes.ts'
import { SEAL_SUITE } from './proof/seal-frame.ts'

/** Names of the seals' certificates. */
const OID = { commonName: '2.5.4.3', organization: '2.5.4.10', serialNumber: '2.5.4.5' } as const
const EXTENSION = { basic: '2.5.29.19', usage: '2.5.29.15', subjectKey: '2.5.29.14', authorityKey: '2.5.29.35' } as const
/** RFC 5280 4.2.1.3: signing and non-repudiation for a seal, certificates and revocation lists for the authority. */
const USAGE = { seal: { bits: 0xc0, unused: 6 }, authority: { bits: 0x06, unused: 1 } } as const
const NOT_BEFORE = new Date('2020-01-01T00:00:00Z')
const NOT_AFTER = new Date('2049-12-31T00:00:00Z')

/** Who issues the seals of the agencies: its key comes from the settings, as the platform's signing key does. */
export type SealAuthority = {
  /** The fingerprint of its public key: 32 hex digits. */
  readonly keyId: string
  /** A certificate signed by itself. Two calls give two that differ in their signature, so the first is kept. */
  selfCertificate(): Bytes
  /** @param publicKey SPKI in DER */
  certify(subject: { readonly name: string; readonly code: string }, publicKey: Bytes): Bytes
}

/** What makes a demonstration's authority known to everybody who reads a certificate. */
export const DEMO_MARK = '（演示）'

const fingerprint = (publicKey: KeyObject): string =>
  sha256(publicKey.export({ type: 'spki', format: 'der' }))
    .toString('hex')
    .slice(0, 32)

/** @param privateKeyPem P-256 in PKCS #8. @throws Error for another kind of key */
export function createSealAuthority(privateKeyPem: string, { demo }: { demo: boolean }): SealAuthority {
  const key = createPrivateKey(privateKeyPem)
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new Error('the key of the seal authority must be P-256')
  const publicKey = createPublicKey(key)
  const spki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))
  const own = { name: `案联印章签发中心${demo ? DEMO_MARK : ''}`, code: fingerprint(publicKey) }
  const issue = (subject: typeof own, subjectKey: Bytes, usage: keyof typeof USAGE): Bytes => {
    const certificate = unsigned(own, subject, subjectKey, spki, usage)
    return signed(certificate, key)
  }
  return {
    keyId: own.code,
    selfCertificate: () => issue(own, spki, 'authority'),
    certify: (subject, subjectKey) => issue(subject, subjectKey, 'seal'),
  }
}

type Subject = { readonly name: string; readonly code: string }

function unsigned(issuer: Subject, subject: Subject, spki: Bytes, issuerSpki: Bytes, usage: keyof typeof USAGE): Certificate {
  const serial = new Uint8Array(randomBytes(16))
  // A number without a sign and without leading zeros.
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40
  const certificate = new Certificate({
    version: 2,
    serialNumber: new asn1js.Integer({ valueHex: serial.buffer }),
    notBefore: new Time({ type: 0, value: NOT_BEFORE }),
    notAfter: new Time({ type: 0, value: NOT_AFTER }),
    subjectPublicKeyInfo: PublicKeyInfo.fromBER(spki),
    extensions: extensionsOf(usage, keyIdentifier(spki), keyIdentifier(issuerSpki)),
  })
  certificate.issuer.typesAndValues.push(...nameOf(issuer))
  certificate.subject.typesAndValues.push(...nameOf(subject))
  return certificate
}

const nameOf = ({ name, code }: Subject): AttributeTypeAndValue[] => [
  new AttributeTypeAndValue({ type: OID.organization, value: new asn1js.Utf8String({ value: '案联' }) }),
  new AttributeTypeAndValue({ type: OID.serialNumber, value: new asn1js.PrintableString({ value: code }) }),
  new AttributeTypeAndValue({ type: OID.commonName, value: new asn1js.Utf8String({ value: name }) }),
]

/** Key identifier: a digest of the key, RFC 7093 method 1. */
const keyIdentifier = (spki: Bytes): Bytes => new Uint8Array(sha256(spki).subarray(0, 20))

function extensionsOf(usage: keyof typeof USAGE, subjectKey: Bytes, authorityKey: Bytes): Extension[] {
  const { bits, unused } = USAGE[usage]
  const isAuthority = usage === 'authority'
  const constraints = new BasicConstraints(isAuthority ? { cA: true, pathLenConstraint: 0 } : {})
  const usageBits = new asn1js.BitString({ valueHex: Uint8Array.of(bits).buffer, unusedBits: unused })
  const subjectId = new asn1js.OctetString({ valueHex: subjectKey.slice().buffer })
  const authorityId = new asn1js.Sequence({
    value: [new asn1js.Primitive({ idBlock: { tagClass: 3, tagNumber: 0 }, valueHex: authorityKey.slice().buffer })],
  })
  const extension = (extnID: string, critical: boolean, value: { toBER(): ArrayBuffer }): Extension =>
    new Extension({ extnID, critical, extnValue: value.toBER() })
  return [
    extension(EXTENSION.basic, true, constraints.toSchema()),
    extension(EXTENSION.usage, true, usageBits),
    extension(EXTENSION.subjectKey, false, subjectId),
    extension(EXTENSION.authorityKey, false, authorityId),
  ]
}

function signed(certificate: Certificate, key: KeyObject): Bytes {
  certificate.signature.algorithmId = SEAL_SUITE.signatureOid
  certificate.signatureAlgorithm.algorithmId = SEAL_SUITE.signatureOid
  const tbs = new Uint8Array(certificate.encodeTBS().toBER())
  certificate.tbsView = tbs
  certificate.signatureValue = new asn1js.BitString({ valueHex: new Uint8Array(sign('sha256', tbs, key)).buffer })
  return new Uint8Array(certificate.toSchema(true).toBER())
}
