import { PROBLEMS, type ProblemCode } from './problem-codes.ts'

/** What a refusal rests on: values that the caller may show. Never names or numbers of persons. */
export type ProblemFacts = Readonly<Record<string, string | number | boolean | readonly string[] | null>>

/** A rule's answer: what changes, or why not and by which law. */
export type Decision<T> = { readonly ok: true; readonly change: T } | Refusal

export type Refusal = { readonly ok: false; readonly code: ProblemCode; readonly basis: string | null; readonly facts: ProblemFacts }

/** A refusal that law or rights foresee; everything else that is thrown is a bug. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly basis: string | null
  readonly facts: ProblemFacts
  readonly retryAfterSeconds: number | null

  constructor(code: ProblemCode, { basis = null, facts = {}, retryAfterSeconds = null, cause }: ProblemOptions = {}) {
    super(PROBLEMS[code].en, cause === undefined ? undefined : { cause })
    this.name = 'Problem'
    this.code = code
    this.basis = basis
    this.facts = facts
    this.retryAfterSeconds = retryAfterSeconds
  }

  get status(): number {
    return PROBLEMS[this.code].status
  }
}

type ProblemOptions = { basis?: string | null; facts?: ProblemFacts; retryAfterSeconds?: number | null; cause?: unknown }

export function refuse(code: ProblemCode, basis: string | null = null, facts: ProblemFacts = {}): Refusal {
  return { ok: false, code, basis, facts }
}

/** The change of a decision that allows. @throws Problem with the refusal's code, basis and facts */
export function accept<T>(decision: Decision<T>): T {
  if (decision.ok) return decision.change
  throw new Problem(decision.code, decision)
}
