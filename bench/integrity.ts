import { setTimeout as sleep } from 'node:timers/promises'
import type { Client as FlowClient } from '@temporalio/client'
import { checkRound, type Sizes } from '../src/integrity/round.ts'
import { openStore } from '../src/storage/object-store.ts'
import { openFlowClient } from '../src/temporal/client.ts'
import { openFlowRegister } from '../src/temporal/flow-register.ts'
import { aFiledCase, aReviewedCase, type Officers, officers } from '../test/support/a-case.ts'
import { caseFlowId } from '../workflows/contract.ts'
import { mustBe } from './live.ts'
import { type Figure, figure, pairs, ratios, spread, timed } from './measure.ts'
import type { Played } from './register-rows.ts'
import { ONE_FAULTY_IN, openRegister, type Register } from './seed-register.ts'
import { BUCKET, type Stack } from './stack.ts'

const isSmoke = process.env.BENCH_SMOKE === '1'
const [FEW, MANY] = isSmoke ? [2_000, 20_000] : [10_000, 100_000]
/** Only where it is asked for: it takes some minutes and some gigabytes. */
const MOST = Number(process.env.BENCH_CASES ?? 0)
const ROUNDS = isSmoke ? { warmUp: 0, rounds: 1, withinMs: 300_000 } : { warmUp: 1, rounds: 3, withinMs: 1_200_000 }
/** A flow that runs and that nobody carries. */
const NO_WORKER = 'bench-nobody'
const LISTED_WITHIN_MS = 120_000

/**
 * A whole round of checks, as a night takes it, over a register of 100,000 cases against one of 10,000: time per 1,000 cases.
 * Ninety-nine of a hundred cases are closed; the others have their flows in the engine. What is sampled is sampled in the same
 * share of both. Each round must find the faults that were planted, and nothing else.
 */
export async function benchIntegrity(stack: Stack): Promise<Figure[]> {
  const { address, namespace } = stack.servers.temporal
  const flow = openFlowClient(address, namespace)
  const played = await playTwo(await officers(stack.url))
  await stack.settled()
  const registers: Register[] = []
  const open = async (cases: number): Promise<Register> => {
    const register = await openRegister(stack, played, cases)
    registers.push(register)
    await startFlows(flow.client, register.open)
    return register
  }
  try {
    const [few, many] = [await open(FEW), await open(MANY)]
    const round = (register: Register) => async () => (await roundOf(stack, flow.client, register)) / (register.cases / 1_000)
    const times = await pairs(round(few), round(many), ROUNDS)
    const of = { fewMsPer1000: spread(times.baseline), manyMsPer1000: spread(times.ours), few: FEW, many: MANY }
    const figures = [
      figure(`checks, per 1,000 cases of ${MANY} over ${FEW}`, 'ratio', ratios(times.ours, times.baseline), { atMost: 1.5 }, of),
    ]
    if (MOST > 0) {
      const seconds = (await roundOf(stack, flow.client, await open(MOST))) / 1_000
      figures.push(figure(`checks, whole round of ${MOST}`, 's', [seconds], { atMost: 600 }, { msPer1000: (seconds * 1e6) / MOST }))
    }
    return figures
  } finally {
    for (const register of registers) await register.close()
    await flow.close()
  }
}

/** A case that was not prosecuted, with its transfer, and one that the police investigate. */
async function playTwo(who: Officers): Promise<Played> {
  const { caseId: closed, personId: casePersonId } = await aReviewedCase(who)
  const decision = { casePersonId, ground: 'discretionary', reason: '情节轻微', docNo: '丰检刑不诉〔2026〕1号' }
  mustBe(200, await who.pp.post(`/cases/${closed}/acts/decideNonProsecution`, decision))
  mustBe(200, await who.pp.post(`/cases/${closed}/acts/serveNonProsecutionOnPerson`, { casePersonId }))
  return { closed, open: (await aFiledCase(who)).caseId }
}

async function startFlows(client: FlowClient, cases: readonly string[]): Promise<void> {
  const query = `TaskQueue = "${NO_WORKER}" AND ExecutionStatus = "Running"`
  const { count: before } = await client.workflow.count(query)
  const queue = cases.values()
  const start = async (): Promise<void> => {
    for (const caseId of queue)
      await client.workflow.start('caseFlow', { taskQueue: NO_WORKER, workflowId: caseFlowId(caseId), args: [{ caseId }] })
  }
  await Promise.all(Array.from({ length: 16 }, start))
  // The engine's list lags behind what it has started.
  for (const until = Date.now() + LISTED_WITHIN_MS; Date.now() < until; await sleep(500))
    if ((await client.workflow.count(query)).count >= before + cases.length) return
  throw new Error('the flows are not listed')
}

/** Milliseconds of one round. @throws Error where it finds other faults than were planted */
async function roundOf({ servers: { s3 } }: Stack, client: FlowClient, { orm, auditor, cases }: Register): Promise<number> {
  const store = openStore(s3.endpoint, { ...s3, bucket: BUCKET })
  const flows = openFlowRegister(client, NO_WORKER)
  const sizes: Sizes = { batch: 2_000, folds: cases / 50, objects: Math.min(500, cases / 200) }
  let found = ''
  const ms = await timed(async () => {
    const tally = await checkRound({ orm, auditor, store, flows }, null, sizes)
    found = tally.checked
      .filter(one => one.found > 0 || one.skipped)
      .map(one => `${one.code} ${one.skipped ? 'skipped' : one.found}`)
      .join(', ')
  })
  if (found !== `stage-not-least ${Math.ceil(cases / ONE_FAULTY_IN)}`) throw new Error(`the round found ${found}`)
  return ms
}
