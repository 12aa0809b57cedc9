import type { MikroORM } from '@mikro-orm/postgresql'
import { type Client, isGrpcServiceError, WorkflowNotFoundError } from '@temporalio/client'
import type { Logger } from 'pino'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import {
  CASE_FACT,
  type CaseFact,
  CUSTODY_FACT,
  type CustodyFact,
  caseFlowId,
  custodyFlowId,
  fastTrackFlowId,
  HAND_OVER_ANSWERED,
  HAND_OVER_RESUMED,
  HAND_OVER_SUPPLEMENTED,
  handOverFlowId,
  LETTER_FACT,
  type LetterFact,
  letterFlowId,
  TRACK_FACT,
  type TrackFact,
  zipImportFlowId,
} from '../../workflows/contract.ts'

const Payload = Type.Object({
  handOverId: Type.Optional(Type.String()),
  importId: Type.Optional(Type.String()),
  letterId: Type.Optional(Type.String()),
  custodyBatchId: Type.Optional(Type.String()),
})
type OutboxRow = { id: string; case_id: string; type: string; payload: unknown; attempts: number }

/** Facts that a flow of a hand-over hears itself; that it was sent, the flow of its case hears. */
const HAND_OVER_SIGNALS: Readonly<Record<string, string>> = {
  'handOver.answered': HAND_OVER_ANSWERED,
  'handOver.supplemented': HAND_OVER_SUPPLEMENTED,
  'handOver.resumed': HAND_OVER_RESUMED,
}

const BATCH = 50
/** A step of a case on the 48-hour track, as the database tells it beside the step's own fact. */
const TRACK_STEPPED = 'track.stepped'
const MOST_ATTEMPTS = 20
/** The rows stay locked while their flows are told: not for longer than this, whatever the engine does. */
const TELL_WITHIN_MS = 5_000
/** Told by the worker of the connectors at its own pace, so that a thousand cards hold up no hand-over. */
export const WRITE_BACK_DUE = 'writeBack.due'
const INVALID_ARGUMENT = 3

/**
 * Tells the flows what the rows already say: takes the oldest waiting fact of each case, so that the facts of one case
 * arrive in order, and marks it only after the engine has it. A fact told twice is dropped by its id. One that fails for
 * reasons of its own is parked after twenty tries, and the other cases go on.
 */
export async function dispatchOnce({
  orm,
  client,
  taskQueue,
  log,
}: {
  orm: MikroORM
  client: Client
  taskQueue: string
  log: Logger
}): Promise<number> {
  return await orm.em.fork().transactional(async em => {
    const rows = await em.execute<OutboxRow[]>(
      `select id, case_id, type, payload, attempts from outbox o
       where dispatched_at is null and parked_at is null and next_at <= now() and type <> '${WRITE_BACK_DUE}'
         and not exists (select 1 from outbox e where e.case_id = o.case_id and e.seq < o.seq and e.dispatched_at is null and e.parked_at is null)
       order by seq limit ${BATCH} for update skip locked`,
    )
    const outcomes = await Promise.all(rows.map(async row => await tellFlow(client, taskQueue, row)))
    const told = rows.filter((_, at) => outcomes[at] === null).map(({ id }) => id)
    if (told.length > 0)
      await em.execute('update outbox set dispatched_at = now(), attempts = attempts + 1 where id = any (?::uuid[])', [
        `{${told.join(',')}}`,
      ])
    for (const [at, row] of rows.entries()) {
      const error = outcomes[at]
      if (error === null || error === undefined) continue
      log.warn({ event: row.id, type: row.type, attempts: row.attempts + 1, error: error.name }, 'a fact could not be told to its flow')
      const away = isEngineAway(error)
      await em.execute(
        `update outbox set attempts = attempts + ?, next_at = now() + least(60, power(2, least(attempts, 6))) * interval '1 second' * ?, last_error = ?,
           parked_at = case when not ? and attempts + 1 >= ${MOST_ATTEMPTS} then now() end where id = ?`,
        [away ? 0 : 1, away ? 0.5 : 1, error.name, away, row.id],
      )
    }
    return told.length
  })
}

async function tellFlow(client: Client, taskQueue: string, row: OutboxRow): Promise<Error | null> {
  try {
    await client.withDeadline(Date.now() + TELL_WITHIN_MS, async () => await signal(client, taskQueue, row))
    return null
  } catch (error) {
    // A flow that has ended needs no more facts.
    if (error instanceof WorkflowNotFoundError) return null
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** An engine that is away, or refuses everybody, is no fault of the fact: it waits and is tried again, and is never parked for it. */
function isEngineAway(error: Error): boolean {
  for (let one: unknown = error; one instanceof Error; one = one.cause) {
    if (isGrpcServiceError(one)) return one.code !== INVALID_ARGUMENT
    if (/Failed to connect/.test(one.message)) return true
  }
  return false
}

async function signal(client: Client, taskQueue: string, { id: eventId, case_id: caseId, type, payload }: OutboxRow): Promise<void> {
  const { handOverId, importId, letterId, custodyBatchId } = Value.Parse(Payload, payload)
  const options = { taskQueue, workflowIdReusePolicy: 'REJECT_DUPLICATE', workflowIdConflictPolicy: 'USE_EXISTING' } as const
  if (type === 'import.zip' && importId) {
    await client.workflow
      .start('zipImport', { ...options, workflowId: zipImportFlowId(importId), args: [{ importId, caseId }] })
      .catch(ignoreStarted)
    return
  }
  const name = HAND_OVER_SIGNALS[type]
  if (name && handOverId) {
    await client.workflow
      .signalWithStart('handOver', {
        ...options,
        workflowId: handOverFlowId(handOverId),
        args: [{ handOverId, caseId }],
        signal: name,
        signalArgs: [{ eventId }],
      })
      .catch(ignoreStarted)
    return
  }
  if (letterId) {
    const told: LetterFact = { eventId, type }
    await client.workflow
      .signalWithStart('letter', {
        ...options,
        workflowId: letterFlowId(letterId),
        args: [{ letterId, caseId }],
        signal: LETTER_FACT,
        signalArgs: [told],
      })
      .catch(ignoreStarted)
    return
  }
  if (custodyBatchId) {
    const heard: CustodyFact = { eventId }
    // A paper corrected after its batch was settled begins it anew: what is so, it reads from the rows.
    await client.workflow.signalWithStart('custodyTransfer', {
      ...{ ...options, workflowIdReusePolicy: 'ALLOW_DUPLICATE' },
      workflowId: custodyFlowId(custodyBatchId),
      args: [{ custodyBatchId, caseId }],
      signal: CUSTODY_FACT,
      signalArgs: [heard],
    })
    return
  }
  if (type === TRACK_STEPPED) {
    const heard: TrackFact = { eventId }
    await client.workflow
      .signalWithStart('fastTrack', {
        ...options,
        workflowId: fastTrackFlowId(caseId),
        args: [{ caseId }],
        signal: TRACK_FACT,
        signalArgs: [heard],
      })
      .catch(ignoreStarted)
    return
  }
  const fact: CaseFact = { eventId, type, ...(handOverId ? { handOverId } : {}) }
  await client.workflow.signalWithStart('caseFlow', {
    ...options,
    workflowId: caseFlowId(caseId),
    args: [{ caseId }],
    signal: CASE_FACT,
    signalArgs: [fact],
  })
}

/** Started once and ended since: nothing is left to tell. */
function ignoreStarted(error: unknown): void {
  if (!(error instanceof Error && error.name === 'WorkflowExecutionAlreadyStartedError')) throw error
}
