import { readConfig } from '../../src/config.ts'
import { connect } from '../../src/db/orm.ts'
import type { Finding } from '../../src/integrity/model.ts'
import { checkRound, type RoundDeps, type Sizes } from '../../src/integrity/round.ts'
import { sentenceOf } from '../../src/integrity/sentences.ts'
import type { Tally } from '../../src/integrity/tally.ts'
import { openStore } from '../../src/storage/object-store.ts'
import { openFlowClient } from '../../src/temporal/client.ts'
import { openFlowRegister } from '../../src/temporal/flow-register.ts'
import type { Stack } from './stack.ts'

type Test = { teardown(end: () => Promise<void>): void }

/** All checks of an installation, run by the test itself: what the worker does at night. */
export type Checker = {
  readonly deps: RoundDeps
  round(caseId?: string | null): Promise<Tally>
  /** What is wrong, as `check: sentence`, of the whole installation or one case. */
  sentences(caseId?: string | null): Promise<string[]>
}

/** Small districts are looked at whole; stored bytes count from the moment they are there. */
const WHOLE: Sizes = { batch: 2, folds: 1_000, objects: 1_000, settledMs: 0 }

const inWords = (finding: Finding): string => `${finding.check}: ${sentenceOf(finding).en}`

export async function openChecker(t: Test, stack: Stack): Promise<Checker> {
  const config = readConfig(stack.env)
  const orm = await connect(config.workerDatabaseUrl, { pool: 2 })
  const auditor = await connect(config.auditorDatabaseUrl, { pool: 1 })
  const flow = openFlowClient(config.temporal.address, config.temporal.namespace)
  t.teardown(async () => {
    await Promise.all([orm.close(), auditor.close(), flow.close()])
  })
  const flows = openFlowRegister(flow.client, config.taskQueue)
  const deps = { orm, auditor, store: openStore(config.s3.endpoint, config.s3), flows }
  const round = async (caseId: string | null = null): Promise<Tally> => await checkRound(deps, caseId, WHOLE)
  return { deps, round, sentences: async (caseId = null) => (await round(caseId)).findings.map(inWords) }
}

/**
 * Fails with a sentence for each thing that the rows of an installation say against each other, where there is any: the oracle
 * of tests that move cases. Flows are asked for only where a worker runs.
 */
export async function intact(t: Test & { same(found: unknown, wanted: unknown, message: string): unknown }, stack: Stack): Promise<void> {
  const { round } = await openChecker(t, stack)
  const tally = await round()
  const asks = stack.pid('worker') !== 0
  const found = tally.findings.filter(({ check }) => asks || !['flow-missing', 'outbox-waiting'].includes(check))
  t.same(found.map(inWords), [], 'the rows agree with each other')
}
