import { Type } from 'typebox'
import { LinePauseSchema } from '../handovers/lines/schemas.ts'
import { ActionSchema, HandOverRowSchema } from '../handovers/schemas.ts'
import { AgencyRef, Bilingual, Closed, Instant, List, Nullable, Uuid } from '../http/schemas.ts'

const Text = Type.String()

const Mark = Type.Object({
  code: Text,
  hour: Type.Integer(),
  owner: Text,
  zh: Text,
  en: Text,
  dueAt: Text,
  doneAt: Nullable(Text),
  /** Of a mark in the state `enteredLate`: done in time, and entered only then. */
  enteredAt: Nullable(Text),
  state: Text,
  sentence: Bilingual,
})
const Track = Type.Object({
  arrivedAt: Text,
  state: Text,
  /** DONE, CONVERTED, LEFT(reason) or LATE(owner); null while it is open. */
  end: Nullable(Text),
  closedAt: Nullable(Text),
  dueAt: Text,
  marks: List(Mark),
})
export const TrackBoard = Type.Object({
  items: List(
    Type.Object({
      caseId: Uuid,
      casePersonId: Nullable(Uuid),
      version: Type.Integer(),
      platformNo: Text,
      person: Text,
      stage: Text,
      track48: Track,
      remaining: List(Type.Object({ owner: Text, code: Text, zh: Text, en: Text, seconds: Type.Integer() })),
      todo: Nullable(Type.Object({ code: Text, zh: Text, en: Text, owner: Text, agency: AgencyRef, dueAt: Text, seconds: Type.Integer() })),
      /** Marks whose owner has been told that they were missed. */
      told: List(Text),
      /** Steps that end the track, if the reader may take them now. */
      endings: List(Type.Object({ act: Text, zh: Text, en: Text })),
      turn: Type.Object({ agency: AgencyRef, what: Bilingual, remainingSeconds: Type.Integer() }),
    }),
  ),
})

