import t from 'tap'
import { isInCustody } from '../../src/cases/measures.ts'
import type { CaseFacts } from '../../src/cases/model.ts'
import { replay } from '../../src/cases/replay.ts'
import { TRANSITIONS } from '../../src/cases/transitions.ts'
import { agencyOf } from '../../src/domain/codes.ts'
import { leastAdvanced, STAGE_ORDER } from '../../src/domain/stages.ts'
import { COUNTED_STAGES } from '../../src/integrity/stays.ts'
import { periodRule } from '../../src/periods/table.ts'
import { CALENDAR } from '../support/calendar.ts'
import { at } from '../support/case-facts.ts'
import { chanceFrom, type Walked, Walker } from '../support/walker.ts'

const SEED = Number(process.env.WALK_SEED ?? 20_261_126)
const STEPS = Number(process.env.WALK_STEPS ?? 10_000)
/** Some ten thousand steps take their time on a busy machine. */
t.setTimeout(600_000)
const NOW = at('2060-01-01 00:00')

const text = (facts: CaseFacts): string => JSON.stringify(facts)
const standing = ({ stage, holderAgency, procedure, track48, persons }: CaseFacts): string =>
  JSON.stringify([stage, holderAgency, procedure, track48, persons])

/** Persons in custody for whom no period that holds custody runs: what the checks name as `custody-without-period`. */
const uncounted = ({ persons, periods }: CaseFacts): string[] =>
  persons
    .filter(person => isInCustody(person) && COUNTED_STAGES.includes(person.stage))
    .filter(
      ({ stage }) => stage !== 'SECOND_INSTANCE' || !periods.some(({ code, endedAt }) => code === 'SECOND_INSTANCE' && endedAt !== null),
    )
    .filter(
      ({ id }) =>
        !periods.some(
          ({ code, casePersonId, endedAt }) => endedAt === null && periodRule(code).holdsCustody && (casePersonId ?? id) === id,
        ),
    )
    .map(({ id }) => id)

/**
 * What a step breaks of what always holds, in words. The facts are frozen, so whoever changes them fails at once; now and then
 * they are compared as text too.
 */
function broken({ command, before, after, refused, row }: Walked, beforeText: string | null): string[] {
  const faults: string[] = []
  const must = (holds: boolean, fault: string): void => {
    if (!holds) faults.push(`${command.act} at ${before.stage}: ${fault}`)
  }
  if (refused !== null) {
    must(after === before && (beforeText === null || text(after) === beforeText), `refused with ${refused}, and something changed`)
    must(refused !== 'internal', 'a refusal has a code of its own')
    return faults
  }
  const stages = after.persons.map(({ stage }) => stage)
  must(beforeText === null || text(before) === beforeText, 'what was is changed')
  must(
    stages.length === 0 || after.stage === leastAdvanced(stages, after.stage),
    `the case stands at ${after.stage}, its persons at ${stages}`,
  )
  must(
    row.holder === 'receiver' ? after.holderAgency === command.byAgency : after.holderAgency === before.holderAgency,
    'the holder changed without receipt',
  )
  must(agencyOf(after.holderAgency).code === after.holderAgency, 'nobody holds the case')
  for (const person of after.persons) {
    const stood = before.persons.find(({ id }) => id === person.id)
    if (!stood || stood.stage === person.stage) continue
    must(row.from.includes(stood.stage) || row.act === 'joinPerson', `${person.id} came from ${stood.stage}, which the row does not name`)
    must(row.to === person.stage || row.effect !== undefined, `${person.id} went to ${person.stage}, which the row does not name`)
    must(row.unit === 'case' || person.id === command.casePersonId, `${person.id} was moved by a step of another`)
  }
  const running = after.periods.filter(({ endedAt }) => endedAt === null).map(({ code, casePersonId }) => `${code} ${casePersonId}`)
  must(new Set(running).size === running.length, 'a period runs twice')
  const entered = new Map(after.events.map(({ id, occurredAt }) => [id, occurredAt]))
  must(
    after.periods.every(({ startedBy, endedAt }) => endedAt === null || endedAt >= (entered.get(startedBy) ?? endedAt)),
    'a period ended before the event that started it',
  )
  must(after.events.length === before.events.length + 1, 'one step is one event')
  return faults
}

t.test(`a walk of ${STEPS} steps at chance over the whole table, with several persons, breaks nothing that always holds`, async t => {
  const chance = chanceFrom(SEED)
  const faults: string[] = []
  const acts = new Map<string, number>()
  const stages = new Set<string>()
  const without = new Map<string, number>()
  let taken = 0
  let refusedSteps = 0
  let cases = 0
  while (taken < STEPS) {
    const walker = new Walker(chance, acts)
    cases++
    taken += walker.past.length
    for (let stuck = 0; !walker.isOver && stuck < 200; stuck++) {
      const beforeText = (taken + refusedSteps) % 20 === 0 ? text(walker.facts) : null
      const walked = walker.step()
      faults.push(...broken(walked, beforeText))
      if (walked.refused !== null) {
        refusedSteps++
        continue
      }
      stuck = 0
      taken++
      acts.set(walked.row.act, (acts.get(walked.row.act) ?? 0) + 1)
      for (const { stage } of walker.facts.persons) stages.add(stage)
      stages.add(walker.facts.stage)
      if (uncounted(walked.after).length > uncounted(walked.before).length)
        without.set(walked.row.act, (without.get(walked.row.act) ?? 0) + 1)
    }
    if (cases % 3 !== 0) continue
    const replayed = replay(walker.facts, walker.past, CALENDAR, NOW)
    if (!replayed.ok) faults.push(`taken again, ${replayed.stoppedAt.act} is not carried by the steps before it`)
    else if (standing(replayed.facts) !== standing(walker.facts)) faults.push('taken again, the steps give another case')
  }
  const never = TRANSITIONS.filter(({ by, act }) => by !== 'deadline' && by !== 'creation' && !acts.has(act)).map(({ act }) => act)
  t.comment(
    `seed ${SEED}: ${taken} steps in ${cases} cases, ${refusedSteps} refused, ${acts.size} acts, ${stages.size} of ${STAGE_ORDER.length} stages, ${faults.length} broken`,
  )
  t.comment(`in custody without a period after: ${[...without].map(([act, times]) => `${act} ${times}`).join(', ') || 'never'}`)
  t.comment(`never taken: ${never.join(', ') || 'none'}`)
  t.same(faults.slice(0, 20), [])
  t.ok(taken >= STEPS)
  t.ok(stages.size >= STAGE_ORDER.length - 2, 'the walk came to nearly every stage')
})
