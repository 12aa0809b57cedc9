import type { Bilingual } from '../domain/codes.ts'

/** What a fault means: `incident` somebody's liberty or a right is touched; `fault` rows contradict each other; `notice` somebody waits too long. */
export type Severity = 'incident' | 'fault' | 'notice'

/** What may be mended without a person's decision: it changes no fact of the case, only what follows from the facts. */
export type Repair = 'startFlow' | 'recountClocks' | 'recountTitles' | 'retell'

/** One kind of fault: a row of the table of checks. The sentence has places for `{case}`, `{agency}` and the finding's own facts. */
export type Check = {
  readonly code: string
  readonly title: Bilingual
  readonly sentence: Bilingual
  readonly basis: string
  readonly severity: Severity
  readonly repair: Repair | null
  /** Asked of a single case too; the others look at what belongs to no case. */
  readonly perCase: boolean
}

/** Codes, counts and instants: never a name or a number of a person. */
export type FoundFacts = Readonly<Record<string, string | number | null>>

/** A fault as a check names it. `agency` must act; null: the people who run the platform. `subject` tells findings of one check apart. */
export type Finding = {
  readonly check: string
  readonly subject: string
  readonly caseId: string | null
  readonly caseNo: string | null
  readonly agency: string | null
  readonly since: Date | null
  readonly facts: FoundFacts
}

/**
 * How many rows a check looked at and what it found. `sampled`: not at all of them. `skipped`: a server that it asks did not
 * answer, so that nothing found means nothing.
 */
export type Checked = {
  readonly code: string
  readonly rows: number
  readonly found: number
  readonly sampled: boolean
  readonly skipped: boolean
}

/** A flow by the row it carries. */
export type FlowRef = {
  readonly flow: 'caseFlow' | 'handOver' | 'letter' | 'custodyTransfer'
  readonly id: string
  readonly caseId: string
}

/** The flow engine as the checks ask it: what runs, and how a missing one is started. */
export type FlowRegister = {
  /** Those of the given that are not running, asked in pages. */
  missing(refs: readonly FlowRef[]): Promise<readonly FlowRef[]>
  /** Starts one; one that runs is left alone. */
  start(ref: FlowRef): Promise<void>
}
