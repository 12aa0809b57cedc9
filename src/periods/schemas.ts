import { Type } from 'typebox'
import { Bilingual, Closed, Instant, List, Nullable } from '../http/schemas.ts'

const Code = Type.String({ minLength: 1, maxLength: 60 })
const Length = Type.Integer({ minimum: 1, maximum: 1_000 })
const Unit = Type.Union([Type.Literal('hour'), Type.Literal('day'), Type.Literal('month')])

const EventBody = Type.Union([
  Closed({ type: Type.Literal('extend'), at: Instant, extension: Code, length: Type.Optional(Length) }),
  Closed({ type: Type.Literal('suspend'), at: Instant, reason: Code }),
  Closed({ type: Type.Literal('resume'), at: Instant }),
  Closed({
    type: Type.Literal('restart'),
    at: Instant,
    reason: Code,
    approvedAt: Type.Optional(Type.String({ format: 'date-time', description: 'Does not move anything: the count is from `at`' })),
  }),
  Closed({ type: Type.Literal('custody'), at: Instant, inCustody: Nullable(Type.Boolean()) }),
])

export const CalculateBody = Closed({
  periodCode: Code,
  start: Instant,
  inCustody: Nullable(Type.Boolean()),
  events: Type.Array(EventBody, { maxItems: 100 }),
  length: Type.Optional(Closed({ value: Length, unit: Unit })),
  custodyFrom: Type.Optional(Instant),
})
export type CalculateBody = Type.Static<typeof CalculateBody>

const Step = Type.Object({
  kind: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  at: Nullable(Instant),
  due: Nullable(Instant),
  basis: Nullable(Type.String()),
  basisZh: Nullable(Type.String()),
  event: Nullable(Type.String()),
})

export const Calculated = Type.Object({
  periodCode: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  start: Instant,
  due: Instant,
  legalLatest: Nullable(Instant),
  recommendedLatest: Nullable(Instant),
  opensAt: Nullable(Instant),
  provisional: Type.Boolean(),
  suspended: Type.Boolean(),
  verify: Type.Boolean(),
  flags: List(Type.String()),
  sentence: Bilingual,
  ledger: List(Step),
})

const Extension = Type.Object({
  code: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  by: Type.String(),
  byZh: Type.String(),
  mode: Type.String(),
  length: Nullable(Type.Number()),
  minLength: Nullable(Type.Number()),
  unit: Type.String(),
  condition: Type.String(),
  conditionZh: Type.String(),
  requires: Nullable(Type.String()),
  basis: Type.String(),
})
const Reason = Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String(), basis: Type.String() })
const Threshold = Type.Object({ before: Type.Optional(Type.Number()), after: Type.Optional(Type.Number()), unit: Type.String() })

export const PeriodList = Type.Object({
  items: List(
    Type.Object({
      code: Type.String(),
      zh: Type.String(),
      en: Type.String(),
      unit: Nullable(Type.String()),
      length: Nullable(Type.Number()),
      variableLength: Nullable(Type.Object({ min: Type.Number(), max: Type.Number(), unit: Type.String() })),
      direction: Type.String(),
      kind: Type.String(),
      appliesTo: Type.String(),
      agency: Type.String(),
      basis: Type.String(),
      basisZh: Type.String(),
      verify: Type.Boolean(),
      starts: Type.String(),
      ends: Type.String(),
      rollsOver: Type.Boolean(),
      rollBlockedByCustody: Type.Boolean(),
      extensions: List(Extension),
      suspendsOn: List(Reason),
      restartsOn: List(Reason),
      alertLevels: Nullable(Type.Record(Type.String(), Threshold)),
      notes: Nullable(Type.String()),
    }),
  ),
})
export const PeriodQuery = Closed({ q: Type.Optional(Type.String({ maxLength: 100 })) })
