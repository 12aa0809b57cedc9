import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** One paper of the dossier with its bytes' digests; the bytes lie in the object store under `objectKey`. */
export const DocumentSchema = defineEntity({
  name: 'Document',
  tableName: 'document',
  properties: {
    id: p.uuid().primary(),
    caseId: p.uuid(),
    casePersonId: p.uuid().nullable(),
    volume: p.text().nullable(),
    volumeSeq: p.integer(),
    seq: p.integer().nullable(),
    code: p.text().nullable(),
    title: p.text(),
    docNo: p.text().nullable(),
    fileName: p.text(),
    authorAgency: p.text(),
    madeOn: p.date().nullable(),
    mediaType: p.text(),
    sizeBytes: p.bigint('number'),
    pageCount: p.integer(),
    sha256: p.blob(),
    sm3: p.blob().nullable(),
    objectKey: p.text(),
    renditionKey: p.text().nullable(),
    suggestedCode: p.text().nullable(),
    suggestedConfidence: p.float().nullable(),
    sentIn: p.uuid().nullable(),
    replaces: p.uuid().nullable(),
    withdrawnAt: p.datetime().nullable(),
    withdrawnWhy: p.text().nullable(),
    addedAt: p.datetime(),
    addedBy: p.uuid(),
    version: p.integer().version(),
  },
})
export type DocumentRow = InferEntity<typeof DocumentSchema>
