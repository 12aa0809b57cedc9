import type { CaseCommand, CaseFacts, Field } from '../../src/cases/model.ts'
import type { PastStep } from '../../src/cases/replay.ts'
import { decide } from '../../src/cases/rules.ts'
import type { Transition } from '../../src/cases/transition.ts'
import { TRANSITIONS, transitionOf } from '../../src/cases/transitions.ts'
import { agencyOf } from '../../src/domain/codes.ts'
import { legalDate } from '../../src/domain/legal-date.ts'
import { isClosed, STAGE_ORDER } from '../../src/domain/stages.ts'
import { aCase, aCasePerson, afterChange, at } from './case-facts.ts'
import { agencyFor } from './course.ts'

const HOUR = 3_600_000
/** Sixteen when the cases of these tests were opened. */
const JUVENILE = legalDate('2010-01-15')
const LATER = at('2060-01-01 00:00')
/** Longer than a case of the law takes; a walk in a circle ends there. */
const MOST_STEPS = 90
/** An act that was taken so often is no longer rare. */
const ENOUGH = 3
const STEPS = TRANSITIONS.filter(({ by }) => by !== 'deadline' && by !== 'creation')

/** Numbers from a seed, the same each time (mulberry32). */
export function chanceFrom(seed: number): (below: number) => number {
  let state = seed >>> 0
  return below => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) Object.values(Object.freeze(value)).forEach(frozen)
  return value
}

export type Walked = {
  readonly command: CaseCommand
  readonly before: CaseFacts
  readonly after: CaseFacts
  readonly refused: string | null
  readonly row: Transition
}

/** One case walked at chance through all rows of the table: what the rules allow is taken, what they refuse is refused. */
export class Walker {
  facts: CaseFacts
  readonly past: PastStep[] = []
  #now: Date
  readonly #chance: (below: number) => number
  readonly #taken: ReadonlyMap<string, number>

  /** `taken`: how often each act was taken by all walkers so far; what was hardly ever taken is tried more often. */
  constructor(chance: (below: number) => number, taken: ReadonlyMap<string, number> = new Map()) {
    this.#chance = chance
    this.#taken = taken
    this.facts = frozen(aCase({ chargeCode: chance(2) === 0 ? 'X001' : 'X042' }))
    this.#now = this.facts.openedAt
    const people = 1 + chance(3)
    this.#must('intake', null)
    if (chance(3) === 0) this.#must('enterTrack48', null)
    if (chance(4) === 0) return
    this.#must('file', null)
    for (let seq = 1; seq <= people; seq++) this.#join(seq)
  }

  get isOver(): boolean {
    const { persons, stage } = this.facts
    // After the end there are still remedies and papers to serve.
    const ended = persons.length === 0 ? isClosed(stage) : persons.every(one => isClosed(one.stage))
    return this.past.length >= MOST_STEPS || (ended && this.#chance(40) === 0)
  }

  /** Tries one step: mostly one that a person stands at, else any of the table. */
  step(): Walked {
    const [act, person] = this.#choose()
    this.#now = new Date(this.#now.getTime() + this.#chance(60) * HOUR)
    return this.#take(act, person)
  }

  #choose(): [string, string | null] {
    const { persons, stage } = this.facts
    const open = persons.filter(one => !isClosed(one.stage))
    // Whoever is behind holds up the steps of the whole case, so he comes more often.
    const behind = open.filter(one => one.stage === stage)
    const among = this.#chance(3) > 0 && behind.length > 0 ? behind : open
    const someone = (among.length > 0 ? among : persons)[this.#chance(Math.max(1, among.length || persons.length))]
    const stands = someone?.stage ?? stage
    const near = STEPS.filter(({ from }) => from.includes(stands))
    const onward = near.filter(({ to }) => to !== null && !isClosed(to) && STAGE_ORDER.indexOf(to) > STAGE_ORDER.indexOf(stands))
    const handedOver = near.filter(({ act, by }) => by === 'handOver' && !/^(recall|return)/.test(act))
    const served = near.filter(({ act }) => /^(serve|announce|takeEffect)/.test(act))
    const running = this.facts.periods.filter(({ endedAt }) => endedAt === null).map(({ code }) => code)
    const awaited = near.filter(({ needsRunning = [] }) => needsRunning.some(code => running.includes(code)))
    const rare = near.filter(({ act }) => (this.#taken.get(act) ?? 0) < ENOUGH)
    const pool =
      [STEPS, near, near, onward, onward, handedOver, served, awaited, awaited, ...Array.from({ length: 9 }, () => rare)][
        this.#chance(18)
      ] ?? STEPS
    const row = pool[this.#chance(pool.length)] ?? STEPS[this.#chance(STEPS.length)]
    if (row === undefined) throw new Error('the table is empty')
    return [row.act, row.unit === 'person' ? (someone?.id ?? null) : null]
  }

  #join(seq: number): void {
    const id = `person-${seq}`
    this.facts = frozen({
      ...this.facts,
      persons: [...this.facts.persons, aCasePerson({ id, seq, birthDate: this.#chance(3) === 0 ? JUVENILE : null })],
    })
    this.#must('joinPerson', id)
    // By chance alone few would ever be in custody, and of them there is most to say.
    if (this.#chance(2) === 0) this.#must('detain', id)
  }

  #must(act: string, person: string | null): void {
    const { refused } = this.#take(act, person)
    if (refused !== null) throw new Error(`${act} is refused: ${refused}`)
  }

  #take(act: string, casePersonId: string | null): Walked {
    const row = transitionOf(act)
    const before = this.facts
    const byAgency = agencyFor(act, before.holderAgency)
    const data = Object.fromEntries(row.fields.map(field => [field.name, this.#answer(field)]))
    // Steps of a hand-over are asked nothing by a form; the court's acceptance says by which procedure.
    const given = act.startsWith('accept') ? { ...data, procedure: ['fastTrack', 'summary', 'ordinary'][this.#chance(3)] } : data
    const command = { act, casePersonId, byAgency, byAgencyType: agencyOf(byAgency).type, occurredAt: this.#now, data: given }
    const decision = decide(before, command, LATER)
    if (!decision.ok) return { command, before, after: this.facts, refused: decision.code, row }
    this.facts = frozen(afterChange(before, decision.change))
    const event = this.facts.events.at(-1)
    if (event) this.past.push({ seq: event.seq, act, casePersonId: decision.change.casePersonId, byAgency, data: given, event })
    return { command, before, after: this.facts, refused: null, row }
  }

  #answer({ kind, options, name }: Field): unknown {
    if (options) return options[this.#chance(options.length)]?.value
    if (kind === 'integer') return name === 'probationMonths' ? 6 + this.#chance(7) : this.#chance(24)
    if (kind === 'boolean') return this.#chance(2) === 0
    if (kind === 'dateTime' || kind === 'date') return new Date(this.#now.getTime() + 48 * HOUR).toISOString()
    return '〔2026〕1号'
  }
}
