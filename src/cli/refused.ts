import { Type } from 'typebox'
import { Value } from 'typebox/value'

const ProblemBody = Type.Object({
  code: Type.String(),
  title: Type.String(),
  detail: Type.Optional(Type.String()),
  titleEn: Type.Optional(Type.String()),
  basis: Type.Optional(Type.String()),
  remedy: Type.Optional(Type.String()),
  facts: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
type ProblemBody = Type.Static<typeof ProblemBody>

/** The server's refusal (RFC 9457) with its code, so that callers can tell one from another. */
export class Refused extends Error {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly basis: string | null
  readonly remedy: string | null
  readonly facts: Readonly<Record<string, unknown>>
  readonly retryAfterSeconds: number | null

  constructor(status: number, problem: ProblemBody, retryAfterSeconds: number | null) {
    const { code, title, detail = title, basis = null, remedy = null, facts = {} } = problem
    super(`${detail}（${code}）${basis ? `，依据：${basis}` : ''}${listed(facts)}${remedy ? `。${remedy}` : ''}`)
    this.name = 'Refused'
    this.status = status
    this.code = code
    this.detail = detail
    this.basis = basis
    this.remedy = remedy
    this.facts = facts
    this.retryAfterSeconds = retryAfterSeconds
  }

  /** A fact of the refusal as text, or null where it gives none of that name. */
  fact(name: string): string | null {
    const value = this.facts[name]
    return typeof value === 'string' ? value : null
  }
}

function listed(facts: Readonly<Record<string, unknown>>): string {
  const shown = Object.entries(facts).filter(([name]) => name !== 'detail')
  return shown.length > 0 ? ` ${JSON.stringify(Object.fromEntries(shown))}` : ''
}

/** Reads a refusal from an answer; an answer of something else than the platform (a proxy, say) keeps its status only. */
export function readRefusal(status: number, text: string, retryAfter: string | undefined): Refused {
  const seconds = retryAfter === undefined || Number.isNaN(Number(retryAfter)) ? null : Number(retryAfter)
  const body = parse(text)
  return Value.Check(ProblemBody, body)
    ? new Refused(status, body, seconds)
    : new Refused(status, { code: `http-${status}`, title: `服务器答复 HTTP ${status}` }, seconds)
}

function parse(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text)
    return body
  } catch {
    return null
  }
}
