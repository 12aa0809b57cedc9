import { type DeadlineCommand, decideDeadline } from '../../src/cases/deadline-rules.ts'
import type { CaseChange, CaseFacts } from '../../src/cases/model.ts'
import { decide } from '../../src/cases/rules.ts'
import { transitionOf } from '../../src/cases/transitions.ts'
import { type AgencyType, agencyOf } from '../../src/domain/codes.ts'
import { toShanghai } from '../../src/domain/legal-date.ts'
import { accept } from '../../src/domain/problem.ts'
import { foldClocks } from '../../src/periods/clocks.ts'
import { CALENDAR } from './calendar.ts'
import { aCase, aCasePerson, afterChange } from './case-facts.ts'
import { shanghai } from './periods.ts'

const LATER = shanghai('2030-12-31')

const AGENCIES: Readonly<Record<AgencyType, string>> = {
  publicSecurity: '350503-PSB',
  procuratorate: '350503-PRO',
  court: '350503-CRT',
  detention: '350500-DET',
  justice: '350503-JUS',
  communityCorrection: '350503-CCO',
  prison: '350000-PRI-QZ',
  politicalLegal: '350503-PLC',
}
const CITY_COURT = '350500-CRT'
const BY_CITY_COURT = [
  'receiveAppeal',
  'acceptAppeal',
  'inviteReading',
  'endReading',
  'changeSentence',
  'decideSecondInstance',
  'serveSecondInstance',
  'sendFileDown',
  'sendRemand',
]

type Data = Readonly<Record<string, unknown>>

/** A case that is walked through the transition table step by step, each at its time, by whoever the table gives the step. */
export class Course {
  facts: CaseFacts
  /** Every end that a period has had on the way: `code due`. */
  readonly seen = new Set<string>()

  constructor(given: Partial<CaseFacts> & { readonly openedAt: Date }) {
    this.facts = aCase({ chargeCode: 'X042', ...given })
  }

  join(id: string, when: string, given: Parameters<typeof aCasePerson>[0] = {}): this {
    this.facts = { ...this.facts, persons: [...this.facts.persons, aCasePerson({ id, seq: this.facts.persons.length + 1, ...given })] }
    return this.take('joinPerson', when, id)
  }

  /** What the rules answer to a step, without taking it. */
  ask(act: string, when: string, casePersonId: string | null = null, data: Data = {}): ReturnType<typeof decide> {
    const byAgency = agencyFor(act, this.facts.holderAgency)
    const command = {
      act,
      occurredAt: shanghai(when),
      casePersonId,
      byAgency,
      byAgencyType: agencyOf(byAgency).type,
      data: { docNo: '〔2026〕1号', reason: '理由', ...data },
    }
    return decide(this.facts, command, LATER)
  }

  take(act: string, when: string, casePersonId: string | null = null, data: Data = {}): this {
    return this.#after(accept(this.ask(act, when, casePersonId, data)))
  }

  /** Extends a period, as its second person grants it. */
  extend(periodCode: string, extension: string, when: string, casePersonId: string | null, length: number | null = null): this {
    const byAgencyType = agencyOf(this.facts.holderAgency).type
    const command: DeadlineCommand = {
      type: 'extend',
      periodCode,
      extension,
      length,
      casePersonId,
      reason: null,
      occurredAt: shanghai(when),
      byAgencyType,
    }
    return this.#after(accept(decideDeadline(this.facts, command, LATER, CALENDAR)))
  }

  /** The ends of a period in the order of its starts, in Shanghai time. */
  dues(code: string, casePersonId?: string | null): string[] {
    return foldClocks(this.facts.events, CALENDAR)
      .filter(clock => clock.code === code && (casePersonId === undefined || clock.casePersonId === casePersonId))
      .map(({ outcome }) => toShanghai(outcome.dueAt).slice(0, 16))
  }

  running(): string[] {
    return this.facts.periods.filter(({ endedAt }) => endedAt === null).map(({ code }) => code)
  }

  #after(change: CaseChange): this {
    this.facts = afterChange(this.facts, change)
    for (const { code, dueAt } of this.facts.periods) this.seen.add(`${code} ${toShanghai(dueAt).slice(0, 16)}`)
    return this
  }
}

/** Who takes a step in Fengze: the holder where the table lets him, else the agency of the kind that it names. */
export function agencyFor(act: string, holderAgency: string): string {
  if (BY_CITY_COURT.includes(act)) return CITY_COURT
  const { agency } = transitionOf(act)
  const holder = agencyOf(holderAgency).type
  const [type = holder] = agency.includes(holder) ? [holder] : agency
  return AGENCIES[type]
}
