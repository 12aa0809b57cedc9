import type { CustodyEnd, CustodyTitle, PersonView } from '../api/types.ts'

export type Chain = { id: string; name: string; titles: CustodyTitle[]; ends: CustodyEnd[]; faults: Fault[] }
/** What must never be: nobody holds a person who was handed over, or two agencies do. In milliseconds. */
export type Fault = { kind: 'gap' | 'overlap'; from: number; to: number }

export const ms = (at: string): number => new Date(at).getTime()

/** The chains of a case by person, in the order of the case; only persons who were held. */
export function chainsOf(persons: Pick<PersonView, 'id' | 'name'>[], titles: CustodyTitle[], ends: CustodyEnd[], now: number): Chain[] {
  return persons.flatMap(({ id, name }) => {
    const own = titles.filter(({ casePersonId }) => casePersonId === id).sort((a, b) => a.seq - b.seq)
    if (own.length === 0) return []
    return [{ id, name, titles: own, ends: ends.filter(({ casePersonId }) => casePersonId === id), faults: faultsOf(own, now) }]
  })
}

/** Released and taken in again is no gap; a hand-over with time between its two sides is one. */
function faultsOf(titles: CustodyTitle[], now: number): Fault[] {
  return titles.slice(1).flatMap((next, index): Fault[] => {
    const before = titles[index]
    if (before === undefined) return []
    const until = before.until === null ? now : ms(before.until)
    const from = ms(next.from)
    if (until > from) return [{ kind: 'overlap', from, to: until }]
    return until < from && before.endReason?.code === 'TRANSFERRED' ? [{ kind: 'gap', from: until, to: from }] : []
  })
}

/** Every instant of the chains, for the scale of the drawing. */
export const instantsOf = (chains: Chain[]): number[] =>
  chains.flatMap(({ titles, ends }) => [
    ...titles.flatMap(({ from, until, dueAt }) => [from, until, dueAt].flatMap(at => (at === null ? [] : [ms(at)]))),
    ...ends.flatMap(({ dueAt }) => (dueAt === null ? [] : [ms(dueAt)])),
  ])
