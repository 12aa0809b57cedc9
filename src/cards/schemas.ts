import { Type } from 'typebox'
import { AgencyRef, Bilingual, Closed, Instant, List, Nullable, Uuid } from '../http/schemas.ts'

const Value = Type.Unknown()
const Box = Type.Object({ x: Type.Number(), y: Type.Number(), w: Type.Number(), h: Type.Number() })
const Code = Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() })
const StageName = Type.Union([Type.Literal('police'), Type.Literal('procuratorate'), Type.Literal('court')])

const Source = Type.Object({
  kind: Type.Union([
    Type.Literal('entered'),
    Type.Literal('inherited'),
    Type.Literal('extracted'),
    Type.Literal('computed'),
    Type.Literal('external'),
  ]),
  ...Bilingual.properties,
  fromStage: Type.Optional(StageName),
  documentId: Type.Optional(Uuid),
  documentCode: Type.Optional(Type.String()),
  documentTitle: Type.Optional(Type.String()),
  page: Type.Optional(Type.Integer()),
  box: Type.Optional(Box),
  words: Type.Optional(Type.String()),
  confidence: Type.Optional(Type.Number()),
})
export type SourceView = Type.Static<typeof Source>

export const Field = Type.Object({
  path: Type.String(),
  key: Type.String(),
  personId: Nullable(Uuid),
  section: Type.String(),
  ...Bilingual.properties,
  nature: Type.String(),
  needed: Type.Boolean(),
  shape: Type.Unknown(),
  value: Value,
  shown: Type.String(),
  state: Type.Union([
    Type.Literal('empty'),
    Type.Literal('proposed'),
    Type.Literal('auto'),
    Type.Literal('confirmed'),
    Type.Literal('conflict'),
    Type.Literal('overridden'),
  ]),
  source: Nullable(Source),
  alternatives: List(Type.Object({ value: Value, shown: Type.String(), source: Source })),
  locked: Nullable(Bilingual),
  asked: Nullable(Type.Object({ by: Type.String(), value: Value, shown: Type.String() })),
  canConfirmAsked: Type.Boolean(),
  confirmedBy: Nullable(Type.String()),
  confirmedAt: Nullable(Type.String()),
  reason: Nullable(Type.String()),
  problems: List(Code),
  version: Type.Integer(),
})
export type FieldView = Type.Static<typeof Field>

const line = {
  id: Uuid,
  stage: StageName,
  agency: AgencyRef,
  version: Type.Integer(),
  canEdit: Type.Boolean(),
  needed: Type.Integer(),
  filled: Type.Integer(),
  proposed: Type.Integer(),
  conflicts: Type.Integer(),
  missing: List(Bilingual),
  disputed: List(Bilingual),
}
export const Cards = Type.Object({ cards: List(Type.Object(line)), required: Type.Boolean() })
export const Card = Type.Object({
  ...line,
  caseId: Uuid,
  persons: List(Type.Object({ id: Uuid, seq: Type.Integer(), name: Type.String() })),
  sections: List(Code),
  fields: List(Field),
})

export const CardParams = Closed({ cardId: Uuid })
export const PathQuery = Closed({ path: Type.String({ maxLength: 120 }) })
const Path = Type.String({ minLength: 2, maxLength: 120 })
const Reason = Nullable(Type.String({ minLength: 1, maxLength: 500 }))
export const EnterBody = Closed({ path: Path, value: Type.Unknown(), version: Type.Integer({ minimum: 0 }), reason: Type.Optional(Reason) })
export const ConfirmBody = Closed({
  choices: Type.Array(Closed({ path: Path, alternative: Type.Optional(Type.Integer({ minimum: 0, maximum: 20 })) }), {
    minItems: 1,
    maxItems: 200,
  }),
})
export const Confirmed = Type.Object({
  results: List(Type.Object({ path: Type.String(), ok: Type.Boolean(), waits: Type.Boolean(), code: Nullable(Type.String()) })),
})
export const SecondBody = Closed({ path: Path, agree: Type.Boolean() })
export const History = Type.Object({
  entries: List(
    Type.Object({
      at: Instant,
      by: Nullable(Type.String()),
      value: Value,
      shown: Type.String(),
      state: Nullable(Type.String()),
      source: Nullable(Bilingual),
      reason: Nullable(Type.String()),
    }),
  ),
})
export const Comparison = Type.Object({
  with: Nullable(Type.Object({ cardId: Uuid, stage: StageName, agency: AgencyRef })),
  rows: List(
    Type.Object({
      path: Type.String(),
      ...Bilingual.properties,
      personId: Nullable(Uuid),
      mine: Type.String(),
      theirs: Type.String(),
      equal: Type.Boolean(),
    }),
  ),
})
export const Notice = Type.Object({
  id: Uuid,
  caseId: Uuid,
  caseName: Type.String(),
  cardId: Uuid,
  path: Type.String(),
  ...Bilingual.properties,
  person: Nullable(Type.String()),
  old: Type.String(),
  new: Type.String(),
  reason: Type.String(),
  from: AgencyRef,
  state: Type.String(),
  at: Instant,
})
export const Notices = Type.Object({ notices: List(Notice) })
export const NoticeAnswer = Closed({ adopt: Type.Boolean(), note: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 500 }))) })
export const Codes = Type.Object({ codes: Type.Record(Type.String(), List(Code)) })
const counts = {
  filled: Type.Integer(),
  untouched: Type.Integer(),
  typed: Type.Integer(),
  corrected: Type.Integer(),
  autoFilled: Type.Integer(),
}
export const Meter = Type.Object({
  agency: AgencyRef,
  from: Type.String(),
  to: Type.String(),
  fields: Type.Integer(),
  ...counts,
  minutesSaved: Type.Number(),
  assumptions: Type.Object({ secondsPerField: Type.Integer() }),
  byField: List(Type.Object({ key: Type.String(), ...Bilingual.properties, ...counts })),
  bySource: List(Type.Object({ kind: Type.String(), ...counts })),
})
