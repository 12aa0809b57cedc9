import { TRANSITIONS } from '../cases/transitions.ts'
import { AGENCIES, isCustodyMeasure, MEASURES } from '../domain/codes.ts'
import { PERIODS } from '../periods/table.ts'
import { CLOSED_STAGES, COUNTED_STAGES, HAND_OVER_STAYS, LONGEST, OPEN_HAND_OVERS } from './stays.ts'
import type { CaseQuery } from './store.ts'

const MOVES = [...new Set(TRANSITIONS.filter(({ to }) => to !== null).map(({ act }) => act))]
/** A fact is told within seconds; one that waits longer waits for somebody. */
const TOLD_WITHIN_SECONDS = 600

const closed = CLOSED_STAGES
const agencies = [...AGENCIES.keys()]
const handOver = OPEN_HAND_OVERS

/** The checks that are one query each over a range of cases, with the data they go by. */
export const BY_CASE: readonly { readonly code: string; readonly query: CaseQuery; readonly given: unknown }[] = [
  { code: 'open-under-closed', query: 'open_under_closed', given: { closed, handOver } },
  { code: 'person-without-holder', query: 'without_holder', given: { closed, agencies } },
  {
    code: 'custody-without-period',
    query: 'custody_without_period',
    given: {
      measures: [...MEASURES.keys()].filter(isCustodyMeasure),
      titles: [...PERIODS.values()].filter(({ holdsCustody }) => holdsCustody).map(({ code }) => code),
      stages: COUNTED_STAGES,
    },
  },
  {
    code: 'hand-over-broken',
    query: 'hand_over_broken',
    given: Object.fromEntries(Object.entries(HAND_OVER_STAYS).map(([state, { columns }]) => [state, columns])),
  },
  { code: 'period-astray', query: 'period_astray', given: { agencies } },
  { code: 'stage-not-least', query: 'stage_differs', given: {} },
  { code: 'access-astray', query: 'access_astray', given: { handOver } },
  { code: 'outbox-waiting', query: 'outbox_waiting', given: { seconds: TOLD_WITHIN_SECONDS } },
  { code: 'flow-missing', query: 'expected_flows', given: { closed, handOver: handOver.filter(state => state !== 'draft') } },
  { code: 'stayed-too-long', query: 'overstayed', given: { ...LONGEST, moves: MOVES } },
]
