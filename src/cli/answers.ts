import { type Static, type TSchema, Type } from 'typebox'

// What the command line reads of the server's answers; fields it does not use are left out and may be there.

const nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()])
const Text = Type.String()
const Agency = Type.Object({ code: Text, zh: Text, type: Text })

export const User = Type.Object({ id: Text, login: Text, name: Text, post: Text, agency: Agency })
export const Session = Type.Object({ user: User, csrf: Text, profile: Text, now: Text, speed: Type.Number() })
export const Clock = Type.Object({ now: Text, speed: Type.Number(), settable: Type.Boolean() })
export const Ready = Type.Object({
  ok: Type.Boolean(),
  checks: Type.Array(Type.Object({ name: Text, ok: Type.Boolean(), remedy: Type.Optional(Text) })),
})
export const Nothing = Type.Null()

export const Calendars = Type.Object({
  items: Type.Array(
    Type.Object({
      year: Type.Integer(),
      version: Type.Integer(),
      notice: Text,
      verify: Type.Boolean(),
      state: Text,
      loadedAt: Text,
      loadedBy: nullable(Text),
      decidedBy: nullable(Text),
      changes: Type.Array(Text),
    }),
  ),
  missing: Type.Array(Type.Object({ year: Type.Integer(), raisedAt: nullable(Text) })),
  recomputes: Type.Array(
    Type.Object({
      year: nullable(Type.Integer()),
      state: Text,
      total: Type.Integer(),
      done: Type.Integer(),
      moved: Type.Integer(),
      skipped: Type.Integer(),
      failed: Type.Integer(),
      createdAt: Text,
    }),
  ),
})
export type Calendars = Static<typeof Calendars>
export const LoadedCalendar = Type.Object({ year: Type.Integer(), version: Type.Integer() })
export const DecidedCalendar = Type.Object({ state: Text, cases: Type.Integer() })

export const CaseRow = Type.Object({
  id: Text,
  platformNo: Text,
  name: Text,
  stage: Text,
  chargeZh: Text,
  nearest: nullable(Type.Object({ zh: Text, dueAt: Text, overdue: Type.Boolean() })),
  turn: Type.Object({ agency: Agency, what: Type.Object({ zh: Text }) }),
})
export const CasePage = Type.Object({ items: Type.Array(CaseRow), nextCursor: nullable(Text) })
export const OpenedCase = Type.Object({ caseId: Text, platformNo: Text })
export const JoinedPerson = Type.Object({ casePersonId: Text })
export const Acted = Type.Object({ eventId: Text, version: Type.Integer() })

export const Period = Type.Object({ id: Text, code: Text, zh: Text, startedAt: Text, dueAt: Text, state: Text, endedAt: nullable(Text) })
const TrackMark = Type.Object({ hour: Type.Integer(), zh: Text, dueAt: Text, doneAt: nullable(Text), state: Text })
export const CaseView = Type.Object({
  id: Text,
  platformNo: Text,
  name: Text,
  stage: Text,
  chargeZh: Text,
  numbers: Type.Array(Type.Object({ agency: Agency, no: Text })),
  persons: Type.Array(Type.Object({ id: Text, name: Text, stage: Text, outcome: nullable(Type.Object({ zh: Text })) })),
  timeline: Type.Array(Type.Object({ id: Text, act: Text, occurredAt: Text, hourMark: nullable(Type.Number()) })),
  periods: Type.Array(Period),
  track48: nullable(Type.Object({ state: Text, closedAt: nullable(Text), dueAt: Text, marks: Type.Array(TrackMark) })),
})

export const StoredDocument = Type.Object({
  id: Text,
  code: nullable(Text),
  title: Text,
  fileName: Text,
  pageCount: Type.Integer(),
  sizeBytes: Type.Integer(),
  sha256: Text,
  casePersonId: nullable(Text),
})
export const Dossier = Type.Object({
  volumes: Type.Array(Type.Object({ zh: Text, seq: Type.Integer(), pageCount: Type.Integer(), documents: Type.Array(StoredDocument) })),
  unsorted: Type.Array(StoredDocument),
})

