import { Type } from 'typebox'
import { AgencyRef, Bilingual, Closed, Day, Instant, List, Nullable, Uuid } from '../http/schemas.ts'

const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })

export const AnswersBody = Closed({
  answers: Type.Array(
    Closed({
      row: Type.String({ pattern: '^[FNT]\\d$' }),
      casePersonId: Type.Optional(Nullable(Uuid)),
      value: Type.Union([Type.Boolean(), Type.Integer({ minimum: 0, maximum: 600 })]),
      note: Type.Optional(Nullable(text(2_000))),
    }),
    { minItems: 1, maxItems: 200 },
  ),
})

export const LawyerBody = Closed({
  casePersonId: Uuid,
  place: Type.Optional(Nullable(text(200))),
  note: Type.Optional(Nullable(text(2_000))),
})
export const StepBody = Closed({ at: Type.Optional(Nullable(Instant)), opinion: Type.Optional(Nullable(text(8_000))) })
export const RequestParams = Closed({ requestId: Uuid })
export const LawyerStepParams = Closed({
  requestId: Uuid,
  step: Type.Union([Type.Literal('take'), Type.Literal('meet'), Type.Literal('opinion')]),
})
const Lawyer = Type.Object({
  id: Uuid,
  caseId: Nullable(Uuid),
  casePersonId: Nullable(Uuid),
  person: Type.String(),
  charge: Bilingual,
  place: Nullable(Type.String()),
  note: Nullable(Type.String()),
  requestedBy: Type.String(),
  agency: AgencyRef,
  bureau: AgencyRef,
  requestedAt: Instant,
  dueAt: Instant,
  state: Type.String(),
  lawyer: Nullable(Type.String()),
  isMine: Type.Boolean(),
  takenAt: Nullable(Instant),
  metAt: Nullable(Instant),
  /** From the request to the lawyer's presence, in seconds. */
  waitedSeconds: Nullable(Type.Integer()),
  isLate: Type.Boolean(),
  opinion: Nullable(Type.String()),
  opinionAt: Nullable(Instant),
  undertakingAt: Nullable(Instant),
})
export const LawyerList = Type.Object({ items: List(Lawyer) })
export const BureauList = Type.Object({
  items: List(Lawyer),
  counts: Type.Object({ waiting: Type.Integer(), mine: Type.Integer(), done: Type.Integer() }),
})
export const BoxQuery = Closed({ box: Type.Union([Type.Literal('waiting'), Type.Literal('mine'), Type.Literal('done')]) })

export const HearingsBody = Closed({
  caseIds: Type.Array(Uuid, { minItems: 1, maxItems: 20, uniqueItems: true }),
  room: text(60),
  judge: Uuid,
  startsAt: Instant,
  minutes: Type.Integer({ minimum: 5, maximum: 240 }),
  pauseMinutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 120 })),
})
export const DayQuery = Closed({ day: Type.Optional(Day) })
export const HearingParams = Closed({ hearingId: Uuid })
export const CancelBody = Closed({ reason: text(2_000) })
export const HearingList = Type.Object({
  day: Day,
  hours: Type.Object({ from: Type.Integer(), until: Type.Integer() }),
  items: List(
    Type.Object({
      id: Uuid,
      caseId: Uuid,
      room: Type.String(),
      judge: Type.String(),
      title: Type.String(),
      caseNo: Nullable(Type.String()),
      startsAt: Instant,
      endsAt: Instant,
      state: Type.String(),
      reason: Nullable(Type.String()),
    }),
  ),
})
