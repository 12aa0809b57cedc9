import { Type } from 'typebox'
import { AgencyRef, Bilingual, Closed, Day, Instant, Nullable, Uuid } from '../http/schemas.ts'

export const ListQuerySchema = Closed({
  view: Type.Optional(Type.Union([Type.Literal('mine'), Type.Literal('agency')])),
  stage: Type.Optional(Type.String({ maxLength: 40 })),
  q: Type.Optional(Type.String({ maxLength: 100 })),
  track48: Type.Optional(Type.Boolean()),
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
})

const Nearest = Type.Object({
  code: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  dueAt: Type.String(),
  kind: Type.String(),
  overdue: Type.Boolean(),
})
export const CasePage = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Uuid,
      platformNo: Type.String(),
      name: Type.String(),
      stage: Type.String(),
      holder: AgencyRef,
      chargeZh: Type.String(),
      chargeEn: Type.String(),
      personCount: Type.Integer(),
      nearest: Nullable(Nearest),
      track48: Nullable(Type.Object({ arrivedAt: Type.String(), state: Type.String() })),
      turn: Type.Object({ agency: AgencyRef, since: Type.String(), what: Bilingual }),
      assigned: Type.Boolean(),
      /** The case into which this one was merged. */
      mergedInto: Nullable(Type.Object({ id: Uuid, platformNo: Type.String() })),
      updatedAt: Type.String(),
    }),
  ),
  nextCursor: Nullable(Type.String()),
})
export const Counts = Type.Object({
  mine: Type.Integer(),
  agency: Type.Integer(),
  deskIn: Type.Integer(),
  deskOut: Type.Integer(),
  track48: Type.Integer(),
})

const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
export const OpenCaseBody = Closed({
  source: Type.Union(
    ['report', 'handIn', 'discovery', 'transferAdmin', 'transferOther', 'selfSurrender'].map(value => Type.Literal(value)),
  ),
  occurredAt: Instant,
  chargeCode: Type.String({ pattern: '^X\\d{3}$' }),
  occurredFrom: Type.Optional(Nullable(Instant)),
  occurredPlace: Type.Optional(Nullable(text(300))),
  factSummary: Type.Optional(Nullable(text(4_000))),
  circumstances: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 40, uniqueItems: true })),
  track48: Type.Optional(Type.Boolean()),
  arrivedAt: Type.Optional(Nullable(Instant)),
})
export const JoinPersonBody = Closed({
  occurredAt: Instant,
  summoned: Type.Boolean(),
  name: text(100),
  sex: Type.Union([Type.Literal('0'), Type.Literal('1'), Type.Literal('2'), Type.Literal('9')]),
  birthDate: Type.Optional(Nullable(Day)),
  idType: Type.String({ pattern: '^\\d{3}$' }),
  idNo: Type.Optional(Nullable(text(40))),
  nameBasis: Type.Optional(Type.Union([Type.Literal('verified'), Type.Literal('selfStated')])),
  ethnic: Type.Optional(Nullable(text(20))),
  education: Type.Optional(Nullable(text(20))),
  residence: Type.Optional(Nullable(text(300))),
  phone: Type.Optional(Nullable(text(40))),
  occupation: Type.Optional(Nullable(text(100))),
})
export const CircumstancesBody = Closed({ circumstances: Type.Array(Type.String({ maxLength: 40 }), { maxItems: 40, uniqueItems: true }) })

/** What an act may carry: its own fields are checked against the transition table. */
export const ActBody = Type.Object(
  { occurredAt: Type.Optional(Nullable(Instant)), casePersonId: Type.Optional(Nullable(Uuid)) },
  {
    additionalProperties: Type.Union([
      Type.String({ maxLength: 4_000 }),
      Type.Integer({ minimum: 0, maximum: 1_000_000_000 }),
      Type.Boolean(),
      Type.Null(),
    ]),
  },
)
export const Acted = Type.Object({ caseId: Uuid, version: Type.Integer(), eventId: Uuid })

const code = Type.String({ minLength: 1, maxLength: 60 })
export const DeadlineRequestBody = Closed({
  type: Type.Union([Type.Literal('extend'), Type.Literal('suspend'), Type.Literal('resume'), Type.Literal('restart')]),
  periodCode: Type.Optional(Nullable(code)),
  casePersonId: Type.Optional(Nullable(Uuid)),
  extension: Type.Optional(Nullable(code)),
  length: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 60 }))),
  reason: Type.Optional(Nullable(code)),
  occurredAt: Instant,
  documentNo: text(100),
  note: Type.Optional(Nullable(text(2_000))),
})
/** Without a time the event is void; with one it is entered again at that time. */
export const CorrectionBody = Closed({ reason: text(2_000), occurredAt: Type.Optional(Nullable(Instant)) })
export const DecideBody = Closed({ approve: Type.Boolean(), note: Type.Optional(Nullable(text(2_000))) })
