import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { openFlowClient } from '../../src/temporal/client.ts'
import { caseFlowId, handOverFlowId } from '../../workflows/contract.ts'
import { aPreparedTransfer, officers, until } from '../support/a-case.ts'
import { figuresOf, untilSettled, untilSql } from '../support/case-end.ts'
import { startOwnStack } from '../support/own-stack.ts'

type Time = { readonly seconds?: { toString(): string } | null; readonly nanos?: number | null }
const nanosOf = (time: Time | null | undefined): bigint => BigInt(String(time?.seconds ?? 0)) * 1_000_000_000n + BigInt(time?.nanos ?? 0)

t.test('the flow is interrupted', async t => {
  const stack = await startOwnStack(t, { worker: true })
  const { servers } = stack
  const who = await officers(stack.url)
  const admin = await stack.as('admin')
  const { address, namespace } = servers.temporal
  const { client, close } = openFlowClient(address, namespace)
  t.teardown(close)

  await t.test('a hand-over sent while Temporal is down is delivered once when it is back', async t => {
    const { caseId, handOverId } = await aPreparedTransfer(who)
    await servers.halt('temporal')
    t.equal((await who.pl.post(`/hand-overs/${handOverId}/send`, {})).status, 200, 'the sender is not kept waiting')
    await untilSql(admin, 'exists (select 1 from outbox where case_id = $1 and dispatched_at is null and last_error is not null)', [caseId])
    t.equal((await who.po.get(`/hand-overs/${handOverId}`)).text('state'), 'sent')
    const { rows } = await admin.query('select max(attempts) as attempts from outbox where case_id = $1 and dispatched_at is null', [
      caseId,
    ])
    t.same(rows, [{ attempts: 0 }], 'what waits for Temporal is never nearer to being parked')
    await servers.resume('temporal')
    await until(who.pc, handOverId, 'delivered')
    await untilSettled(admin, caseId)
    t.match(await figuresOf(admin, caseId), {
      receipts: ['delivery'],
      facts: { 'handOver.sent': 1 },
      audit: { 'handover.checked': 1, 'handover.delivered': 1 },
    })
    for (const id of [caseFlowId(caseId), handOverFlowId(handOverId)]) {
      const runs: string[] = []
      for await (const { runId } of client.workflow.list({ query: `WorkflowId = '${id}'` })) runs.push(runId)
      t.equal(runs.length, 1, 'one flow, one run')
    }
  })

  await t.test('a worker that stood still while another did its work goes on without harm', async t => {
    const { caseId, handOverId } = await aPreparedTransfer(who)
    await untilSql(admin, 'not exists (select 1 from document where case_id = $1 and sm3 is null)', [caseId])
    const still = stack.pid('worker')
    await servers.kill('minio', 'SIGSTOP') // holds the check of the manifest between its two transactions
    t.equal((await who.pl.post(`/hand-overs/${handOverId}/send`, {})).status, 200)
    const isReading = async (): Promise<boolean> => {
      const flow = await client.workflow
        .getHandle(handOverFlowId(handOverId))
        .describe()
        .catch(() => null)
      // The check beats before each object: with a beat after its start, the first transaction lies behind it.
      return flow?.raw.pendingActivities?.some(one => nanosOf(one.lastHeartbeatTime) > nanosOf(one.lastStartedTime)) ?? false
    }
    while (!(await isReading())) await sleep(50)
    process.kill(still, 'SIGSTOP')
    t.teardown(() => stack.pid('worker') === still && process.kill(still, 'SIGCONT'))
    await servers.kill('minio', 'SIGCONT')
    await servers.kill('temporal') // with it go the open polls of the one that stands still, into which tasks would be lost
    await servers.untilReady('temporal')
    await stack.start('spare')
    await until(who.pc, handOverId, 'delivered')

    process.kill(still, 'SIGCONT')
    await stack.kill('spare', 'SIGTERM')
    t.equal((await who.pc.post(`/hand-overs/${handOverId}/receive`, {})).status, 200)
    t.equal((await who.pc.post(`/hand-overs/${handOverId}/accept`, { assignTo: who.pp.userId })).status, 200)
    await untilSettled(admin, caseId)
    await stack.kill('worker', 'SIGTERM') // it ends what it had begun
    t.match(await figuresOf(admin, caseId), {
      receipts: ['acceptance', 'delivery'],
      hand_overs: [['transferForProsecution', 1, 'accepted']],
      audit: { 'handover.checked': 1, 'handover.delivered': 1, 'receipt.delivery': 1, 'receipt.acceptance': 1 },
    })
  })
})
