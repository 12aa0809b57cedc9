import { randomUUID } from 'node:crypto'
import { Client, Connection } from '@temporalio/client'
import { codesOf } from '../src/cli/demo/papers/paper-texts.ts'
import { type MadePaper, makePaper } from '../src/cli/demo/papers/papers.ts'
import { DRUNK_DRIVING } from '../src/cli/demo/papers/sample-facts.ts'
import { aFiledCase, type Officers, officers } from '../test/support/a-case.ts'
import { libraryPdf } from '../test/support/hostile-pdfs.ts'
import { handOverFlowId } from '../workflows/contract.ts'
import type { BareActivities } from './bare-flow.ts'
import { BARE_QUEUE, bareWorker } from './bare-worker.ts'
import { type Ear, listenLive, mustBe } from './live.ts'
import { type Figure, figure, pairs, ratios, spread, timed } from './measure.ts'
import type { Stack } from './stack.ts'

const ROUNDS = { warmUp: 2, rounds: 9, withinMs: 600_000 }

/**
 * One hand-over from the click that sends it (check, delivery, receipt by the desk, acceptance with the next stage) to its
 * signed receipt, against a bare flow with the same signals, child and activities on the same engine, whose activities do
 * nothing. Time of ours over time of the bare flow; with short papers it is the way alone, with scans also the reading and
 * comparing of every byte before delivery.
 */
export async function benchHandOver(stack: Stack): Promise<Figure[]> {
  const scans: MadePaper[] = []
  const short: MadePaper[] = []
  for (const code of codesOf('police')) {
    scans.push(await makePaper(code, DRUNK_DRIVING, { seed: stack.seed }))
    const bytes = Buffer.from(await libraryPdf(false, `${code} ${stack.seed}`))
    short.push({ code, title: code, fileName: `${code}.pdf`, mediaType: 'application/pdf', bytes, pageCount: 1 })
  }
  const { address, namespace } = stack.servers.temporal
  const connection = await Connection.connect({ address })
  const client = new Client({ connection, namespace })
  const told = new EventTarget()
  const activities: BareActivities = {
    nothing: async id => id,
    told: async id => {
      told.dispatchEvent(new Event(id))
      return id
    },
  }
  const { worker, close } = await bareWorker({ address, namespace }, './bare-flow.ts', { ...activities })
  const ear = await listenLive(stack.servers.postgres.ownerUrl)
  try {
    const who = await officers(stack.url)
    return await worker.runUntil(async () => {
      const figures: Figure[] = []
      for (const [name, papers] of Object.entries({ 'short papers': short, 'scanned papers': scans })) {
        const times = await pairs(
          async () => await bareRound(client, told),
          async () => await ownRound(stack, client, ear, who, papers),
          ROUNDS,
        )
        const of = {
          bareMs: spread(times.baseline),
          oursMs: spread(times.ours),
          documents: papers.length,
          bytes: papers.reduce((sum, { bytes }) => sum + bytes.length, 0),
        }
        figures.push(figure(`hand-over, ${name}`, 'ratio', ratios(times.ours, times.baseline), { atMost: 2 }, of))
      }
      return figures
    })
  } finally {
    await ear.end()
    await close()
    await connection.close()
  }
}

/** As a hand-over: the case's flow runs already and is signalled, its child is signalled once more after its second activity. */
async function bareRound(client: Client, told: EventTarget): Promise<number> {
  const [caseId, id] = [randomUUID(), randomUUID()]
  const signal = async (what: string): Promise<unknown> =>
    await client.workflow.signalWithStart('bareCase', {
      taskQueue: BARE_QUEUE,
      workflowId: `bare-case:${caseId}`,
      signal: 'fact',
      signalArgs: [what],
      workflowIdConflictPolicy: 'USE_EXISTING',
    })
  await signal('')
  await new Promise(resolve => setTimeout(resolve, 200))
  let answer: unknown
  const took = await timed(async () => {
    const delivered = new Promise<void>(resolve => told.addEventListener(id, () => resolve(), { once: true }))
    await signal(id)
    await delivered
    await client.workflow.getHandle(`bare-hand-over:${id}`).signal('answered')
    answer = await client.workflow.getHandle(`bare-hand-over:${id}`).result()
  })
  if (answer !== id) throw new Error('the bare flow answered something else')
  await client.workflow.getHandle(`bare-case:${caseId}`).terminate()
  return took
}

async function ownRound(stack: Stack, client: Client, ear: Ear, who: Officers, papers: readonly MadePaper[]): Promise<number> {
  const { caseId } = await aFiledCase(who)
  for (const { code, fileName, bytes, mediaType } of papers)
    mustBe(201, await who.po.upload(caseId, { name: fileName, bytes, type: mediaType }, { documentCode: code }))
  const prepared = await who.po.post(`/cases/${caseId}/hand-overs`, { leg: 'transferForProsecution', toAgency: '350503-PRO' })
  mustBe(201, prepared)
  const id = prepared.text('handOverId')
  await stack.settled()
  const took = await timed(async () => {
    const delivered = ear.heard(id, 'delivered')
    mustBe(200, await who.pl.post(`/hand-overs/${id}/send`, {}))
    await delivered
    mustBe(200, await who.pc.post(`/hand-overs/${id}/receive`, {}))
    mustBe(200, await who.pc.post(`/hand-overs/${id}/accept`, { assignTo: who.pp.userId }))
    await client.workflow.getHandle(handOverFlowId(id)).result()
  })
  const view = await who.pp.get(`/hand-overs/${id}`)
  const receipts = JSON.stringify(view.at('receipts'))
  const stage = (await who.pp.get(`/cases/${caseId}`)).text('stage')
  if (view.text('state') !== 'accepted' || !receipts.includes('acceptance') || stage === 'INVESTIGATION')
    throw new Error(`the hand-over ended as ${view.text('state')} in stage ${stage} with receipts ${receipts}`)
  return took
}