const Lack = Type.Object({ name: Text, kind: Text, zh: Text })
export const Papers = Type.Object({
  papers: Type.Array(
    Type.Object({
      id: Text,
      code: Text,
      zh: Text,
      casePersonId: nullable(Text),
      state: Text,
      number: nullable(Text),
      signer: nullable(Text),
      signedAt: nullable(Text),
      services: Type.Array(Type.Object({ recipient: Text })),
    }),
  ),
  makeable: Type.Array(
    Type.Object({
      code: Text,
      zh: Text,
      targets: Type.Array(Type.Object({ casePersonId: nullable(Text), state: Text, lacks: Type.Array(Lack) })),
    }),
  ),
  lacking: Type.Array(Type.Object({ code: Text, zh: Text, makeable: Type.Boolean() })),
})
export type Papers = Static<typeof Papers>
export const MadePaper = Type.Object({ paperId: Text })
export const Paper = Type.Object({
  id: Text,
  zh: Text,
  lacks: Type.Array(Lack),
  parts: Type.Array(Type.Object({ name: Text, zh: Text, value: Text })),
})
export const IssuedPaper = Type.Object({ paperId: Text, number: nullable(Text), documentId: Text, sha256: Text })

export const StartedImport = Type.Object({ importId: Text })
export const ImportView = Type.Object({
  state: Text,
  totalFiles: nullable(Type.Integer()),
  doneFiles: Type.Integer(),
  totalBytes: nullable(Type.Integer()),
  doneBytes: Type.Integer(),
  stored: Type.Integer(),
  problem: nullable(Type.Object({ code: Text, zh: Text })),
  items: Type.Array(
    Type.Object({ path: Text, state: Text, code: nullable(Text), detail: nullable(Text), sizeBytes: nullable(Type.Integer()) }),
  ),
})

export const Gate = Type.Object({
  passed: Type.Boolean(),
  items: Type.Array(Type.Object({ code: Text, zh: Text, status: Text, casePersonId: nullable(Text) })),
  checks: Type.Array(Type.Object({ code: Text, zh: Text, ok: Type.Boolean() })),
})
export const Clocks = Type.Object({
  items: Type.Array(
    Type.Object({
      code: Text,
      zh: Text,
      startedAt: Text,
      dueAt: Text,
      state: Text,
      may: Type.Array(Type.Object({ askBy: nullable(Type.Object({ code: Text, zh: Text, days: Type.Integer() })) })),
    }),
  ),
})
export const HandOverDone = Type.Object({ handOverId: Text })
const ManifestEntry = Type.Object({
  seq: Type.Integer(),
  supplement: Type.Integer(),
  documentId: Text,
  volume: Text,
  volumeSeq: Type.Integer(),
  code: Text,
  title: Text,
  pageFrom: Type.Integer(),
  pageTo: Type.Integer(),
  pageCount: Type.Integer(),
  sizeBytes: Type.Integer(),
  sha256: Text,
  sm3: Text,
})
export const HandOver = Type.Object({
  id: Text,
  caseId: Text,
  leg: Text,
  legZh: Text,
  round: Type.Integer(),
  edition: Type.Integer(),
  persons: nullable(Type.Array(Text)),
  state: Text,
  from: Agency,
  to: Agency,
  fault: Type.Optional(nullable(Text)),
  manifest: nullable(Type.Object({ digest: Text, signature: Text, keyId: Text, entries: Type.Array(ManifestEntry) })),
  receipts: Type.Array(Type.Object({ id: Text, kind: Text, zh: Text, issuedAt: Text, sha256: Text })),
})
const CustodyDispatch = Type.Object({
  id: Text,
  casePersonId: Text,
  paper: Type.Object({ code: Text, zh: Text }),
  kind: Type.Object({ code: Text, zh: Text }),
  state: Type.Object({ code: Text, zh: Text }),
  certNo: Text,
  acceptedAt: nullable(Text),
  newTo: nullable(Text),
  paperId: nullable(Text),
  hasReceipt: Type.Boolean(),
})
const CustodyCheck = Type.Object({ code: Text, zh: Text, outcome: Text })
/** What lies on the desk of a detention centre. */
export const CustodyDesk = Type.Object({ items: Type.Array(Type.Object({ dispatch: CustodyDispatch, checks: Type.Array(CustodyCheck) })) })
export const Acknowledged = Type.Object({
  done: Type.Integer(),
  items: Type.Array(Type.Object({ id: Text, done: Type.Boolean(), problem: nullable(Type.Object({ code: Text, zh: Text })) })),
})
/** The chain of titles of a case, and the papers about it. */
export const CaseCustody = Type.Object({
  titles: Type.Array(
    Type.Object({
      casePersonId: Text,
      seq: Type.Integer(),
      holder: Agency,
      from: Text,
      until: nullable(Text),
      endReason: nullable(Type.Object({ code: Text, zh: Text })),
      overdueMinutes: Type.Integer(),
    }),
  ),
  dispatches: Type.Array(CustodyDispatch),
})
export const Receipt = Type.Object({ body: Text, sha256: Text, signature: Text, keyId: Text, publicKey: Text })
export const Verified = Type.Object({
  chains: Type.Integer(),
  entries: Type.Integer(),
  ok: Type.Boolean(),
  broken: Type.Array(Type.Object({ chain: Text, seq: Type.Integer(), why: Text })),
})

