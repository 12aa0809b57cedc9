import { transitionOf } from '../../cases/transitions.ts'
import { AGENCIES, agencyOf } from '../../domain/codes.ts'
import { isEndedBy } from '../../periods/table.ts'
import { LEG_RULES, type LegRule } from '../legs.ts'

/** A clock that runs, and the hand-over that is under way in its case, if one is. */
export type OpenClock = { readonly code: string; readonly agency: string }
export type UnderWay = { readonly fromAgency: string; readonly toAgency: string; readonly state: string }

const eventsOf = ({ send, receive, accept }: LegRule): readonly string[] => [send, receive, accept].flatMap(act => transitionOf(act).events)

/** A file goes to agencies of the same district, or of the city or the province above it. */
const isNear = (one: string, other: string): boolean => {
  const [from, to] = [agencyOf(one).divisionCode, agencyOf(other).divisionCode]
  return from === to || from.startsWith(to.replace(/(00)+$/, ''))
}

/**
 * The lines that are down through which the next step of a clock goes: a period that is met by handing the file over waits for
 * the line of the agency that answers for it, and for that of whoever the file goes to. The date stays what it is.
 */
export function linesOf(clock: OpenClock, down: readonly string[], underWay: UnderWay | null): readonly string[] {
  const sender = agencyOf(clock.agency)
  const legs = LEG_RULES.map(([, rule]) => rule).filter(
    rule => rule.from === sender.type && eventsOf(rule).some(event => isEndedBy(clock.code, event)),
  )
  if (legs.length === 0) return []
  const onTheWay = underWay !== null && ['sent', 'checked'].includes(underWay.state) && underWay.fromAgency === clock.agency
  return down.filter(agency => {
    const type = AGENCIES.get(agency)?.type
    if (agency === clock.agency) return true
    if (onTheWay) return agency === underWay.toAgency
    return type !== undefined && legs.some(({ to }) => to.includes(type)) && isNear(clock.agency, agency)
  })
}
