import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { type Answer, exchange, readText } from './exchange.ts'
import { readRefusal } from './refused.ts'

/** Reads a JSON answer of a known form. @throws Error where the server answers in another */
export function readAs<S extends TSchema>(schema: S): (answer: Answer) => Promise<Static<S>> {
  return async answer => {
    const text = await readText(answer)
    const value: unknown = text === '' ? null : JSON.parse(text)
    if (Value.Check(schema, value)) return value
    const [first] = Value.Errors(schema, value)
    throw new Error(`服务器的答复与约定不符：${first?.instancePath ?? ''} ${first?.message ?? ''}`)
  }
}

/** @throws Refused for an answer of 400 and above */
export async function mustBeFine(answer: Answer): Promise<Answer> {
  if (answer.status < 400) return answer
  throw readRefusal(answer.status, await readText(answer), answer.message.headers['retry-after'])
}

/** Reads what needs no sign-in, once and without patience; `also` are statuses whose body is an answer too. */
export async function readPublic<S extends TSchema>(
  server: URL,
  path: string,
  schema: S,
  options: { readonly silenceMs?: number; readonly also?: readonly number[] } = {},
): Promise<Static<S>> {
  const answer = await exchange(new URL(path, server), {
    method: 'GET',
    headers: { accept: 'application/json' },
    body: null,
    silenceMs: options.silenceMs ?? 5_000,
  })
  return await readAs(schema)(options.also?.includes(answer.status) ? answer : await mustBeFine(answer))
}
