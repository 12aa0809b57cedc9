import { Type } from 'typebox'
import { CRIMES, MEASURES, STAGES } from '../../domain/codes.ts'
import { agencyRef, instant, instantOrNull } from '../../domain/present.ts'
import { AgencyRef, Bilingual, Closed, Day, Instant, List, Nullable, Uuid } from '../../http/schemas.ts'
import { PERIODS } from '../../periods/table.ts'
import { CENTRE_FACTS, CLOSE_REASONS, GATE_CODES, HEALTH_BARS, LEFT_REASONS, RESTORED_BY } from './model.ts'
import { daysLeft, overdueMinutes, standingOf } from './rules.ts'

const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const optional = <S extends Type.TSchema>(schema: S) => Type.Optional(Nullable(schema))
const oneOf = <K extends string>(table: Readonly<Record<K, unknown>>) => Type.Enum(keysOf(table))
const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>): K[] => Object.keys(table).filter((key): key is K => key in table)
const Named = Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() })
const named = (code: string, found: { zh: string; en: string } | undefined) => ({ code, zh: found?.zh ?? code, en: found?.en ?? code })

export const RegisterQuerySchema = Closed({
  list: Type.Optional(Type.Enum(['all', 'here', 'expected', 'leaving'])),
  holder: Type.Optional(Type.String({ maxLength: 32 })),
  soon: Type.Optional(Type.Boolean()),
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
})

export const StayParams = Closed({ stayId: Uuid })
export const AdmitBody = Closed({
  casePersonId: Uuid,
  warrantNo: text(100),
  name: text(100),
  idNo: optional(text(40)),
  health: Type.Union([Type.Literal('FIT'), Type.Literal('CARE'), oneOf(HEALTH_BARS)]),
  dangerous: Type.Optional(Type.Boolean()),
  at: optional(Instant),
  note: optional(text(2_000)),
})
export const AdmittedSchema = Type.Object({
  admitted: Type.Boolean(),
  stayId: Nullable(Uuid),
  admissionNo: Nullable(Type.String()),
  bar: Nullable(Named),
})
export const ReleaseBody = Closed({ at: optional(Instant), reason: optional(oneOf(LEFT_REASONS)), docNo: optional(text(100)) })
export const MoveBody = Closed({ toCentre: text(32), approvalNo: text(100), at: optional(Instant) })
export const FactBody = Closed({ kind: oneOf(CENTRE_FACTS), at: optional(Instant), note: text(2_000) })

export const SecondCaseBody = Closed({ casePersonId: Uuid, note: optional(text(1_000)) })
export const SecondCaseParams = Closed({ secondCaseId: Uuid })
export const AskedBody = Closed({ answer: Type.Union([Type.Literal('TAKES_OVER'), Type.Literal('NO_CLAIM')]), note: optional(text(1_000)) })

export const PermitBody = Closed({ casePersonId: Uuid, validUntil: optional(Instant) })
export const PermitParams = Closed({ permitNo: text(100) })
export const CheckBody = Closed({
  purpose: Type.Union([Type.Literal('INTERROGATE'), Type.Literal('ESCORT')]),
  officers: Type.Integer({ minimum: 1, maximum: 50 }),
})
export const CheckedSchema = Type.Object({
  allowed: Type.Boolean(),
  code: oneOf(GATE_CODES),
  zh: Type.String(),
  en: Type.String(),
  restoredBy: Nullable(Named),
  entryId: Uuid,
  at: Instant,
  validUntil: Nullable(Instant),
})
export const EntryParams = Closed({ entryId: Uuid })

export const SendNoticesBody = Closed({ noticeIds: Type.Array(Uuid, { minItems: 1, maxItems: 200, uniqueItems: true }) })
export const StateQuery = Closed({ state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('done')])) })
export const IncidentParams = Closed({ incidentId: Uuid })
export const CloseBody = Closed({ reason: oneOf(CLOSE_REASONS), docNo: text(100), note: optional(text(1_000)), endedAt: optional(Instant) })
export const NoticeParams = Closed({ noticeId: Uuid })

const Person = Type.Object({
  casePersonId: Uuid,
  name: Type.String(),
  sex: Type.String(),
  birthDate: Nullable(Day),
  minor: Type.Boolean(),
  charge: Named,
  stage: Named,
  measure: Nullable(Named),
})

