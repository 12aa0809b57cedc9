import { Client, Connection } from '@temporalio/client'
import { connect, forCase } from '../src/db/orm.ts'
import { listEntries, lockHandOver } from '../src/handovers/store.ts'
import { type Officers, officers } from '../test/support/a-case.ts'
import { handOverFlowId } from '../workflows/contract.ts'
import { cloneCase, idIn } from './clone-case.ts'
import { type Ear, listenLive, mustBe } from './live.ts'
import { type Figure, figure, pairs, ratios, spread, timed } from './measure.ts'
import { aPreparedCase } from './prepared-case.ts'
import type { Stack } from './stack.ts'

const isSmoke = process.env.BENCH_SMOKE === '1'
const ROUNDS = isSmoke ? { warmUp: 1, rounds: 2, withinMs: 300_000 } : { warmUp: 4, rounds: 25, withinMs: 600_000 }
const SMALL = { persons: 1, documents: 20 }
const LARGE = isSmoke ? { persons: 5, documents: 100 } : { persons: 5, documents: 300 }

/** What one hand-over took, in ms: `all` from the click that sends it to its receipt, and its parts. */
type Took = Readonly<Record<'send' | 'reading' | 'delivery' | 'receive' | 'accept' | 'receipt' | 'all', number>>

/**
 * A hand-over (send, delivered, received, accepted, receipt) of a case with five persons and three hundred papers against one
 * of one person and twenty. Reading and comparing the bytes is taken off both: from the engine's start of the check to
 * `checked_at`, less what the check's first look at the rows takes, which is timed by itself and stays in.
 */
export async function benchHandOverSize(stack: Stack): Promise<Figure[]> {
  const who = await officers(stack.url)
  const { address, namespace } = stack.servers.temporal
  const connection = await Connection.connect({ address })
  const client = new Client({ connection, namespace })
  const ear = await listenLive(stack.servers.postgres.ownerUrl)
  const orm = await connect(stack.servers.postgres.workerUrl, { pool: 1 })
  const took: Record<'small' | 'large', Took[]> = { small: [], large: [] }
  try {
    const way = async (kind: 'small' | 'large', { persons, documents }: typeof SMALL) => {
      const first = await aPreparedCase(who, persons, documents)
      await stack.settled()
      const copies = (await cloneCase(stack.admin, first.caseId, ROUNDS.warmUp + ROUNDS.rounds)).values()
      await stack.settled()
      return async (round: number): Promise<number> => {
        const copy = copies.next().value
        if (copy === undefined) throw new Error('no copy is left')
        const [caseId, handOverId] = [idIn(copy, first.caseId), idIn(copy, first.handOverId)]
        const one = await handOver({ stack, client, ear, who, orm }, { caseId, handOverId, documents })
        if (round >= 0) took[kind].push(one)
        return one.all
      }
    }
    const [small, large] = [await way('small', SMALL), await way('large', LARGE)]
    await pairs(small, large, ROUNDS)
  } finally {
    await orm.close()
    await ear.end()
    await connection.close()
  }
  return figuresOf(took)
}

function figuresOf({ small, large }: Record<'small' | 'large', Took[]>): Figure[] {
  const of = (list: readonly Took[], part: keyof Took): number[] => list.map(one => one[part])
  const own = (list: readonly Took[]): number[] => list.map(({ all, reading }) => all - reading)
  const parts = Object.fromEntries(
    (['send', 'reading', 'delivery', 'receive', 'accept', 'receipt', 'all'] as const).flatMap(part => [
      [`${part}SmallMs`, spread(of(small, part))],
      [`${part}LargeMs`, spread(of(large, part))],
    ]),
  )
  const sizes = `${LARGE.persons} persons and ${LARGE.documents} papers over ${SMALL.persons} and ${SMALL.documents}`
  return [
    figure(`hand-over, ${sizes}, apart from reading`, 'ratio', ratios(own(large), own(small)), { atMost: 1.5 }, parts),
    figure(`hand-over, ${sizes}, reading included`, 'ratio', ratios(of(large, 'all'), of(small, 'all')), {}, {}),
  ]
}

type Tools = {
  readonly stack: Stack
  readonly client: Client
  readonly ear: Ear
  readonly who: Officers
  readonly orm: Awaited<ReturnType<typeof connect>>
}

async function handOver(
  { stack, client, ear, who, orm }: Tools,
  { caseId, handOverId, documents }: { caseId: string; handOverId: string; documents: number },
): Promise<Took> {
  const began = performance.now()
  const arrived = ear.heard(handOverId, 'delivered')
  const send = await timed(async () => mustBe(200, await who.pl.post(`/hand-overs/${handOverId}/send`, {})))
  const delivered = (await arrived) - began
  const receive = await timed(async () => mustBe(200, await who.pc.post(`/hand-overs/${handOverId}/receive`, {})))
  const accept = await timed(async () => mustBe(200, await who.pc.post(`/hand-overs/${handOverId}/accept`, { assignTo: who.pp.userId })))
  const flow = client.workflow.getHandle(handOverFlowId(handOverId))
  const receipt = await timed(async () => await flow.result())
  const all = performance.now() - began
  const look = await timed(
    async () =>
      await forCase(orm, caseId).transactional(async em => {
        await lockHandOver(em, handOverId)
        await listEntries(em, handOverId)
      }),
  )
  const { checkedAt, checked } = await proof(stack, handOverId)
  if (checked !== documents) throw new Error(`${checked} papers were checked instead of ${documents}`)
  const reading = Math.max(0, checkedAt - (await checkStartedAt(flow)) - look)
  return { send, reading, delivery: delivered - send - reading, receive, accept, receipt, all }
}

/** When the bytes had been compared, in epoch ms, and how many papers; the hand-over must have been accepted with its receipts. */
async function proof({ admin }: Stack, handOverId: string): Promise<{ checkedAt: number; checked: number }> {
  const { rows } = await admin.query<{ ms: number; papers: number; receipts: number }>(
    `select extract(epoch from h.checked_at)::float8 * 1000 as ms, (select count(*)::int from hand_over_entry e where e.hand_over_id = h.id) as papers,
       (select count(*)::int from receipt r where r.hand_over_id = h.id) as receipts from hand_over h where h.id = $1 and h.state = 'accepted'`,
    [handOverId],
  )
  const [row] = rows
  if (row?.receipts !== 2) throw new Error('the hand-over was not accepted with both its receipts')
  return { checkedAt: row.ms, checked: row.papers }
}

async function checkStartedAt(flow: ReturnType<Client['workflow']['getHandle']>): Promise<number> {
  const { events } = await flow.fetchHistory()
  const started = events?.find(({ activityTaskStartedEventAttributes }) => activityTaskStartedEventAttributes)?.eventTime
  if (!started) throw new Error('the check of the manifest is not in the history')
  return Number(started.seconds) * 1_000 + Number(started.nanos) / 1e6
}
