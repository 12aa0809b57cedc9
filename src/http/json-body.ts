import type { FastifyInstance } from 'fastify'
import { Problem } from '../domain/problem.ts'

const MAX_DEPTH = 20
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g

/**
 * Bodies of JSON in which a member stands twice (two readers would take two meanings from it), that reach for a prototype, or
 * that are nested deeper than any form of ours, are refused before anything looks at them.
 */
export function readJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addHook('preValidation', async request => {
    if (request.routeOptions.schema?.body && request.headers['content-type']?.startsWith('multipart/'))
      throw new Problem('unsupported-media-type')
  })
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    void parse(request, body, (error, value) => {
      const flaw = error ? null : flawOf(body)
      if (flaw) done(new Problem('validation', { facts: { body: flaw } }))
      else done(error, value)
    })
  })
}

/** What is wrong with well-formed JSON; null if nothing is. */
function flawOf(text: string): 'duplicate-member' | 'too-deep' | null {
  const open: (Set<string> | null)[] = []
  let last = ''
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') open.push(token === '{' ? new Set() : null)
    else if (token === '}' || token === ']') open.pop()
    else if (token === ':') {
      const names = open.at(-1)
      const name = String(JSON.parse(last))
      if (names?.has(name)) return 'duplicate-member'
      names?.add(name)
    }
    if (open.length > MAX_DEPTH) return 'too-deep'
    last = token
  }
  return null
}