/** A person of the register, as the centre or his holder sees him. */
export const RegisterItem = Type.Object({
  casePersonId: Uuid,
  caseId: Nullable(Uuid),
  titleId: Nullable(Uuid),
  stayId: Nullable(Uuid),
  place: Type.String(),
  standing: Type.String(),
  admissionNo: Nullable(Type.String()),
  admittedAt: Nullable(Instant),
  health: Nullable(Type.String()),
  centre: Nullable(AgencyRef),
  holder: Nullable(AgencyRef),
  heldFrom: Nullable(Instant),
  name: Type.String(),
  sex: Type.String(),
  birthDate: Nullable(Day),
  idType: Type.String(),
  idNo: Nullable(Type.String()),
  minor: Type.Boolean(),
  charge: Named,
  measure: Nullable(Named),
  measureFrom: Nullable(Instant),
  warrantNo: Nullable(Type.String()),
  stage: Named,
  period: Nullable(Named),
  dueAt: Nullable(Instant),
  provisional: Type.Boolean(),
  daysLeft: Nullable(Type.Integer()),
  endReason: Nullable(Type.String()),
  endedAt: Nullable(Instant),
  incident: Nullable(Type.Object({ id: Uuid, expiredAt: Instant, reportedAt: Nullable(Instant), overdueMinutes: Type.Integer() })),
  notice: Nullable(Type.Object({ id: Uuid, noticeNo: Nullable(Type.String()), sentAt: Nullable(Instant) })),
  permit: Nullable(Type.Object({ permitNo: Type.String(), holder: AgencyRef, validUntil: Instant })),
  /** Certificates and notices of change that are on their way to the centre. */
  transfers: List(
    Type.Object({ id: Uuid, paper: Type.String(), kind: Type.String(), state: Type.String(), to: AgencyRef, announcedAt: Instant }),
  ),
  secondCases: List(
    Type.Object({ id: Uuid, agency: AgencyRef, since: Instant, askedAt: Nullable(Instant), answer: Nullable(Type.String()) }),
  ),
})
export const RegisterPage = Type.Object({
  counts: Type.Object({
    here: Type.Integer(),
    expected: Type.Integer(),
    leaving: Type.Integer(),
    overdue: Type.Integer(),
    soon: Type.Integer(),
  }),
  items: List(RegisterItem),
  nextCursor: Nullable(Type.String()),
})

const maybe = Nullable(Type.String())
/** A row of the register as the database gives it. */
const RegisterRow = Type.Object({
  ...{ casePersonId: Type.String(), caseId: maybe, titleId: maybe, stayId: maybe, place: Type.String() },
  ...{ admissionNo: maybe, admittedAt: maybe, health: maybe, centre: maybe, holder: maybe, heldFrom: maybe },
  ...{ name: Type.String(), sex: Type.String(), birthDate: maybe, idType: Type.String(), idNo: maybe, minor: Nullable(Type.Boolean()) },
  ...{ charge: Type.String(), measure: maybe, measureFrom: maybe, warrantNo: maybe, stage: Type.String() },
  ...{ period: maybe, dueAt: maybe, stopped: Nullable(Type.Boolean()), provisional: Nullable(Type.Boolean()) },
  ...{ endReason: maybe, endedAt: maybe, sortDue: Type.String() },
  incident: Nullable(Type.Object({ id: Type.String(), expiredAt: Type.String(), reportedAt: maybe })),
  notice: Nullable(Type.Object({ id: Type.String(), noticeNo: maybe, sentAt: maybe })),
  permit: Nullable(Type.Object({ permitNo: Type.String(), holder: Type.String(), validUntil: Type.String() })),
  transfers: Type.Array(
    Type.Object({
      ...{ id: Type.String(), paper: Type.String(), kind: Type.String(), state: Type.String() },
      ...{ to: Type.String(), announcedAt: Type.String() },
    }),
  ),
  secondCases: Type.Array(Type.Object({ id: Type.String(), agency: Type.String(), since: Type.String(), askedAt: maybe, answer: maybe })),
})
export type RegisterRow = Type.Static<typeof RegisterRow>
export const RegisterAnswer = Type.Object({ counts: RegisterPage.properties.counts, now: Type.String(), items: Type.Array(RegisterRow) })

const stageNames = new Map(STAGES.map(stage => [stage.code, stage]))
const stageName = (code: string) => named(code, stageNames.get(code))
const measureName = (code: string | null) => (code === null ? null : named(code, MEASURES.get(code)))
const agencyOrNull = (code: string | null) => (code === null ? null : agencyRef(code))

function periodName(code: string | null) {
  const rule = code === null ? undefined : PERIODS.get(code)
  return rule ? { code: rule.code, zh: rule.nameZh, en: rule.nameEn } : null
}

