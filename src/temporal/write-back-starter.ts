import type { MikroORM } from '@mikro-orm/postgresql'
import type { Client } from '@temporalio/client'
import type { Logger } from 'pino'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { agencyQueue, WRITE_BACK_FACT, type WriteBackFact, type WriteBackRef, writeBackFlowId } from '../../workflows/contract.ts'
import { WRITE_BACK_DUE } from './dispatcher.ts'

const Payload = Type.Object({
  writeBackId: Type.String(),
  caseId: Type.String(),
  cardId: Type.String(),
  cardVersion: Type.String(),
  agency: Type.String(),
})

/** Few at a time: each is a row of the engine, and the systems behind them are slow anyway. */
const BATCH = 20
const TELL_WITHIN_MS = 5_000

/** Starts, or wakes, the flows of cards that are to be written, a batch at a time in the order in which they came. @returns how many */
export async function startWriteBacks({
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
    const rows = await em.execute<{ id: string; payload: unknown }[]>(
      `select id, payload from outbox where type = ? and dispatched_at is null and parked_at is null and next_at <= now() order by seq limit ${BATCH} for update skip locked`,
      [WRITE_BACK_DUE],
    )
    const told: string[] = []
    for (const { id, payload } of rows) {
      try {
        await client.withDeadline(Date.now() + TELL_WITHIN_MS, async () => await startOne(client, taskQueue, id, payload))
        told.push(id)
      } catch (error) {
        log.warn({ event: id, error: error instanceof Error ? error.name : 'unknown' }, 'a card could not be told to its flow')
        break
      }
    }
    if (told.length > 0)
      await em.execute('update outbox set dispatched_at = now(), attempts = attempts + 1 where id = any (?::uuid[])', [
        `{${told.join(',')}}`,
      ])
    return told.length
  })
}

async function startOne(client: Client, taskQueue: string, eventId: string, payload: unknown): Promise<void> {
  const { writeBackId, caseId, cardId, cardVersion, agency } = Value.Parse(Payload, payload)
  const ref: WriteBackRef = { writeBackId, caseId }
  const fact: WriteBackFact = { eventId }
  // One that had ended begins anew where somebody tries it again: what is so, it reads from the rows.
  await client.workflow.signalWithStart('writeBack', {
    taskQueue: agencyQueue(taskQueue, agency),
    workflowId: writeBackFlowId(cardId, cardVersion),
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    args: [ref],
    signal: WRITE_BACK_FACT,
    signalArgs: [fact],
  })
}
