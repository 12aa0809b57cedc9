import type { ClockEvent } from '../../periods/clocks.ts'
import { inOrder } from '../../periods/clocks.ts'
import type { CustodyTitle, TitleEnd } from './model.ts'

/** The law's names by which a title ends otherwise than by release. */
const ENDS: ReadonlyMap<string, TitleEnd> = new Map<string, TitleEnd>([
  ['bailDecided', 'BAIL'],
  ['surveillanceDecided', 'SURVEILLANCE'],
  ['diedInCustody', 'DEATH'],
  ['escapedFromCustody', 'ESCAPED'],
])
/** With the papers of execution the person serves a sentence and is no longer held for a case. CPL 264. */
const SENTENCE_NAMES: readonly string[] = ['executionDocumentsServed', 'admittedToPrison']

const endOf = ({ names }: ClockEvent): TitleEnd => ENDS.get(names.find(name => ENDS.has(name)) ?? '') ?? 'RELEASED'

type Chain = { titles: CustodyTitle[]; heldFor: string | null }

/**
 * The titles of all persons of a case from its events alone, each chain in the order of the law's time. A title ends in the instant
 * in which the next begins, so between detention and release there is one holder at every instant and never two. Detention that
 * becomes arrest stays one title: its holder does not change (公监管〔2014〕96号; 1999 notice). 看守所条例 15.
 */
export function foldTitles(events: readonly ClockEvent[]): readonly CustodyTitle[] {
  const chains = new Map<string, Chain>()
  for (const event of [...events].sort(inOrder))
    for (const person of event.persons) {
      const chain = chains.get(person) ?? { titles: [], heldFor: null }
      if (event.parts) chains.delete(person)
      else chains.set(person, follow(chain, event, person))
    }
  return [...chains.values()].flatMap(({ titles }) => titles)
}

/**
 * Whether custody, as a step leaves it, is what the events give in the order of the law's time. A release dated before the detention,
 * or an acceptance dated before it, would leave somebody held by the titles and not by the case, or for another agency.
 */
export function custodyInOrder(
  history: readonly ClockEvent[],
  { persons, custody, heldFor }: Pick<ClockEvent, 'persons' | 'custody' | 'heldFor'>,
): boolean {
  if (custody === null && heldFor === undefined) return true
  const open = new Map(foldTitles(history).flatMap(({ casePersonId, holder, until }) => (until === null ? [[casePersonId, holder]] : [])))
  return persons.every(person => {
    const holder = open.get(person)
    return (custody === null || custody === (holder !== undefined)) && (heldFor === undefined || holder === undefined || holder === heldFor)
  })
}

function follow(chain: Chain, event: ClockEvent, person: string): Chain {
  const heldFor = event.heldFor ?? chain.heldFor
  const open = chain.titles.at(-1)
  if (open === undefined || open.until !== null)
    return event.custody === true && heldFor !== null
      ? { heldFor, titles: [...chain.titles, begun(chain, event, person, heldFor)] }
      : { ...chain, heldFor }
  const end = endFor(event, open, heldFor)
  if (end === null) return { ...chain, heldFor }
  const closed = { ...open, until: event.occurredAt, endedBy: event.id, end }
  const before = { heldFor, titles: [...chain.titles.slice(0, -1), closed] }
  return end === 'TRANSFERRED' ? { heldFor, titles: [...before.titles, begun(before, event, person, heldFor ?? open.holder)] } : before
}

function endFor(event: ClockEvent, open: CustodyTitle, heldFor: string | null): TitleEnd | null {
  if (event.custody === false) return endOf(event)
  if (event.names.some(name => SENTENCE_NAMES.includes(name))) return 'SENTENCE_STARTED'
  return heldFor !== null && heldFor !== open.holder ? 'TRANSFERRED' : null
}

const begun = ({ titles }: Chain, event: ClockEvent, casePersonId: string, holder: string): CustodyTitle => ({
  casePersonId,
  seq: titles.length + 1,
  holder,
  from: event.occurredAt,
  beganBy: event.id,
  until: null,
  endedBy: null,
  end: null,
})
