/** Why a file is not taken. A code is a promise to callers; the detail is one Chinese sentence for the person who uploaded. */
export type FileCode =
  | 'upload-empty'
  | 'upload-type-mismatch'
  | 'image-malformed'
  | 'pdf-malformed'
  | 'pdf-decompression-limit'
  | 'pdf-too-complex'
  | 'pdf-encrypted'
  | 'pdf-active-content'
  | 'pdf-embedded-file'
  | 'pdf-page-limit'
  | 'pdf-changed-after-signing'

export const FILE_CODES: readonly FileCode[] = [
  'upload-empty',
  'upload-type-mismatch',
  'image-malformed',
  'pdf-malformed',
  'pdf-decompression-limit',
  'pdf-too-complex',
  'pdf-encrypted',
  'pdf-active-content',
  'pdf-embedded-file',
  'pdf-page-limit',
  'pdf-changed-after-signing',
]

/** Thrown inside the checks and turned into an answer at their edge. */
export class Refusal extends Error {
  readonly code: FileCode
  readonly detail: string

  constructor(code: FileCode, detail: string) {
    super(`${code}: ${detail}`)
    this.name = 'Refusal'
    this.code = code
    this.detail = detail
  }
}

/** Ends the check of this file with `code`. */
export function refuse(code: FileCode, detail: string): never {
  throw new Refusal(code, detail)
}

/** Ends the check because the PDF cannot be read as it stands. */
export function malformed(detail: string): never {
  throw new Refusal('pdf-malformed', detail)
}
