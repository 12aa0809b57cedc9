import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, Person } from './http-client.ts'

const PAUSE_MS = 100

/** Nothing was decided: a server is away, or the first copy of the same request is still at work. */
const isUndecided = (answer: Answer): boolean => answer.status === 503 || answer.text('code') === 'idempotency-in-progress'

async function insist(ask: () => Promise<Answer>): Promise<Answer> {
  for (; ; await sleep(PAUSE_MS)) {
    try {
      const answer = await ask()
      if (!isUndecided(answer)) return answer
    } catch (error) {
      // What `fetch` throws when the connection is refused or breaks off; an answer may have been lost.
      if (!(error instanceof TypeError)) throw error
    }
  }
}

const LOST_EVERY = 5

/**
 * The same person with a client that asks again, under the same Idempotency-Key, until there is a decision. Every fifth
 * decision is lost on the way and asked for once more, as when a server dies between its commit and its answer.
 */
export function insistent(person: Person): Person {
  let decisions = 0
  const decide = async (ask: () => Promise<Answer>): Promise<Answer> => {
    const answer = await insist(ask)
    return ++decisions % LOST_EVERY === 0 ? await insist(ask) : answer
  }
  const withKey = (headers: Record<string, string> = {}) => ({ 'idempotency-key': randomUUID(), ...headers })
  const send: Person['send'] = async (method, path, body, headers) => {
    const kept = withKey(headers)
    return await decide(async () => await person.send(method, path, body, kept))
  }
  const sendFile: Person['sendFile'] = async (path, file, fields, headers) => {
    const kept = withKey(headers)
    return await decide(async () => await person.sendFile(path, file, fields, kept))
  }
  return {
    ...person,
    send,
    get: async (path, headers) => await insist(async () => await person.get(path, headers)),
    post: async (path, body = {}, headers = {}) => await send('POST', path, body, headers),
    sendFile,
    upload: async (caseId, file, fields, headers) => await sendFile(`/cases/${caseId}/documents`, file, fields, headers),
  }
}