/** A row of the register with everything that the screens say in words. */
export function presentHeld(row: RegisterRow, now: Date): Type.Static<typeof RegisterItem> {
  const dueAt = row.dueAt === null ? null : new Date(row.dueAt)
  const { sortDue: _, stopped, incident, notice, permit, transfers, secondCases, ...plain } = row
  return {
    ...plain,
    standing: standingOf({ place: row.place, dueAt, stopped: stopped ?? false, title: row.titleId !== null }, now),
    ...{ admittedAt: instantOrNull(row.admittedAt), heldFrom: instantOrNull(row.heldFrom), measureFrom: instantOrNull(row.measureFrom) },
    ...{ dueAt: instantOrNull(row.dueAt), endedAt: instantOrNull(row.endedAt), daysLeft: stopped ? null : daysLeft(dueAt, now) },
    ...{
      centre: agencyOrNull(row.centre),
      holder: agencyOrNull(row.holder),
      minor: row.minor ?? false,
      provisional: row.provisional ?? false,
    },
    ...{ charge: named(row.charge, CRIMES.get(row.charge)), measure: measureName(row.measure), stage: stageName(row.stage) },
    period: periodName(row.period),
    incident: incident && {
      ...{ id: incident.id, expiredAt: instant(incident.expiredAt), reportedAt: instantOrNull(incident.reportedAt) },
      overdueMinutes: overdueMinutes(new Date(incident.expiredAt), now),
    },
    notice: notice && { id: notice.id, noticeNo: notice.noticeNo, sentAt: instantOrNull(notice.sentAt) },
    permit: permit && { permitNo: permit.permitNo, holder: agencyRef(permit.holder), validUntil: instant(permit.validUntil) },
    transfers: transfers.map(({ to, announcedAt, ...rest }) => ({ ...rest, to: agencyRef(to), announcedAt: instant(announcedAt) })),
    secondCases: secondCases.map(({ id, agency, since, askedAt, answer }) => ({
      ...{ id, agency: agencyRef(agency), since: instant(since), askedAt: instantOrNull(askedAt), answer },
    })),
  }
}

/** A person as the lists of notices and incidents have him. */
export const CardRow = Type.Object({
  ...{ casePersonId: Type.String(), name: Type.String(), sex: Type.String(), birthDate: maybe, minor: Type.Boolean() },
  ...{ charge: Type.String(), stage: Type.String(), measure: maybe },
})
export type CardRow = Type.Static<typeof CardRow>
export const presentCard = (row: CardRow): Type.Static<typeof Person> => ({
  ...row,
  ...{ charge: named(row.charge, CRIMES.get(row.charge)), stage: stageName(row.stage), measure: measureName(row.measure) },
})

export const ExpiryNotices = Type.Object({
  items: List(
    Type.Object({
      id: Uuid,
      person: Person,
      holder: AgencyRef,
      period: Nullable(Named),
      dueAt: Instant,
      daysLeft: Nullable(Type.Integer()),
      noticeNo: Nullable(Type.String()),
      sentAt: Nullable(Instant),
      paperId: Nullable(Uuid),
    }),
  ),
})
export const Incidents = Type.Object({
  items: List(
    Type.Object({
      id: Uuid,
      person: Person,
      centre: Nullable(AgencyRef),
      holder: AgencyRef,
      period: Nullable(Named),
      expiredAt: Instant,
      openedAt: Instant,
      overdueMinutes: Type.Integer(),
      reportNo: Nullable(Type.String()),
      reportedAt: Nullable(Instant),
      reportedTo: Nullable(AgencyRef),
      closedAt: Nullable(Instant),
      closeReason: Nullable(Named),
      closeDocNo: Nullable(Type.String()),
    }),
  ),
})
export const Notices = Type.Object({
  items: List(
    Type.Object({
      id: Uuid,
      caseId: Nullable(Uuid),
      person: Person,
      kind: Named,
      from: AgencyRef,
      at: Instant,
      dueAt: Nullable(Instant),
      seenAt: Nullable(Instant),
      duty: Nullable(Bilingual),
    }),
  ),
})
export const Permits = Type.Object({
  items: List(
    Type.Object({
      id: Uuid,
      permitNo: Type.String(),
      person: Person,
      holder: AgencyRef,
      validFrom: Instant,
      validUntil: Instant,
      endedAt: Nullable(Instant),
      endReason: Nullable(Type.String()),
    }),
  ),
})

/** The name of a code of this room. */
export const gateName = (code: keyof typeof GATE_CODES) => GATE_CODES[code]
export const restoredName = (code: keyof typeof RESTORED_BY | null) => (code === null ? null : { code, ...RESTORED_BY[code] })
export const barName = (code: keyof typeof HEALTH_BARS | null) => (code === null ? null : { code, ...HEALTH_BARS[code] })
export { agencyOrNull, periodName }
