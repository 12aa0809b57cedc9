import { createSealAuthority, type SealAuthority } from './seal-authority.ts'
import { createKeyWrap, type KeyWrap } from './wrapping.ts'

/** What seals are made and kept with. `demo` tells an authority of the demonstration from one that may seal in earnest. */
export type Sealing = { readonly authority: SealAuthority; readonly wrap: KeyWrap; readonly demo: boolean }

/** @throws Error for keys of another kind or length */
export const createSealing = ({ authorityKey, wrapKey }: { authorityKey: string; wrapKey: string }, demo: boolean): Sealing => ({
  authority: createSealAuthority(authorityKey, { demo }),
  wrap: createKeyWrap(wrapKey),
  demo,
})
