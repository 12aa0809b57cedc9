import { Client } from 'pg'

/** Hears what open screens hear: ids and states, after each commit. */
export type Ear = {
  /** The moment (`performance.now`) at which a hand-over came into a state; ask before it happens. */
  heard(handOverId: string, state: string): Promise<number>
  end(): Promise<void>
}

export async function listenLive(url: string): Promise<Ear> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const waiting = new Map<string, (at: number) => void>()
  client.on('notification', ({ payload = '{}' }) => {
    const at = performance.now()
    const { handOverId, state }: Record<string, unknown> = JSON.parse(payload)
    waiting.get(`${String(handOverId)} ${String(state)}`)?.(at)
  })
  await client.query('listen live')
  return {
    heard: async (handOverId, state) => await new Promise(resolve => waiting.set(`${handOverId} ${state}`, resolve)),
    end: async () => await client.end(),
  }
}

/** @throws Error with what was answered, if it is another status */
export function mustBe<T extends { readonly status: number; readonly body: unknown }>(status: number, answer: T): T {
  if (answer.status !== status) throw new Error(`answered ${answer.status} instead of ${status}: ${JSON.stringify(answer.body)}`)
  return answer
}
