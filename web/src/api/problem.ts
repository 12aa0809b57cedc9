/** The body of a refusal (RFC 9457) as this interface sends it. */
export type ProblemBody = {
  code: string
  status: number
  title: string
  detail?: string
  titleEn?: string
  remedy?: string
  instance?: string
  basis?: string | null
  facts?: Record<string, unknown>
  errors?: { path: string; message: string }[]
}

/** A refused or failed request. `status` 0 means that no answer came at all. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly body: ProblemBody
  readonly requestId: string | null

  constructor(body: ProblemBody, requestId: string | null = body.instance ?? null) {
    super(body.detail ?? body.title)
    this.name = 'ApiProblem'
    this.status = body.status
    this.code = body.code
    this.body = body
    this.requestId = requestId
  }
}

function isProblemBody(value: unknown): value is ProblemBody {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string'
}

/** Reads a refusal from the text of an answer; a body that is no problem document becomes one of code `internal`. */
export function readProblem(status: number, text: string, requestId: string | null): ApiProblem {
  let body: unknown = null
  try {
    body = JSON.parse(text)
  } catch {
    body = null
  }
  if (isProblemBody(body)) return new ApiProblem({ ...body, status }, requestId ?? body.instance ?? null)
  return new ApiProblem({ code: status === 404 ? 'not-found' : 'internal', status, title: '' }, requestId)
}

/** The server could not be reached. */
export const unreachable = (): ApiProblem => new ApiProblem({ code: 'unreachable', status: 0, title: '' }, null)
