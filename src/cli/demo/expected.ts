import type { Period } from '../answers.ts'

/** Start and due time of a period as the sample case gives them; a day without a time is its beginning, or for a due date its end. */
type Expected = { readonly code: string; readonly start: string; readonly due: string }

const row = (code: string, start: string, due: string): Expected => ({ code, start, due })

/** The periods of the first sample case, worked out by hand. */
export const EXPECTED: readonly Expected[] = [
  row('FT48_TOTAL', '2026-03-10 08:30', '2026-03-12 08:30'),
  row('FT48_POLICE', '2026-03-10 08:30', '2026-03-11 08:30'),
  row('SUMMONS_12H', '2026-03-10 08:30', '2026-03-10 20:30'),
  row('BAIL_POLICE', '2026-03-10 18:00', '2027-03-10'),
  row('FT48_PROC', '2026-03-10 08:30', '2026-03-11 18:30'),
  row('PROC_RIGHTS_NOTICE_3D', '2026-03-10 20:20', '2026-03-13'),
  row('PROC_REVIEW_FAST', '2026-03-10 20:20', '2026-03-20'),
  row('FT48_COURT', '2026-03-10 08:30', '2026-03-12 04:30'),
  row('COURT_ACCEPT_7D', '2026-03-11 11:10', '2026-03-18'),
  row('TRIAL_FAST', '2026-03-11 11:30', '2026-03-23'),
  row('JUDGMENT_DELIVERY_5D', '2026-03-11 15:50', '2026-03-16'),
  row('APPEAL_JUDGMENT_10D', '2026-03-11 16:10', '2026-03-23'),
  row('PROTEST_JUDGMENT_10D', '2026-03-11 16:10', '2026-03-23'),
  row('CC_NOTICE_5D', '2026-03-24', '2026-03-30'),
  row('CC_DOCUMENTS_10D', '2026-03-24', '2026-04-03'),
  row('CC_REPORT_10D', '2026-03-24', '2026-04-03'),
]

/** The stages that the case must have been seen in, in their order. */
export const EXPECTED_STAGES = [
  'INTAKE',
  'FILED',
  'INVESTIGATION',
  'TRANSFERRED_PROSECUTION',
  'PROSECUTION_REVIEW',
  'INDICTED',
  'COURT_CHECK',
  'TRIAL',
  'JUDGED',
  'APPEAL_PERIOD',
  'EFFECTIVE',
] as const

/** From arrival to the judgment announced in court, and to the last service that closes the track: 31 h 20 min, 31 h 40 min. */
export const EXPECTED_MINUTES = { toJudgment: 31 * 60 + 20, toClosing: 31 * 60 + 40 } as const

/** The instant at which a period begins: a day alone begins at 00:00. */
export const startInstant = (text: string): string => (text.length === 10 ? `${text}T00:00:00+08:00` : `${text.replace(' ', 'T')}:00+08:00`)
/** The instant until which a period runs: a day alone runs to its last second, which people call 24:00. */
export const dueInstant = (text: string): string => (text.length === 10 ? `${text}T23:59:59+08:00` : `${text.replace(' ', 'T')}:00+08:00`)

export type ComparedDeadline = {
  readonly code: string
  readonly zh: string
  readonly expectedStart: string
  readonly expectedDue: string
  readonly start: string | null
  readonly due: string | null
  readonly ok: boolean
}

const same = (a: string, b: string): boolean => new Date(a).getTime() === new Date(b).getTime()

/** Puts the platform's periods beside the expected ones. */
export function compareDeadlines(periods: readonly Period[], expected: readonly Expected[] = EXPECTED): ComparedDeadline[] {
  return expected.map(({ code, start, due }) => {
    const expectedStart = startInstant(start)
    const expectedDue = dueInstant(due)
    const ofCode = periods.filter(period => period.code === code)
    const found = ofCode.find(({ startedAt }) => same(startedAt, expectedStart)) ?? ofCode[0]
    const ok = found !== undefined && same(found.startedAt, expectedStart) && same(found.dueAt, expectedDue)
    return { code, zh: found?.zh ?? code, expectedStart, expectedDue, start: found?.startedAt ?? null, due: found?.dueAt ?? null, ok }
  })
}
