import { Type } from 'typebox'
import { AgencyRef, Nullable, Uuid } from '../http/schemas.ts'

export const DocumentSchemaView = Type.Object({
  id: Uuid,
  seq: Type.Integer(),
  code: Nullable(Type.String()),
  title: Type.String(),
  docNo: Nullable(Type.String()),
  fileName: Type.String(),
  mediaType: Type.String(),
  sizeBytes: Type.Integer(),
  pageCount: Type.Integer(),
  pageFrom: Nullable(Type.Integer()),
  pageTo: Nullable(Type.Integer()),
  casePersonId: Nullable(Type.String()),
  madeOn: Nullable(Type.String()),
  version: Type.Integer(),
  sha256: Type.String(),
  sm3: Nullable(Type.String()),
  sentIn: Nullable(Type.String()),
  addedAt: Type.String(),
  addedBy: Type.String(),
  suggestion: Nullable(Type.Object({ code: Type.String(), zh: Type.String(), confidence: Type.Number() })),
  /** The older version that this one replaces, and the newer one that replaced this. */
  replaces: Nullable(Type.String()),
  replacedBy: Nullable(Type.String()),
  /** Sent, the reader's agency made it, and no newer version is there. */
  mayReplace: Type.Boolean(),
  /** Who must know of this version, and who said so when; `awaitsMe`: the reader's agency has not yet. */
  replacement: Nullable(
    Type.Object({
      reason: Type.String(),
      awaitsMe: Type.Boolean(),
      receivers: Type.Array(Type.Object({ agency: AgencyRef, at: Nullable(Type.String()), by: Nullable(Type.String()) })),
    }),
  ),
})

export const DossierSchema = Type.Object({
  volumes: Type.Array(
    Type.Object({
      code: Type.String(),
      seq: Type.Integer(),
      zh: Type.String(),
      en: Type.String(),
      pageCount: Type.Integer(),
      documents: Type.Array(DocumentSchemaView),
    }),
  ),
  unsorted: Type.Array(DocumentSchemaView),
  bundle: Nullable(Type.Object({ pageCount: Type.Integer(), sizeBytes: Type.Integer(), etag: Type.String() })),
  canUpload: Type.Boolean(),
  canSort: Type.Boolean(),
})

export const ImportSchema = Type.Object({
  id: Uuid,
  caseId: Uuid,
  source: Type.String(),
  name: Type.String(),
  state: Type.String(),
  totalFiles: Nullable(Type.Integer()),
  doneFiles: Type.Integer(),
  totalBytes: Nullable(Type.Integer()),
  doneBytes: Type.Integer(),
  stored: Type.Integer(),
  duplicates: Type.Integer(),
  refused: Type.Integer(),
  unsorted: Type.Integer(),
  problem: Nullable(Type.Object({ code: Type.String(), zh: Type.String() })),
  items: Type.Array(
    Type.Object({
      path: Type.String(),
      state: Type.String(),
      code: Nullable(Type.String()),
      detail: Nullable(Type.String()),
      documentId: Nullable(Type.String()),
      sizeBytes: Nullable(Type.Integer()),
    }),
  ),
})
