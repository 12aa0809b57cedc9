import type { Multipart, MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { Problem } from '../domain/problem.ts'
import { MAX_FILE_BYTES } from './model.ts'

const Fields = Type.Object(
  {
    path: Type.Optional(Type.String({ maxLength: 1_000 })),
    sizeBytes: Type.Optional(Type.String({ pattern: '^\\d{1,12}$' })),
    sha256: Type.Optional(Type.String({ pattern: '^[0-9a-fA-F]{64}$' })),
    documentCode: Type.Optional(Type.String({ pattern: '^[A-Z]{2}\\d{2}$' })),
    title: Type.Optional(Type.String({ maxLength: 200 })),
    docNo: Type.Optional(Type.String({ maxLength: 100 })),
    casePersonId: Type.Optional(Type.String({ format: 'uuid' })),
    madeOn: Type.Optional(Type.String({ format: 'date' })),
    reason: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    importId: Type.Optional(Type.String({ format: 'uuid' })),
  },
  { additionalProperties: false },
)
export type UploadFields = Type.Static<typeof Fields>

/** One file of a multipart request, with the fields that stand before it; `rest` refuses whatever comes after it. */
export type Upload = { readonly fields: UploadFields; readonly file: MultipartFile; rest(): Promise<void> }

/**
 * Reads the fields and hands out the file part as it streams; fields come first, so that everything is known when the first
 * byte comes. @throws Problem `upload-missing`, `upload-too-many`, `validation`
 */
export async function readUpload(request: FastifyRequest): Promise<Upload> {
  if (!request.isMultipart()) throw new Problem('unsupported-media-type')
  const parts = request.parts({ limits: { files: 2, fields: 16, fieldSize: 2_000, fileSize: MAX_FILE_BYTES + 1 } })
  const texts: Record<string, string> = Object.create(null)
  for (let next = await parts.next(); !next.done; next = await parts.next()) {
    const part = next.value
    if (part.type === 'file') return { fields: parseFields(texts), file: part, rest: async () => await refuseMore(parts) }
    // Of two values readers would each take another one.
    if (part.fieldname in texts) throw new Problem('validation', { facts: { fields: [`/${part.fieldname}`] } })
    if (typeof part.value === 'string') texts[part.fieldname] = part.value
  }
  throw new Problem('upload-missing')
}

async function refuseMore(parts: AsyncIterableIterator<Multipart>): Promise<void> {
  const next = await parts.next().catch((cause: unknown) => {
    // The rest of the form cannot be read: a form that is not allowed, or a sender who is gone. Either way nothing is kept.
    const isForm = cause instanceof Error && 'code' in cause && /^FST_/.test(String(cause.code))
    throw new Problem(isForm ? 'validation' : 'upload-aborted', { cause })
  })
  if (next.done) return
  const part = next.value
  if (part.type !== 'file') throw new Problem('validation', { facts: { fields: [`/${part.fieldname}`], reason: 'after-the-file' } })
  part.file.resume()
  throw new Problem('upload-too-many')
}

function parseFields(texts: Record<string, string>): UploadFields {
  const fields = { ...texts }
  if (Value.Check(Fields, fields)) return fields
  const names = [...Value.Errors(Fields, fields)].map(({ instancePath }) => instancePath)
  throw new Problem('validation', { facts: { fields: names } })
}
