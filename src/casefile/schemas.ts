import { Type } from 'typebox'
import { ActionSchema, HandOverRowSchema } from '../handovers/schemas.ts'
import { AgencyRef, Bilingual, List, Nullable, Uuid } from '../http/schemas.ts'

const Text = Type.String()

const Track = Type.Object({
  arrivedAt: Text,
  state: Text,
  closedAt: Nullable(Text),
  dueAt: Text,
  marks: List(Type.Object({ hour: Type.Integer(), owner: Text, zh: Text, en: Text, dueAt: Text, doneAt: Nullable(Text), state: Text })),
})
export const TrackBoard = Type.Object({
  items: List(
    Type.Object({
      caseId: Uuid,
      platformNo: Text,
      person: Text,
      stage: Text,
      track48: Track,
      turn: Type.Object({ agency: AgencyRef, what: Bilingual, remainingSeconds: Type.Integer() }),
    }),
  ),
})

const Measure = Type.Object({ code: Text, zh: Text, en: Text, from: Text, decidedBy: AgencyRef, docNo: Nullable(Text) })
const Person = Type.Object({
  id: Uuid,
  seq: Type.Integer(),
  role: Text,
  name: Text,
  sex: Text,
  birthDate: Nullable(Text),
  idNo: Nullable(Text),
  stage: Text,
  inCustody: Type.Boolean(),
  measure: Nullable(Measure),
  pleads: Nullable(Type.Boolean()),
  fastTrackConsent: Nullable(Type.Boolean()),
  outcome: Nullable(Bilingual),
})
const Event = Type.Object({
  id: Uuid,
  no: Type.Integer(),
  act: Text,
  zh: Text,
  en: Text,
  occurredAt: Text,
  recordedAt: Text,
  by: Nullable(Type.Object({ name: Text, agency: AgencyRef })),
  casePersonId: Nullable(Text),
  basis: Text,
  note: Nullable(Text),
  hourMark: Nullable(Type.Number()),
  started: List(Text),
  ended: List(Text),
})
const Period = Type.Object({
  id: Uuid,
  code: Text,
  zh: Text,
  en: Text,
  casePersonId: Nullable(Text),
  agency: Text,
  kind: Text,
  startedAt: Text,
  dueAt: Text,
  legalLatest: Nullable(Text),
  state: Text,
  endedAt: Nullable(Text),
  verify: Type.Boolean(),
  provisional: Type.Boolean(),
  basis: Text,
  steps: List(Type.Object({ zh: Text, en: Text, at: Text })),
  startedBy: Text,
})

export const CaseViewSchema = Type.Object({
  id: Uuid,
  version: Type.Integer(),
  platformNo: Text,
  name: Text,
  stage: Text,
  holder: AgencyRef,
  origin: AgencyRef,
  chargeCode: Text,
  chargeZh: Text,
  chargeEn: Text,
  source: Text,
  occurredFrom: Nullable(Text),
  occurredPlace: Nullable(Text),
  factSummary: Nullable(Text),
  circumstances: List(Text),
  procedure: Nullable(Text),
  numbers: List(Type.Object({ agency: AgencyRef, no: Text })),
  turn: Type.Object({ agency: AgencyRef, since: Text, what: Bilingual, clock: Nullable(Text) }),
  persons: List(Person),
  timeline: List(Event),
  periods: List(Period),
  actions: List(ActionSchema),
  handOvers: List(HandOverRowSchema),
  track48: Nullable(Track),
  staff: List(Type.Object({ user: Type.Object({ id: Uuid, name: Text }), role: Text, agency: AgencyRef })),
})