const reached = { periods: Type.Integer(), firstRaised: nullable(Text), lastRaised: nullable(Text), untold: Type.Integer() }
export const GapReport = Type.Object({
  day: Text,
  to: Text,
  ok: Type.Boolean(),
  outages: Type.Array(Type.Object({ from: Text, to: Text, minutes: Type.Number(), ...reached })),
  silent: Type.Array(Type.Object({ hour: Text, all: Type.Boolean(), codes: Type.Array(Text) })),
  late: Type.Array(Type.Object({ code: Text, level: Type.Integer(), alerts: Type.Integer(), lateSeconds: Type.Number() })),
  untold: Type.Array(Type.Object({ code: Text, periods: Type.Integer(), since: Text })),
  clockChanges: Type.Array(Type.Object({ before: Text, after: Text, speedAfter: Type.Number(), ...reached })),
  watched: Type.Object({
    rules: Type.Integer(),
    hours: Type.Integer(),
    due: Type.Integer(),
    raised: Type.Integer(),
    greatestLateSeconds: Type.Number(),
  }),
})

const Both = Type.Object({ zh: Text, en: Text })
export const Asked = Type.Object({ runId: Text })
export const Round = Type.Object({
  runId: Text,
  state: Text,
  finishedAt: nullable(Text),
  found: Type.Integer(),
  repaired: Type.Integer(),
  checks: Type.Array(
    Type.Object({
      code: Text,
      title: Both,
      rows: Type.Integer(),
      found: Type.Integer(),
      sampled: Type.Boolean(),
      skipped: Type.Boolean(),
    }),
  ),
  findings: Type.Array(
    Type.Object({ check: Text, sentence: Both, owner: Both, since: nullable(Text), firstSeen: Text, repairedAt: nullable(Text) }),
  ),
})
export const Numbers = Type.Object({
  ok: Type.Boolean(),
  series: Type.Array(
    Type.Object({
      issuer: Text,
      series: Text,
      year: Type.Integer(),
      before: Type.Integer(),
      last: Type.Integer(),
      used: Type.Integer(),
      missing: Type.Integer(),
      gaps: Type.Array(Type.Integer()),
      doubled: Type.Integer(),
      doubles: Type.Array(Type.Integer()),
      beyond: Type.Integer(),
    }),
  ),
})

export type User = Static<typeof User>
export type CaseView = Static<typeof CaseView>
export type Period = Static<typeof Period>
export type HandOver = Static<typeof HandOver>
export type ImportView = Static<typeof ImportView>
export type Receipt = Static<typeof Receipt>
export type Verified = Static<typeof Verified>
export type GapReport = Static<typeof GapReport>

/** The eligibility table of a case, as far as somebody answers it. */
export const Eligibility = Type.Object({
  rows: Type.Array(
    Type.Object({
      code: Text,
      holds: Text,
      kind: Text,
      wanted: Type.Union([Type.Boolean(), Type.Integer()]),
      casePersonId: Type.Union([Text, Type.Null()]),
      mayAnswer: Type.Boolean(),
      isTrack: Type.Boolean(),
      isTrial: Type.Boolean(),
    }),
  ),
})
export const Answered = Type.Object({ answered: Type.Integer() })
export type Round = Static<typeof Round>
export type Numbers = Static<typeof Numbers>