const Verdict = Type.Object({ outcome: Text, row: Nullable(Text), basis: Nullable(Text) })
export const EligibilityView = Type.Object({
  trial: Verdict,
  track: Verdict,
  persons: List(Type.Object({ id: Uuid, name: Text, trial: Verdict })),
  rows: List(
    Type.Object({
      code: Text,
      zh: Text,
      en: Text,
      question: Bilingual,
      kind: Text,
      wanted: Type.Union([Type.Boolean(), Type.Integer()]),
      scope: Text,
      basis: Text,
      knownBy: Text,
      isTrack: Type.Boolean(),
      isTrial: Type.Boolean(),
      casePersonId: Nullable(Uuid),
      holds: Text,
      mayAnswer: Type.Boolean(),
      sources: List(
        Type.Object({
          kind: Text,
          zh: Text,
          en: Text,
          value: Nullable(Type.Union([Type.Boolean(), Type.Integer()])),
          note: Nullable(Text),
          by: Nullable(Text),
          agency: Nullable(AgencyRef),
          at: Nullable(Text),
        }),
      ),
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
  corrects: Nullable(Uuid),
  voided: Type.Boolean(),
  hourMark: Nullable(Type.Number()),
  /** What the step caused; `dueAt` of a period as it stood after the step, null while its count stands still. */
  effects: Type.Object({
    periods: List(
      Type.Object({ id: Uuid, code: Text, zh: Text, en: Text, casePersonId: Nullable(Uuid), change: Text, dueAt: Nullable(Text) }),
    ),
    numbers: List(Type.Object({ agency: Nullable(AgencyRef), no: Text })),
    papers: List(Type.Object({ id: Uuid, zh: Text, en: Text, number: Nullable(Text) })),
    handOver: Nullable(Type.Object({ id: Uuid, zh: Text, en: Text, round: Type.Integer() })),
    stage: Nullable(Text),
    holder: Nullable(AgencyRef),
  }),
})
const Step = Type.Object({
  kind: Text,
  zh: Text,
  en: Text,
  at: Nullable(Text),
  due: Nullable(Text),
  basis: Nullable(Text),
  basisZh: Nullable(Text),
  event: Nullable(Text),
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
  basisZh: Text,
  sentence: Bilingual,
  steps: List(Step),
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
  /** An arrest review is numbered beside the case; of one agency and kind one number is in use. */
  numbers: List(Type.Object({ agency: AgencyRef, no: Text, kind: Text, inUse: Type.Boolean() })),
  turn: Type.Object({ agency: AgencyRef, since: Text, what: Bilingual, clock: Nullable(Text) }),
  /** Cases that this one came from or went into, and the persons who go on elsewhere. */
  related: Type.Object({
    /** New versions of papers that the reader's agency must acknowledge. */
    unread: List(Type.Object({ id: Uuid, title: Text })),
    cases: List(Type.Object({ relation: Text, id: Uuid, platformNo: Text, name: Text })),
    moved: List(Type.Object({ name: Text, caseId: Uuid, platformNo: Nullable(Text) })),
  }),
  persons: List(Person),
  timeline: List(Event),
  /** Whether the reader may ask for the correction of an event. */
  mayCorrect: Type.Boolean(),
  periods: List(Period),
  actions: List(ActionSchema),
  handOvers: List(HandOverRowSchema),
  track48: Nullable(Track),
  staff: List(Type.Object({ user: Type.Object({ id: Uuid, name: Text }), role: Text, agency: AgencyRef })),
})

const Blocked = Type.Object({ code: Text, zh: Text, en: Text, basis: Nullable(Text) })
const DeadlineOption = Type.Object({
  type: Text,
  periodCode: Text,
  casePersonId: Nullable(Uuid),
  code: Text,
  zh: Text,
  en: Text,
  minLength: Nullable(Type.Integer()),
  maxLength: Nullable(Type.Integer()),
  unit: Nullable(Text),
  basis: Text,
  basisZh: Text,
  grantedBy: Nullable(Bilingual),
  condition: Nullable(Bilingual),
  askBy: Nullable(Type.Object({ code: Text, zh: Text, en: Text, days: Type.Integer() })),
  blocked: Nullable(Blocked),
})
const ClockItem = Type.Object({
  id: Uuid,
  code: Text,
  zh: Text,
  en: Text,
  casePersonId: Nullable(Uuid),
  agency: AgencyRef,
  kind: Text,
  startedAt: Text,
  dueAt: Text,
  legalLatest: Nullable(Text),
  state: Text,
  endedAt: Nullable(Text),
  custody: Type.Boolean(),
  verify: Type.Boolean(),
  provisional: Type.Boolean(),
  flags: List(Text),
  basis: Text,
  basisZh: Text,
  sentence: Bilingual,
  ledger: List(Step),
  remindAt: Nullable(Text),
  warnAt: Nullable(Text),
  superviseAt: Nullable(Text),
  startedBy: Uuid,
  may: List(DeadlineOption),
  /** Agencies whose line is down and through which the next step of this clock goes; its date stays. */
  lines: List(Text),
})
const DeadlineRequest = Type.Object({
  id: Uuid,
  type: Text,
  period: Nullable(Type.Object({ code: Text, zh: Text, en: Text })),
  casePersonId: Nullable(Uuid),
  extension: Nullable(Text),
  length: Nullable(Type.Integer()),
  reason: Nullable(Text),
  corrects: Nullable(Type.Object({ id: Uuid, zh: Text, en: Text, occurredAt: Text })),
  occurredAt: Nullable(Text),
  documentNo: Nullable(Text),
  note: Nullable(Text),
  requestedBy: Text,
  requestedAt: Text,
  state: Text,
  decidedBy: Nullable(Text),
  decidedAt: Nullable(Text),
  decisionNote: Nullable(Text),
  mayDecide: Type.Boolean(),
})
export const ClocksView = Type.Object({
  /** Lines that are down of agencies that this case needs: a note, no count stands still for it. */
  pauses: List(LinePauseSchema),
  now: Text,
  speed: Type.Number(),
  persons: List(Type.Object({ id: Uuid, seq: Type.Integer(), name: Text, inCustody: Type.Boolean() })),
  items: List(ClockItem),
  requests: List(DeadlineRequest),
  options: List(Type.Object({ act: Text, zh: Text, en: Text, casePersonId: Nullable(Uuid) })),
})

const code = Type.String({ minLength: 1, maxLength: 60 })
const Change = Type.Union(['extend', 'suspend', 'resume', 'restart'].map(value => Type.Literal(value)))
/** Either a step of the table or a change of a running period, supposed to happen now or at a time. */
export const SuppositionBody = Closed({
  act: Type.Optional(Nullable(code)),
  type: Type.Optional(Nullable(Change)),
  periodCode: Type.Optional(Nullable(code)),
  casePersonId: Type.Optional(Nullable(Uuid)),
  extension: Type.Optional(Nullable(code)),
  length: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 60 }))),
  reason: Type.Optional(Nullable(code)),
  at: Type.Optional(Nullable(Instant)),
})
export const Moves = Type.Object({
  moves: List(
    Type.Object({
      code: Text,
      zh: Text,
      en: Text,
      casePersonId: Nullable(Uuid),
      before: Nullable(Text),
      after: Nullable(Text),
      change: Text,
    }),
  ),
})
