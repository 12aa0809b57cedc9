import { MESSAGES } from './messages.ts'

export type SetupCode = keyof typeof MESSAGES
export type SetupFacts = Readonly<Record<string, string | number>>

/** A fault of the machine or its settings that a person can put right; the message says what is wrong and what to do, in Chinese and English. */
export class SetupError extends Error {
  readonly code: SetupCode
  readonly facts: SetupFacts

  constructor(code: SetupCode, facts: SetupFacts = {}, options?: ErrorOptions) {
    super(fill(`${MESSAGES[code].zh}\n${MESSAGES[code].en}`, facts), options)
    this.name = 'SetupError'
    this.code = code
    this.facts = facts
  }
}

function fill(text: string, facts: SetupFacts): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole))
}

/** The lines to print for an error that ended a start: for a SetupError its message, for anything else its stack, as that is a bug. */
export function explain(error: unknown): string {
  if (error instanceof SetupError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** The system's error code (`ENOSPC`, `EACCES`, `28P01` ...), or an empty string. */
export function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return ''
  return typeof error.code === 'string' ? error.code : ''
}

/** One line about an error, also for those of Node that hide several causes behind an empty message. */
export function errorLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? errorLine(error.cause) : ''
  return [error.message || errorCode(error) || error.name, cause].filter(Boolean).join(': ')
}
