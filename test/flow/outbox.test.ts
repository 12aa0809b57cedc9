import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import t from 'tap'
import { openFlowClient } from '../../src/temporal/client.ts'
import { dispatchOnce } from '../../src/temporal/dispatcher.ts'
import { caseFlowId } from '../../workflows/contract.ts'
import { aFiledCase, officers } from '../support/a-case.ts'
import { workerDeps } from '../support/acting.ts'
import { startStack } from '../support/stack.ts'

t.test('facts wait in the outbox', async t => {
  const stack = await startStack(t) // no worker: the test tells the facts itself
  const who = await officers(stack.url)
  const admin = await stack.as('admin')
  const { orm, config } = await workerDeps(t, stack)
  const { client, close } = openFlowClient(config.temporal.address, config.temporal.namespace)
  t.teardown(close)
  const tell = async (): Promise<number> => {
    await admin.query('update outbox set next_at = now() where dispatched_at is null')
    return await dispatchOnce({ orm, client, taskQueue: config.taskQueue, log: pino({ level: 'silent' }) })
  }
  const tellAll = async (): Promise<void> => {
    while ((await tell()) > 0);
  }
  const waiting = async (caseId: string): Promise<number> => {
    const { rows } = await admin.query<{ n: number }>(
      'select count(*)::int as n from outbox where case_id = $1 and dispatched_at is null',
      [caseId],
    )
    return rows[0]?.n ?? -1
  }
  const addFact = async (caseId: string, payload: unknown): Promise<string> => {
    const id = randomUUID()
    await admin.query("insert into outbox (id, case_id, type, payload) values ($1, $2, 'case.stepped', $3)", [
      id,
      caseId,
      JSON.stringify(payload),
    ])
    return id
  }

  await t.test('a fact that cannot be told is parked after twenty tries; other cases go on meanwhile, its own goes on after', async t => {
    const sick = await aFiledCase(who)
    await tellAll()
    const poison = await addFact(sick.caseId, { handOverId: 5 })
    await addFact(sick.caseId, {})
    const row = async () =>
      (
        await admin.query<{ attempts: number; parked: boolean }>(
          'select attempts, parked_at is not null as parked from outbox where id = $1',
          [poison],
        )
      ).rows[0]
    await tell()
    t.same(await row(), { attempts: 1, parked: false })
    const well = await aFiledCase(who)
    await tellAll()
    t.equal(await waiting(well.caseId), 0, 'the other case is told everything')
    t.equal(await waiting(sick.caseId), 2, 'what follows the sick fact waits behind it')
    for (let now = await row(); now && !now.parked; now = await row()) {
      t.ok(now.attempts < 20, `still tried after ${now.attempts} tries`)
      await tell()
    }
    t.same(await row(), { attempts: 20, parked: true })
    await tellAll()
    t.equal(await waiting(sick.caseId), 1, 'only the parked fact is left; it stays as evidence')
  })

  await t.test('a fact told twice is heard once, and starts no second flow', async t => {
    const { caseId } = await aFiledCase(who)
    await tellAll()
    const flow = client.workflow.getHandle(caseFlowId(caseId))
    const { runId } = await flow.describe()
    await admin.query('update outbox set dispatched_at = null where case_id = $1', [caseId])
    await tellAll()
    t.equal((await flow.describe()).runId, runId)
    t.equal(await waiting(caseId), 0)
  })
})
