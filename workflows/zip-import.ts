import { bytes } from './activities.ts'
import type { ImportRef } from './contract.ts'

/** Unpacks one archive into a dossier, file by file; a worker that dies leaves off where the next one goes on. */
export async function zipImport(ref: ImportRef): Promise<void> {
  await bytes.unpackZip(ref)
}
