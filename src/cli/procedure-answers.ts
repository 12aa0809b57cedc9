import { type Static, type TSchema, Type } from 'typebox'

// What the commands of the procedure read of the server's answers.

const nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()])
const Text = Type.String()
const Named = Type.Object({ code: Text, zh: Text })
const Agency = Type.Object({ code: Text, zh: Text, type: Text })

export const Field = Type.Object({
  name: Text,
  kind: Text,
  zh: Text,
  required: Type.Boolean(),
  options: Type.Optional(Type.Array(Type.Object({ value: Text, zh: Text }))),
  hint: Type.Optional(Text),
})
const Blocked = nullable(Type.Object({ code: Text, zh: Text, basis: nullable(Text) }))
const Action = Type.Object({
  act: Text,
  kind: Text,
  zh: Text,
  handOverId: nullable(Text),
  casePersonId: nullable(Text),
  blocked: Blocked,
  fields: Type.Array(Field),
})
const HandOverRow = Type.Object({ id: Text, legZh: Text, round: Type.Integer(), state: Text, from: Agency, to: Agency })

export const WholeCase = Type.Object({
  id: Text,
  version: Type.Integer(),
  platformNo: Text,
  name: Text,
  stage: Text,
  holder: Agency,
  numbers: Type.Array(Type.Object({ agency: Agency, no: Text })),
  turn: Type.Object({ agency: Agency, since: Text, what: Type.Object({ zh: Text }) }),
  persons: Type.Array(
    Type.Object({
      id: Text,
      seq: Type.Integer(),
      name: Text,
      stage: Text,
      measure: nullable(Type.Object({ zh: Text, from: Text })),
      outcome: nullable(Type.Object({ zh: Text })),
    }),
  ),
  timeline: Type.Array(
    Type.Object({ id: Text, act: Text, zh: Text, occurredAt: Text, casePersonId: nullable(Text), voided: Type.Boolean() }),
  ),
  periods: Type.Array(
    Type.Object({ code: Text, zh: Text, casePersonId: nullable(Text), dueAt: Text, state: Text, endedAt: nullable(Text) }),
  ),
  actions: Type.Array(Action),
  handOvers: Type.Array(HandOverRow),
})
export const OneHandOver = Type.Object({
  ...HandOverRow.properties,
  caseId: Text,
  platformNo: Text,
  caseName: Text,
  fault: nullable(Text),
  documentCount: Type.Integer(),
  pageCount: Type.Integer(),
  actions: Type.Array(Action),
  history: Type.Array(Type.Object({ at: Text, zh: Text, by: nullable(Text) })),
  receipts: Type.Array(Type.Object({ id: Text, zh: Text, issuedAt: Text, sha256: Text })),
})
export const Codes = Type.Object({
  stages: Type.Array(Named),
  agencies: Type.Array(Agency),
  acts: Type.Array(Type.Object({ act: Text, zh: Text, basis: Text, fields: Type.Array(Field) })),
})
export const Staff = Type.Object({ users: Type.Array(Type.Object({ id: Text, name: Text, roles: Type.Array(Text), post: Text })) })
export const Deadlines = Type.Object({
  persons: Type.Array(Type.Object({ id: Text, seq: Type.Integer(), name: Text })),
  items: Type.Array(
    Type.Object({
      code: Text,
      zh: Text,
      casePersonId: nullable(Text),
      dueAt: Text,
      endedAt: nullable(Text),
      sentence: Type.Object({ zh: Text }),
      may: Type.Array(Type.Object({ type: Text, code: Text, zh: Text, basisZh: Text, blocked: Blocked })),
    }),
  ),
  requests: Type.Array(
    Type.Object({
      id: Text,
      type: Text,
      period: nullable(Named),
      corrects: nullable(Type.Object({ zh: Text, occurredAt: Text })),
      occurredAt: nullable(Text),
      reason: nullable(Text),
      extension: nullable(Text),
      requestedBy: Text,
      state: Text,
      mayDecide: Type.Boolean(),
    }),
  ),
})
export const Requested = Type.Object({ requestId: Text })
export const DecidedRequest = Type.Object({ state: Text, eventId: nullable(Text) })

export type Field = Static<typeof Field>
export type Action = Static<typeof Action>
export type WholeCase = Static<typeof WholeCase>
export type OneHandOver = Static<typeof OneHandOver>
export type Codes = Static<typeof Codes>
export type Deadlines = Static<typeof Deadlines>
