import { Type } from 'typebox'
import type { Json } from '../domain/json.ts'
import { agencyRef, instant, instantOrNull } from '../domain/present.ts'
import { AgencyRef, Bilingual, Closed, List, Nullable, Uuid } from '../http/schemas.ts'
import { SYSTEM_FAULTS, type SystemFaultCode } from './model.ts'
import { nameOfPointer, wordsOf } from './naming.ts'
import type { Hours } from './rules.ts'
import type { Connector, StoredDifference, WriteBack } from './store.ts'
import { Settings } from './ways.ts'

const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const Hour = Type.Integer({ minimum: 0, maximum: 24 })

export const AgencyParams = Closed({ agency: Type.String({ maxLength: 32 }) })
export const TrialParams = Closed({ agency: Type.String({ maxLength: 32 }), trialId: Uuid })
export const WriteBackParams = Closed({ writeBackId: Uuid })
export const DifferenceParams = Closed({ differenceId: Uuid })

export const ConnectorBody = Closed({
  kind: Type.Enum(['webhook', 'folder', 'robot']),
  address: text(500),
  map: Type.Optional(Nullable(text(60))),
  settings: Type.Optional(Settings),
  direction: Type.Enum(['out', 'in', 'both']),
  perMinute: Type.Integer({ minimum: 1, maximum: 600 }),
  hours: Type.Optional(Nullable(Closed({ from: Hour, to: Hour }))),
})
export const SecretBody = Closed({ name: Type.Enum(['signing', 'login']), secret: text(4_000) })
export const PauseBody = Closed({ paused: Type.Boolean(), reason: Type.Optional(Nullable(text(500))) })
export const TrialBody = Closed({ cardId: Type.Optional(Nullable(Uuid)) })
export const SettlementBody = Closed({
  how: Type.Enum(['writeAgain', 'takeTheirs', 'leave']),
  note: Type.Optional(Nullable(Type.String({ maxLength: 1_000 }))),
})

export const ConnectorSchema = Type.Object({
  agency: AgencyRef,
  kind: Type.String(),
  direction: Type.String(),
  state: Type.String(),
  why: Nullable(Type.String()),
  since: Type.String(),
  waiting: Type.Integer(),
  done: Type.Integer(),
  failed: Type.Integer(),
  perMinute: Type.Integer(),
  hours: Nullable(Type.String()),
  lastAt: Nullable(Type.String()),
  /** Until when a system that does not answer is left alone. */
  retryAt: Nullable(Type.String()),
  reconciledAt: Nullable(Type.String()),
  hasPicture: Type.Boolean(),
})
const Message = Type.Object({
  at: Type.String(),
  way: Type.String(),
  messageId: Type.String(),
  result: Type.String(),
  detail: Nullable(Type.String()),
})
const Refusal = Type.Object({ reference: Type.String(), code: Type.String(), zh: Type.String(), en: Type.String(), at: Type.String() })
export const ConnectorDetail = Type.Object({
  ...ConnectorSchema.properties,
  address: Type.String(),
  map: Nullable(Type.String()),
  settings: Settings,
  secrets: List(Type.Object({ name: Type.String(), setAt: Type.String() })),
  messages: List(Message),
  refusals: List(Refusal),
})

const twoDigits = (hour: number): string => `${String(hour).padStart(2, '0')}:00`
const hoursText = (hours: Hours | null): string | null => (hours === null ? null : `${twoDigits(hours.from)}—${twoDigits(hours.to)}`)

export type Counts = { readonly waiting: number; readonly done: number; readonly failed: number }

export const presentConnector = (connector: Connector, { waiting, done, failed }: Counts) => ({
  agency: agencyRef(connector.agency),
  kind: connector.kind,
  direction: connector.direction,
  state: connector.state,
  why: connector.why,
  since: instant(connector.since),
  ...{ waiting, done, failed },
  perMinute: connector.perMinute,
  hours: hoursText(connector.hours),
  lastAt: instantOrNull(connector.lastAt),
  retryAt: instantOrNull(connector.retryAt),
  reconciledAt: instantOrNull(connector.reconciledAt),
  hasPicture: connector.picture !== null,
})

const FaultSchema = Type.Object({
  code: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  detail: Type.String(),
  needsPerson: Type.Boolean(),
})
const isFault = (code: string): code is SystemFaultCode => Object.hasOwn(SYSTEM_FAULTS, code)

/** A fault in words; null where there is none. */
export function presentFault(code: string | null, detail: string | null) {
  if (code === null) return null
  const { zh, en, needsPerson } = isFault(code) ? SYSTEM_FAULTS[code] : { zh: code, en: code, needsPerson: true }
  return { code, zh, en, detail: detail ?? '', needsPerson }
}

const DifferenceSchema = Type.Object({
  pointer: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  ours: Type.String(),
  theirs: Type.String(),
})

export const WriteBackSchema = Type.Object({
  id: Uuid,
  cardId: Uuid,
  stage: Type.String(),
  cardVersion: Type.Integer(),
  agency: AgencyRef,
  state: Type.String(),
  attempts: Type.Integer(),
  reference: Nullable(Type.String()),
  differences: List(DifferenceSchema),
  at: Type.String(),
  doneAt: Nullable(Type.String()),
  hasPicture: Type.Boolean(),
  fault: Nullable(FaultSchema),
})

const presentDifference = ({ pointer, ours, theirs }: StoredDifference) => ({
  pointer,
  ...nameOfPointer(pointer),
  ours: wordsOf(ours),
  theirs: wordsOf(theirs),
})

export const presentWriteBack = (row: WriteBack) => ({
  id: row.id,
  cardId: row.cardId,
  stage: row.stage,
  cardVersion: row.cardVersion,
  agency: agencyRef(row.agency),
  state: row.state,
  attempts: row.attempts,
  reference: row.reference,
  differences: row.differences.map(presentDifference),
  at: instant(row.createdAt),
  doneAt: instantOrNull(row.doneAt),
  hasPicture: row.picture !== null,
  fault: presentFault(row.fault, row.faultDetail),
})

const PlacedSchema = Type.Object({ pointer: Type.String(), zh: Type.String(), place: Type.String(), words: Type.String() })
export const TrialSchema = Type.Object({
  id: Uuid,
  state: Type.String(),
  placed: List(PlacedSchema),
  hasPicture: Type.Boolean(),
  fault: Nullable(FaultSchema),
  finishedAt: Nullable(Type.String()),
})

export const CardDifferenceSchema = Type.Object({
  id: Uuid,
  caseId: Uuid,
  caseName: Type.String(),
  stage: Type.String(),
  path: Type.String(),
  ...Bilingual.properties,
  ours: Type.String(),
  theirs: Type.String(),
  foundAt: Type.String(),
  owner: Nullable(Type.String()),
  state: Type.String(),
})

export type DifferenceRow = {
  readonly id: string
  readonly case_id: string
  readonly case_name: string
  readonly stage: string
  readonly path: string
  readonly pointer: string
  readonly ours: Json
  readonly theirs: Json
  readonly found_at: Date
  readonly owner: string | null
  readonly state: string
}

export const presentCardDifference = (row: DifferenceRow) => ({
  id: row.id,
  caseId: row.case_id,
  caseName: row.case_name,
  stage: row.stage,
  path: row.path,
  ...nameOfPointer(row.pointer),
  ours: wordsOf(row.ours),
  theirs: wordsOf(row.theirs),
  foundAt: instant(row.found_at),
  owner: row.owner,
  state: row.state,
})
