import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { toProblem } from '../db/problems.ts'
import { refusalText } from '../domain/conflict-reasons.ts'
import { Problem } from '../domain/problem.ts'
import type { ProblemCode } from '../domain/problem-codes.ts'

/** RFC 9457, with the code, the legal basis and the facts of the refusal. */
const ProblemSchema = Type.Object(
  {
    type: Type.String(),
    code: Type.String(),
    status: Type.Integer(),
    title: Type.String(),
    titleEn: Type.String(),
    detail: Type.String(),
    instance: Type.String(),
    basis: Type.Optional(Type.String()),
    remedy: Type.Optional(Type.String()),
    facts: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    errors: Type.Optional(Type.Array(Type.Object({ path: Type.String(), message: Type.String() }))),
  },
  { $id: 'Problem' },
)

/** Every route of this scope says in the API document that it may refuse, and in which form. */
export function describeProblems(app: FastifyInstance): void {
  app.addSchema(ProblemSchema)
  const refusal = { description: 'A refusal', content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } } }
  app.addHook('onRoute', route => {
    const { response } = route.schema ?? {}
    const answers = typeof response === 'object' ? response : {}
    route.schema = { ...route.schema, response: { ...answers, '4xx': refusal, '5xx': refusal } }
  })
}

const FASTIFY: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload-too-large',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'validation',
  FST_ERR_CTP_INVALID_JSON_BODY: 'validation',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'validation',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'unsupported-media-type',
  FST_ERR_NOT_FOUND: 'not-found',
}

/** The one place where what was thrown becomes an answer. A bug is logged with its cause and shown bare. */
export function answerError(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const code = 'code' in error ? String(error.code) : ''
  const known = toProblem(error) ?? (FASTIFY[code] ? new Problem(FASTIFY[code], { cause: error }) : null)
  if (known) return sendProblem(reply, request, known)
  if ('validation' in error && error.validation) {
    const errors = error.validation.map(({ instancePath, message, params }) => ({
      path: `${error.validationContext ?? ''}${instancePath}${'missingProperty' in params ? `/${String(params.missingProperty)}` : ''}`,
      message: message ?? '',
    }))
    return sendProblem(reply, request, new Problem('validation'), errors)
  }
  if ('statusCode' in error && error.statusCode === 429)
    return sendProblem(reply, request, new Problem('rate-limited', { retryAfterSeconds: 60 }))
  if ('statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500)
    return sendProblem(reply, request, new Problem('validation', { cause: error }))
  request.log.error({ err: error }, 'unexpected error')
  return sendProblem(reply, request, new Problem('internal'))
}

export function sendProblem(
  reply: FastifyReply,
  request: FastifyRequest,
  problem: Problem,
  errors?: readonly { path: string; message: string }[],
): FastifyReply {
  const { zh, en, remedy } = refusalText(problem.code, problem.facts)
  if (problem.retryAfterSeconds !== null) void reply.header('retry-after', problem.retryAfterSeconds)
  const detail = typeof problem.facts.detail === 'string' ? problem.facts.detail : zh
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send({
      type: `/problems/${problem.code}`,
      code: problem.code,
      status: problem.status,
      title: zh,
      titleEn: en,
      detail,
      instance: request.id,
      ...(problem.basis ? { basis: problem.basis } : {}),
      ...(remedy ? { remedy } : {}),
      ...(Object.keys(problem.facts).length > 0 ? { facts: problem.facts } : {}),
      ...(errors ? { errors } : {}),
    })
}
