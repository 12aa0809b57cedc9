import { Socket } from 'node:net'
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
 * Makes statements cheap. The server keeps those that come again and again, parsed and planned: with row-level security planning
 * costs more than running. And the opening of a transaction, with the words that row-level security reads, travels with its
 * first statement: two ways to the server and back less. For pools whose connections have `pipeline` set.
 */
export function economise(pool: Pool): void {
  pool.on('connect', economiseOn)
}

type Given = readonly unknown[]

function economiseOn(client: PoolClient): void {
  const own = client.query
  const send = (given: Given): unknown => Reflect.apply(own, client, withName(given))
  const socket = socketOf(client)
  let opening: Given[] = []
  const query = (...given: Given): unknown => {
    // On a connection that has ended an opening fails at once, as the pool expects it to.
    if (socket?.writable && isOpening(given)) {
      opening.push(given)
      return Promise.resolve({ command: '', rowCount: 0, rows: [] })
    }
    socket?.cork()
    // Only a broken session refuses an opening; nothing more may happen on it then.
    for (const one of opening) Promise.resolve(send(one)).catch(() => socket?.destroy())
    opening = []
    const answer = send(given)
    socket?.uncork()
    return answer
  }
  Object.defineProperty(client, 'query', { value: query })
}

const isOpening = ([text]: Given): boolean => typeof text === 'string' && /^(begin$|select set_config\()/.test(text)

function withName(given: Given): Given {
  const [text, values] = given
  const name = given.length === 2 && typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : null
  return name === null ? given : [{ name, text, values }]
}

function socketOf(client: PoolClient): Socket | null {
  const connection: unknown = Reflect.get(client, 'connection')
  const stream: unknown = typeof connection === 'object' && connection !== null ? Reflect.get(connection, 'stream') : null
  return stream instanceof Socket ? stream : null
}
