import type { Recounted } from '../cases/recount.ts'

/** An open period as the recount is given it; instants are text. */
export type OpenRow = {
  readonly id: string
  readonly case_person_id: string | null
  readonly code: string
  readonly started_by: string
  readonly due_at: string
  readonly legal_latest: string | null
  readonly alert_level: number
  readonly suspended: boolean
  readonly held_off: string | null
  readonly agency: string
}

export type OpenRowPeriod = ReturnType<typeof toOpenPeriod>

export const toOpenPeriod = (row: OpenRow) => ({
  id: row.id,
  code: row.code,
  casePersonId: row.case_person_id,
  startedBy: row.started_by,
  dueAt: new Date(row.due_at),
  legalLatest: row.legal_latest === null ? null : new Date(row.legal_latest),
  alertLevel: row.alert_level,
  suspended: row.suspended,
  heldOff: row.held_off === null ? null : new Date(row.held_off),
  agency: row.agency,
})

/** What the one statement that writes a batch takes of a period. */
export const toRow = ({ period, columns }: Recounted<OpenRowPeriod>) => ({
  id: period.id,
  due_at: columns.dueAt,
  legal_latest: columns.legalLatest,
  provisional: columns.provisional,
  suspended: columns.suspended,
  flags: columns.flags,
  in_custody: columns.inCustody,
  custody: columns.custody,
  agency: columns.agency,
  held_off: columns.heldOff,
  remind_at: columns.remindAt,
  warn_at: columns.warnAt,
  supervise_at: columns.superviseAt,
  alert_level: columns.alertLevel,
  next_alert_at: columns.nextAlertAt,
})
