import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import type { FastifyInstance } from 'fastify'

/** Bodies are taken as they are; only what comes as text in an address is read as a number or a boolean. */
export function setValidators(app: FastifyInstance): void {
  const strict = new Ajv({ coerceTypes: false, useDefaults: false, removeAdditional: false, allErrors: false })
  const reading = new Ajv({ coerceTypes: true, useDefaults: false, removeAdditional: false, allErrors: false })
  for (const ajv of [strict, reading]) formats.default(ajv)
  app.setValidatorCompiler(({ schema, httpPart }) =>
    (httpPart === 'body' ? strict : reading).compile(typeof schema === 'object' && schema !== null ? schema : true),
  )
}
