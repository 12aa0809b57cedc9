import { Type } from 'typebox'
import { AgencyRef, Bilingual, FieldSchema, List, Nullable, Uuid } from '../http/schemas.ts'
import { LinePauseSchema } from './lines/schemas.ts'

export const GateSchema = Type.Object({
  leg: Type.String(),
  gates: List(Type.String()),
  passed: Type.Boolean(),
  items: List(
    Type.Object({
      code: Type.String(),
      zh: Type.String(),
      en: Type.String(),
      gate: Type.String(),
      casePersonId: Nullable(Type.String()),
      level: Type.String(),
      status: Type.String(),
      reason: Nullable(Bilingual),
      documentIds: List(Type.String()),
    }),
  ),
  checks: List(
    Type.Object({
      code: Type.String(),
      zh: Type.String(),
      en: Type.String(),
      ok: Type.Boolean(),
      basis: Type.String(),
      detail: Nullable(Bilingual),
    }),
  ),
})

export const ActionSchema = Type.Object({
  act: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  kind: Type.String(),
  handOverId: Nullable(Type.String()),
  casePersonId: Nullable(Type.String()),
  seldom: Type.Boolean(),
  onward: Type.Boolean(),
  blocked: Nullable(Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String(), basis: Nullable(Type.String()) })),
  fields: List(FieldSchema),
})

/** Since when nobody acted who should have; `until` is by when. */
const WaitSchema = Type.Object({ until: Type.String(), silentSince: Nullable(Type.String()) })

export const HandOverRowSchema = Type.Object({
  id: Uuid,
  caseId: Uuid,
  platformNo: Type.String(),
  caseName: Type.String(),
  leg: Type.String(),
  legZh: Type.String(),
  legEn: Type.String(),
  round: Type.Integer(),
  from: AgencyRef,
  to: AgencyRef,
  state: Type.String(),
  sentAt: Nullable(Type.String()),
  deliveredAt: Nullable(Type.String()),
  receivedAt: Nullable(Type.String()),
  answeredAt: Nullable(Type.String()),
  outcome: Nullable(Type.String()),
  documentCount: Type.Integer(),
  pageCount: Type.Integer(),
  personCount: Type.Integer(),
  stuckSince: Nullable(Type.String()),
  wait: Nullable(WaitSchema),
  pauses: List(LinePauseSchema),
})

const EntrySchema = Type.Object({
  seq: Type.Integer(),
  supplement: Type.Integer(),
  documentId: Uuid,
  volume: Type.String(),
  volumeSeq: Type.Integer(),
  code: Type.String(),
  title: Type.String(),
  pageFrom: Type.Integer(),
  pageTo: Type.Integer(),
  pageCount: Type.Integer(),
  sizeBytes: Type.Integer(),
  sha256: Type.String(),
  sm3: Type.String(),
})

export const HandOverSchemaView = Type.Object({
  ...HandOverRowSchema.properties,
  note: Nullable(Type.String()),
  reason: Nullable(Type.String()),
  basis: Nullable(Type.String()),
  fault: Nullable(Type.String()),
  preparedBy: Type.String(),
  sentBy: Nullable(Type.String()),
  answeredBy: Nullable(Type.String()),
  gate: Nullable(GateSchema),
  manifest: Nullable(Type.Object({ digest: Type.String(), signature: Type.String(), keyId: Type.String(), entries: List(EntrySchema) })),
  supplement: Nullable(
    Type.Object({
      reason: Type.String(),
      basis: Type.String(),
      documentCodes: List(Type.String()),
      dueOn: Type.String(),
      askedAt: Type.String(),
    }),
  ),
  rebind: Nullable(Type.Object({ reason: Type.String(), basis: Type.String(), dueOn: Type.String(), askedAt: Type.String() })),
  edition: Type.Integer(),
  persons: Nullable(List(Uuid)),
  answers: List(
    Type.Object({
      outcome: Type.String(),
      zh: Type.String(),
      en: Type.String(),
      edition: Type.Integer(),
      reason: Nullable(Type.String()),
      basis: Nullable(Type.String()),
      dueOn: Nullable(Type.String()),
      documentCodes: Nullable(List(Type.String())),
      persons: Nullable(List(Uuid)),
      by: Type.String(),
      at: Type.String(),
    }),
  ),
  receipts: List(
    Type.Object({ id: Uuid, kind: Type.String(), zh: Type.String(), en: Type.String(), issuedAt: Type.String(), sha256: Type.String() }),
  ),
  actions: List(ActionSchema),
  history: List(Type.Object({ at: Type.String(), zh: Type.String(), en: Type.String(), by: Nullable(Type.String()) })),
})

/** What waits longer than it may, for those who watch over time alone: no case, no person. */
export const SilentSchema = Type.Object({
  leg: Type.String(),
  legZh: Type.String(),
  legEn: Type.String(),
  state: Type.String(),
  from: AgencyRef,
  to: AgencyRef,
  since: Type.String(),
  handOvers: Type.Integer(),
})

/** What lies with one agency on one way; `silent` of them are past the time by which it should have acted, told since `toldAt`. */
export const WaitingSchema = Type.Object({
  agency: AgencyRef,
  leg: Type.String(),
  legZh: Type.String(),
  legEn: Type.String(),
  state: Type.String(),
  handOvers: Type.Integer(),
  longestSince: Type.String(),
  meanHours: Type.Number(),
  dueAt: Nullable(Type.String()),
  silent: Type.Integer(),
  toldAt: Nullable(Type.String()),
})
