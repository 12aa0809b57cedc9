import { Type } from 'typebox'
import { Closed, Day, Instant, List, Nullable, Uuid } from '../http/schemas.ts'

const Text = Type.String()
const Year = Type.Integer({ minimum: 1990, maximum: 2100 })
const Name = Type.String({ minLength: 1, maxLength: 40 })

/** A holiday list as the yearly notice publishes it: spans with both days inside, and the days off that were made workdays. */
export const CalendarBody = Closed({
  year: Year,
  notice: Type.String({ maxLength: 200 }),
  verify: Type.Optional(Type.Boolean()),
  holidays: Type.Array(Closed({ name: Name, from: Day, to: Day }), { minItems: 1, maxItems: 30 }),
  makeupWorkdays: Type.Array(Day, { maxItems: 30 }),
})
export type CalendarBody = Type.Static<typeof CalendarBody>

export const Proposed = Type.Object({ year: Year, version: Type.Integer() })
export const VersionParams = Closed({ year: Year, version: Type.Integer({ minimum: 1 }) })
export const DecisionBody = Closed({ approve: Type.Boolean() })
export const Decided = Type.Object({ state: Type.Union([Type.Literal('current'), Type.Literal('refused')]), cases: Type.Integer() })

const Person = Nullable(Text)
const Version = Type.Object({
  year: Year,
  version: Type.Integer(),
  notice: Text,
  verify: Type.Boolean(),
  holidays: List(Type.Object({ name: Text, from: Day, to: Day })),
  makeupWorkdays: List(Day),
  state: Type.Union([Type.Literal('proposed'), Type.Literal('current'), Type.Literal('superseded'), Type.Literal('refused')]),
  loadedAt: Instant,
  loadedBy: Person,
  decidedAt: Nullable(Instant),
  decidedBy: Person,
  /** Of a proposal: the days that it makes rest or work other than now. */
  changes: List(Day),
  mayDecide: Type.Boolean(),
})
const Recompute = Type.Object({
  id: Uuid,
  year: Nullable(Year),
  reason: Type.Union([Type.Literal('calendar'), Type.Literal('schema')]),
  state: Type.Union([Type.Literal('waiting'), Type.Literal('running'), Type.Literal('done')]),
  total: Type.Integer(),
  done: Type.Integer(),
  moved: Type.Integer(),
  skipped: Type.Integer(),
  failed: Type.Integer(),
  createdAt: Instant,
  finishedAt: Nullable(Instant),
})
export const CalendarsView = Type.Object({
  items: List(Version),
  missing: List(Type.Object({ year: Year, raisedAt: Nullable(Instant) })),
  recomputes: List(Recompute),
  mayLoad: Type.Boolean(),
})

export const HeldParams = Closed({ heldId: Uuid })
export const HeldBody = Closed({ note: Type.Optional(Nullable(Type.String({ maxLength: 500 }))) })
export const HeldList = Type.Object({
  items: List(
    Type.Object({
      id: Uuid,
      caseId: Uuid,
      platformNo: Nullable(Text),
      period: Type.Object({ code: Text, zh: Text, en: Text }),
      agency: Type.Object({ code: Text, zh: Text, en: Text, type: Text }),
      dueAt: Instant,
      wouldBe: Instant,
      notedAt: Instant,
      confirmedAt: Nullable(Instant),
      confirmedBy: Person,
      note: Nullable(Text),
    }),
  ),
})
