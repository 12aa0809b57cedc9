import { setTimeout as sleep } from 'node:timers/promises'
import { type Officers, officers } from '../test/support/a-case.ts'
import { cloneCase, idIn } from './clone-case.ts'
import { type Ear, listenLive, mustBe } from './live.ts'
import { type Figure, figure, spread, timed } from './measure.ts'
import { aPreparedCase } from './prepared-case.ts'
import type { Stack } from './stack.ts'

const isSmoke = process.env.BENCH_SMOKE === '1'
const [AT_ONCE, ALONE, ROUNDS] = isSmoke ? [40, 5, 1] : [200, 20, 3]
const DOCUMENTS = 20
const WITHIN_MS = 300_000
const PAUSE_MS = 300

type Took = { readonly post: number; readonly delivered: number }

/**
 * So many hand-overs sent at one instant, each of a case of its own, against one after another: the 95th percentile of the time
 * from the click to the receiver's desk, and of the answer to the click alone. The two change places from round to round. None
 * may fail: every answer is 200, every hand-over is delivered with its receipt.
 */
export async function benchBurst(stack: Stack): Promise<Figure[]> {
  const who = await officers(stack.url)
  const first = await aPreparedCase(who, 1, DOCUMENTS)
  await stack.settled()
  const ear = await listenLive(stack.servers.postgres.ownerUrl)
  const rounds: { alone: Took[]; burst: Took[] }[] = []
  try {
    for (let round = -1; round < ROUNDS; round++) {
      const copies = await cloneCase(stack.admin, first.caseId, AT_ONCE + ALONE)
      await stack.settled()
      await sleep(2_000)
      const ids = copies.map(copy => idIn(copy, first.handOverId))
      const alone = async (): Promise<Took[]> => await oneByOne(ear, who, ids.slice(0, ALONE))
      const burst = async (): Promise<Took[]> => await Promise.all(ids.slice(ALONE).map(async id => await send(ear, who, id)))
      const early = round % 2 === 0 ? await burst() : null
      const measured = { alone: await alone(), burst: early ?? (await burst()) }
      await mustBeDelivered(stack, ids)
      if (round >= 0) rounds.push(measured)
    }
  } finally {
    await ear.end()
  }
  return figuresOf(rounds)
}

async function oneByOne(ear: Ear, who: Officers, ids: readonly string[]): Promise<Took[]> {
  const took: Took[] = []
  for (const id of ids) {
    took.push(await send(ear, who, id))
    await sleep(PAUSE_MS)
  }
  return took
}

async function send(ear: Ear, { pl }: Officers, id: string): Promise<Took> {
  const began = performance.now()
  const arrived = ear.heard(id, 'delivered')
  const post = await timed(async () => mustBe(200, await pl.post(`/hand-overs/${id}/send`, {})))
  return { post, delivered: (await Promise.race([arrived, tooLate(id)])) - began }
}

async function tooLate(id: string): Promise<never> {
  await sleep(WITHIN_MS, null, { ref: false })
  throw new Error(`hand-over ${id} was not delivered within ${WITHIN_MS / 1_000} s`)
}

async function mustBeDelivered({ admin }: Stack, ids: readonly string[]): Promise<void> {
  const { rows } = await admin.query<{ delivered: number }>(
    "select count(*)::int as delivered from hand_over h where id = any ($1::uuid[]) and state = 'delivered' and exists (select 1 from receipt r where r.hand_over_id = h.id and kind = 'delivery')",
    [ids],
  )
  if (rows[0]?.delivered !== ids.length) throw new Error(`${rows[0]?.delivered} of ${ids.length} hand-overs were delivered`)
}

function figuresOf(rounds: readonly { alone: Took[]; burst: Took[] }[]): Figure[] {
  const list = (way: 'alone' | 'burst', part: keyof Took, share: number): number[] =>
    rounds.map(round =>
      percentile(
        round[way].map(took => took[part]),
        share,
      ),
    )
  return (['delivered', 'post'] as const).map(part => {
    const [alone, burst] = [list('alone', part, 0.95), list('burst', part, 0.95)]
    const of = {
      aloneP50Ms: spread(list('alone', part, 0.5)),
      aloneP95Ms: spread(alone),
      burstP50Ms: spread(list('burst', part, 0.5)),
      burstP95Ms: spread(burst),
      burstLastMs: spread(list('burst', part, 1)),
      atOnce: AT_ONCE,
      alone: ALONE,
      failed: 0,
    }
    const name = part === 'delivered' ? 'click to desk' : 'answer to the click'
    const times = burst.map((ms, at) => ms / (alone[at] ?? Number.NaN))
    return figure(`${AT_ONCE} hand-overs at once, ${name}, p95 over p95 alone`, 'ratio', times, { atMost: 5 }, of)
  })
}

/** The value that this share of all does not pass. */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN
}
