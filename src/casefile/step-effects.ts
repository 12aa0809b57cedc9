import type { EntityManager } from '@mikro-orm/postgresql'
import type { PeriodInstanceRow } from '../cases/entities.ts'
import { findTransition } from '../cases/transitions.ts'
import { documentType } from '../domain/codes.ts'
import { agencyRef, instantOrNull } from '../domain/present.ts'
import type { Clock } from '../periods/clocks.ts'
import type { LedgerStep } from '../periods/model.ts'
import { periodRule } from '../periods/table.ts'

/** A step of the timeline as far as its effects hang on it. */
type Step = {
  readonly id: string
  readonly act: string
  readonly by_agency: string
  readonly case_person_id: string | null
  readonly recorded_at: Date
  readonly voided: boolean
  readonly hand_over: string | null
}

type PaperRow = { id: string; code: string; number: string | null; agency: string; case_person_id: string | null; signed_at: Date }

type Given = {
  readonly steps: readonly Step[]
  readonly periods: readonly { readonly row: PeriodInstanceRow; readonly clock: Clock }[]
  readonly platformNo: string
  readonly numbers: readonly { readonly agency: ReturnType<typeof agencyRef>; readonly no: string; readonly givenBy: string | null }[]
  readonly handOvers: readonly { readonly id: string; readonly legZh: string; readonly legEn: string; readonly round: number }[]
}

/** What each step of a case caused, by the step's id: periods with their ends, numbers, papers, hand-over, stage and holder. */
export async function readStepEffects(em: EntityManager, caseId: string, given: Given) {
  const papers = await em.execute<PaperRow[]>(
    'select id, code, number, agency, case_person_id, signed_at from paper where case_id = ? and signed_at is not null order by signed_at',
    [caseId],
  )
  const periods = Map.groupBy(given.periods.flatMap(periodEffects), ({ step }) => step)
  const byPaper = Map.groupBy(papers, paper => stepOf(paper, given.steps)?.id)
  const byNumber = Map.groupBy(given.numbers, ({ agency, givenBy }) => givenBy ?? givingStep(agency.code, given.steps)?.id)
  return (step: Step) => {
    const row = step.voided ? undefined : findTransition(step.act)
    const handOver = given.handOvers.find(({ id }) => id === step.hand_over)
    return {
      periods: (periods.get(step.id) ?? []).map(({ effect }) => effect),
      numbers: [
        ...(step.act === 'intake' && !step.voided ? [{ agency: null, no: given.platformNo }] : []),
        ...(byNumber.get(step.id) ?? []),
      ],
      papers: (byPaper.get(step.id) ?? []).map(({ id, code, number }) => {
        const { nameZh, nameEn } = documentType(code)
        return { id, zh: nameZh, en: nameEn, number }
      }),
      handOver: handOver ? { id: handOver.id, zh: handOver.legZh, en: handOver.legEn, round: handOver.round } : null,
      stage: row?.to ?? null,
      holder: row?.holder === 'receiver' ? agencyRef(step.by_agency) : null,
    }
  }
}

/** A period's start, every change of its end by a step, and its end, each with when it was due after that step. */
function periodEffects({ row, clock }: Given['periods'][number]) {
  const { nameZh: zh, nameEn: en } = periodRule(row.code)
  const named = { id: row.id, code: row.code, zh, en, casePersonId: row.casePersonId ?? null }
  const one = (step: string, change: 'started' | 'moved' | 'ended', dueAt: Date | null) => ({
    step,
    effect: { ...named, change, dueAt: instantOrNull(dueAt) },
  })
  const { ledger, dueAt } = clock.outcome
  const changes = ledger.flatMap((entry, at) => (entry.eventId === null ? [] : [{ at, step: entry.eventId }]))
  const dueBefore = (at: number): Date => ledger.slice(0, at).findLast(({ due }) => due !== null)?.due ?? dueAt
  return [
    one(row.startedBy, 'started', dueBefore(changes[0]?.at ?? 0)),
    ...changes.map(({ at, step }, order) => one(step, 'moved', dueAfter(ledger, at, changes[order + 1]?.at ?? null, dueAt))),
    ...(row.endedBy ? [one(row.endedBy, 'ended', dueAt)] : []),
  ]
}

/** Null while the count stands still. */
function dueAfter(ledger: readonly LedgerStep[], at: number, next: number | null, dueAt: Date): Date | null {
  const own = ledger[at]?.due ?? null
  return own === null || next !== null ? own : dueAt
}

/** A paper goes with the last step of its agency, and of its person, that was entered before it was signed. */
function stepOf(paper: PaperRow, steps: readonly Step[]): Step | undefined {
  const before = steps.filter(
    ({ by_agency, case_person_id, recorded_at, voided }) =>
      !voided &&
      by_agency === paper.agency &&
      (paper.case_person_id === null || case_person_id === null || case_person_id === paper.case_person_id) &&
      new Date(recorded_at) <= new Date(paper.signed_at),
  )
  return before.reduce<Step | undefined>(
    (last, one) => (last && new Date(one.recorded_at) < new Date(last.recorded_at) ? last : one),
    undefined,
  )
}

/** A number without a step of its own came when the agency opened the case, or first took it over. */
const givingStep = (agency: string, steps: readonly Step[]): Step | undefined =>
  steps.find(
    ({ act, by_agency, voided }) => !voided && by_agency === agency && (act === 'intake' || findTransition(act)?.holder === 'receiver'),
  )
