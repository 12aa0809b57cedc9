import { Type } from 'typebox'
import { Bilingual, Closed, Instant, List, Nullable, Uuid } from '../http/schemas.ts'

export const AskBody = Closed({
  caseNo: Type.Optional(Type.String({ minLength: 4, maxLength: 80 })),
  repair: Type.Optional(Type.Boolean()),
})
export const RunParams = Closed({ runId: Uuid })
export const Asked = Type.Object({ runId: Uuid })

const CheckView = Type.Object({
  code: Type.String(),
  title: Bilingual,
  basis: Type.String(),
  severity: Type.String(),
  repair: Nullable(Type.String()),
  rows: Type.Integer(),
  found: Type.Integer(),
  sampled: Type.Boolean(),
  skipped: Type.Boolean(),
})
const FindingView = Type.Object({
  id: Uuid,
  check: Type.String(),
  sentence: Bilingual,
  caseNo: Nullable(Type.String()),
  owner: Bilingual,
  agency: Nullable(Type.String()),
  since: Nullable(Instant),
  firstSeen: Instant,
  lastSeen: Instant,
  repairedAt: Nullable(Instant),
})
export const RoundView = Type.Object({
  runId: Uuid,
  kind: Type.String(),
  state: Type.String(),
  wholePlatform: Type.Boolean(),
  askedAt: Instant,
  finishedAt: Nullable(Instant),
  found: Type.Integer(),
  repaired: Type.Integer(),
  checks: List(CheckView),
  findings: List(FindingView),
})
export const LatestView = Type.Object({ round: Nullable(RoundView) })

export const NumbersQuery = Closed({
  issuer: Type.Optional(Type.String({ maxLength: 40 })),
  year: Type.Optional(Type.Integer({ minimum: 1979, maximum: 2200 })),
})
export const NumbersView = Type.Object({
  ok: Type.Boolean(),
  series: List(
    Type.Object({
      issuer: Type.String(),
      issuerName: Bilingual,
      series: Type.String(),
      year: Type.Integer(),
      before: Type.Integer(),
      last: Type.Integer(),
      used: Type.Integer(),
      missing: Type.Integer(),
      gaps: List(Type.Integer()),
      doubled: Type.Integer(),
      doubles: List(Type.Integer()),
      beyond: Type.Integer(),
    }),
  ),
})
