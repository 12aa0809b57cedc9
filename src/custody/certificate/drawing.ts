import { Signer as PdfSigner, SignPdf } from '@signpdf/signpdf'
import { canonicalJson } from '../../crypto/canonical.ts'
import { sha256 } from '../../crypto/digest.ts'
import { base64Url } from '../../crypto/proof/bytes.ts'
import { DIGEST_BYTES, payloadText, payloadUrl } from '../../crypto/proof/payload.ts'
import { type Seal, sealBytes } from '../../crypto/seal.ts'
import type { Signer } from '../../crypto/signing.ts'
import { assembleArchival } from '../../pdf/archival/assemble-archival.ts'
import { drawCertificateForm } from '../../pdf/archival/certificate-form.ts'
import { formText } from '../../pdf/archival/certificate-model.ts'
import { appendSlot, type Slot } from '../../pdf/archival/signature-slots.ts'
import { PdfFont } from '../../pdf/writer/font.ts'
import { formOf } from './form.ts'
import { type CertificateBody, PAPERS, periodOf, sealersOf } from './model.ts'
import { agencyName } from './words.ts'

/** What draws and signs. `verifyUrl` is where the code on the paper leads. */
export type Drawing = {
  readonly verifyUrl: string
  readonly signer: Signer
  /** Legal time of the drawing, which the seals and the file name. */
  readonly at: Date
  /** @throws Error for an agency without a seal */
  sealOf(agency: string): Seal
}

/** A paper as a file, with the platform's signature over the SHA-256 of all its bytes. */
export type DrawnCertificate = { readonly pdf: Buffer; readonly sha256: Buffer; readonly signature: Buffer; readonly keyId: string }

/**
 * Draws papers of custody titles as PDF/A-3b: official form, the body as embedded machine data, the code for scanners, the seals
 * of `sealersOf` as PAdES signatures, each in a revision of its own. Papers of one call share one font, which is most of the cost.
 */
export async function drawCertificates(bodies: readonly CertificateBody[], drawing: Drawing): Promise<DrawnCertificate[]> {
  const prepared = bodies.map(body => prepare(body, drawing))
  const font = await PdfFont.forText(prepared.map(({ form }) => formText(form)).join(''))
  const drawn: DrawnCertificate[] = []
  for (const { body, form, text, payload } of prepared) {
    const slots = sealersOf(body).map(
      (agency, i): Slot => ({ field: i === 0 ? 'Sender' : 'Receiver', signer: agencyName(agency), signedAt: drawing.at }),
    )
    const plain = assembleArchival(drawCertificateForm(form, font), font, {
      title: `${PAPERS[body.paper].zh} ${body.certNo}`,
      createdAt: drawing.at,
      slots,
      files: [
        {
          name: 'certificate.json',
          type: 'application/json',
          data: Buffer.from(text),
          relationship: 'Data',
          description: '本件的机器可读数据',
        },
        { name: 'payload.txt', type: 'text/plain', data: Buffer.from(payload), relationship: 'Supplement', description: '二维码的内容' },
      ],
    })
    const pdf = await sealed(plain, slots, sealersOf(body).map(drawing.sealOf))
    const digest = sha256(pdf)
    drawn.push({ pdf, sha256: digest, signature: drawing.signer.sign(digest), keyId: drawing.signer.keyId })
  }
  return drawn
}

function prepare(body: CertificateBody, { verifyUrl, signer }: Drawing) {
  const text = canonicalJson(body)
  const digest = sha256(text)
  const payload = signedPayload(body, digest, signer)
  const form = formOf(body, { qr: payloadUrl(verifyUrl, payload), verifyUrl, digestHex: digest.toString('hex') })
  return { body, text, payload, form }
}

/** What the code on the paper says, signed; `digest` is the SHA-256 of the canonical body. */
export function signedPayload(body: CertificateBody, digest: Buffer, signer: Signer): string {
  const { certNo, personRef, kind } = body
  const { from, to } = periodOf(body)
  const short = base64Url(digest.subarray(0, DIGEST_BYTES))
  const said = payloadText({ certNo, personRef, kind, from: from ?? '', to: to ?? '', digest: short })
  return `${said}|${base64Url(signer.sign(Buffer.from(said)))}`
}

class SealSigner extends PdfSigner {
  readonly #seal: Seal

  constructor(seal: Seal) {
    super()
    this.#seal = seal
  }

  override async sign(bytes: Buffer): Promise<Buffer> {
    return Buffer.from(await sealBytes(this.#seal, new Uint8Array(bytes)))
  }
}

async function sealed(plain: Uint8Array, slots: readonly Slot[], seals: readonly Seal[]): Promise<Buffer> {
  let bytes = Buffer.from(plain)
  for (const [i, seal] of seals.entries()) {
    const slot = slots[i]
    if (i > 0 && slot !== undefined) bytes = Buffer.from(appendSlot(bytes, slot))
    bytes = Buffer.from(await new SignPdf().sign(bytes, new SealSigner(seal)))
  }
  return bytes
}
