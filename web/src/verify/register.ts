import type { Payload, SigningKey } from '../../../src/crypto/proof/payload.ts'

const KEYS = 'anlian-certificate-keys'

/** What the platform's register says of a paper. */
export type Register = {
  readonly state: string
  readonly edition?: number
  readonly newest?: number
  readonly paper?: { readonly zh: string }
  readonly kind?: { readonly zh: string }
  readonly issuer?: { readonly zh: string }
  readonly holder?: { readonly zh: string }
  readonly from?: string | null
  readonly to?: string | null
}

/** The platform's keys: as they are now, or while it is away as they were seen last; none where they were never seen. */
export async function signingKeys(): Promise<readonly SigningKey[]> {
  try {
    const answer = await fetch('/api/v1/public/certificate-keys')
    if (!answer.ok) throw new Error(String(answer.status))
    const { signing }: { signing: SigningKey[] } = await answer.json()
    localStorage.setItem(KEYS, JSON.stringify(signing))
    return signing
  } catch {
    const kept: SigningKey[] = JSON.parse(localStorage.getItem(KEYS) ?? '[]')
    return kept
  }
}

/** Null while the platform cannot be reached, or has no time. */
export async function askRegister({ certNo, digest }: Payload): Promise<Register | null> {
  try {
    const answer = await fetch(`/api/v1/public/certificates/${encodeURIComponent(certNo)}?digest=${digest}`)
    const found: Register = await answer.json()
    return answer.ok ? found : null
  } catch {
    return null
  }
}
