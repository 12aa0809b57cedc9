import * as asn1js from 'asn1js'
import {
  AlgorithmIdentifier,
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs'
import { type Bytes, digest256, sameBytes } from './bytes.ts'

/** The algorithms of a seal by their names and numbers; the one thing to change for SM2 with SM3. */
export const SEAL_SUITE = {
  key: { name: 'ECDSA', namedCurve: 'P-256' },
  signature: { name: 'ECDSA', hash: 'SHA-256' },
  digest: 'SHA-256',
  /** SHA-256, RFC 5754. */
  digestOid: '2.16.840.1.101.3.4.2.1',
  /** ecdsa-with-SHA256, RFC 5758. */
  signatureOid: '1.2.840.10045.4.3.2',
} as const

const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const

/** A certificate that is written as it was read: encoding it anew for every paper is half of the cost of a seal. */
class KnownCertificate extends Certificate {
  readonly #written: asn1js.Sequence

  constructor(written: asn1js.Sequence) {
    super({ schema: written })
    this.#written = written
  }

  override toSchema(): asn1js.Sequence {
    return this.#written
  }
}

const known = new WeakMap<Bytes, Certificate>()

/** A certificate in DER; the same bytes are read once. @throws RangeError for anything else */
export function readCertificate(der: Bytes): Certificate {
  const found = known.get(der)
  if (found !== undefined) return found
  const { offset, result } = asn1js.fromBER(der)
  if (offset !== der.length || !(result instanceof asn1js.Sequence)) throw new RangeError('not a certificate')
  const read = new KnownCertificate(result)
  known.set(der, read)
  return read
}

/**
 * The CMS of a seal (ETSI EN 319 142, baseline B) with its signature left open: content type, digest of the sealed bytes and the
 * digest of the sealing certificate are signed; certificate and authority go along. Everything but the signature follows from
 * the arguments, so whoever checks builds it again and compares.
 */
export async function sealFrame(leafDer: Bytes, authorityDer: Bytes, digest: Bytes): Promise<SignedData> {
  const leaf = readCertificate(leafDer)
  const attributes = [
    new Attribute({ type: OID.contentType, values: [new asn1js.ObjectIdentifier({ value: OID.data })] }),
    new Attribute({ type: OID.messageDigest, values: [new asn1js.OctetString({ valueHex: digest.buffer })] }),
    // ESSCertIDv2 with the algorithm left out: SHA-256 is what stands for it (RFC 5035).
    new Attribute({
      type: OID.signingCertificateV2,
      values: [
        new asn1js.Sequence({
          value: [
            new asn1js.Sequence({
              value: [new asn1js.Sequence({ value: [new asn1js.OctetString({ valueHex: (await digest256(leafDer)).buffer })] })],
            }),
          ],
        }),
      ],
    }),
  ]
  return new SignedData({
    version: 1,
    digestAlgorithms: [new AlgorithmIdentifier({ algorithmId: SEAL_SUITE.digestOid })],
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: OID.data }),
    certificates: [leaf, readCertificate(authorityDer)],
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer: leaf.issuer, serialNumber: leaf.serialNumber }),
        digestAlgorithm: new AlgorithmIdentifier({ algorithmId: SEAL_SUITE.digestOid }),
        signatureAlgorithm: new AlgorithmIdentifier({ algorithmId: SEAL_SUITE.signatureOid }),
        signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes }),
      }),
    ],
  })
}

const [SET_TAG, SEQUENCE, INTEGER] = [0x31, 0x30, 0x02]

/** What the signature of a frame is made over: its signed attributes as a SET (RFC 5652 §5.4). */
export function framedBytes(frame: SignedData): Bytes {
  const attributes = frame.signerInfos[0]?.signedAttrs
  if (attributes === undefined) throw new RangeError('the frame has no attributes')
  const der = new Uint8Array(attributes.toSchema().toBER())
  der[0] = SET_TAG
  return der
}

/** The frame as a CMS with this signature, in DER. `signature`: r and s, 32 bytes each. */
export function closeFrame(frame: SignedData, signature: Bytes): Bytes {
  const [signer] = frame.signerInfos
  if (signer === undefined) throw new RangeError('the frame has no signer')
  signer.signature = new asn1js.OctetString({ valueHex: ecdsaDer(signature).buffer })
  return new Uint8Array(new ContentInfo({ contentType: OID.signedData, content: frame.toSchema(true) }).toSchema().toBER())
}

/** Certificate and signature out of the CMS of a seal; null for anything else. */
export function openSeal(der: Bytes): { leaf: Bytes; signature: Bytes } | null {
  try {
    const info = ContentInfo.fromBER(der)
    const data = new SignedData({ schema: info.content })
    const [leaf] = data.certificates ?? []
    const [signer] = data.signerInfos
    if (!(leaf instanceof Certificate) || signer === undefined) return null
    const signature = ecdsaRaw(new Uint8Array(signer.signature.valueBlock.valueHexView))
    return signature && { leaf: new Uint8Array(leaf.toSchema(false).toBER()), signature }
  } catch {
    // What cannot be read is no seal.
    return null
  }
}

function ecdsaDer(raw: Bytes): Bytes {
  const half = raw.length / 2
  const parts = [raw.subarray(0, half), raw.subarray(half)].map(derInteger)
  const body = parts.flatMap(part => [...part])
  return Uint8Array.from([SEQUENCE, body.length, ...body])
}

function derInteger(value: Uint8Array): number[] {
  const first = value.findIndex(byte => byte !== 0)
  const digits = [...value.subarray(first < 0 ? value.length - 1 : first)]
  const positive = (digits[0] ?? 0) > 0x7f ? [0, ...digits] : digits
  return [INTEGER, positive.length, ...positive]
}

/** r and s of an ECDSA signature in DER; null for one that is not written in the one way of DER. */
export function ecdsaRaw(der: Bytes): Bytes | null {
  const first = der[3] ?? 0
  const second = der[5 + first] ?? 0
  const r = der.subarray(4, 4 + first)
  const s = der.subarray(6 + first, 6 + first + second)
  const raw = new Uint8Array(64)
  for (const [part, at] of [
    [r, 32],
    [s, 64],
  ] as const) {
    const digits = part[0] === 0 ? part.subarray(1) : part
    if (digits.length > 32) return null
    raw.set(digits, at - digits.length)
  }
  return sameBytes(ecdsaDer(raw), der) ? raw : null
}
