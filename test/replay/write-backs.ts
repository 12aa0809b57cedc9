import { writeBackFlowId } from '../../workflows/contract.ts'
import { type ACard, aCard, confirm, untilWritten } from '../support/card-rows.ts'
import { connectTo, eventually } from '../support/connected.ts'
import type { Stack } from '../support/stack.ts'

type Test = { teardown(end: () => Promise<void>): void }
type Keep = (name: string, workflowId: string, ended: boolean) => Promise<void>

/** Cards written at once, after the system was away, and after a pause. */
export async function recordWriteBacks(t: Test, stack: Stack, keep: Keep): Promise<void> {
  const { admin, sa, pp, system, agency } = await connectTo(t, stack)
  const written = async (name: string, card: ACard): Promise<void> => {
    await untilWritten(admin, card, 1, 'done')
    await keep(name, writeBackFlowId(card.cardId, '1'), true)
  }
  const fresh = async (): Promise<ACard> => {
    const card = await aCard(admin, pp.userId)
    await confirm(admin, card, { caseName: '录制案' })
    return card
  }
  await written('write-back-done', await fresh())

  system.state.mood = 'down'
  const late = await fresh()
  await eventually(async () => (await admin.query('select 1 from connector where failures >= 2')).rows.length > 0)
  system.state.mood = 'fine'
  await written('write-back-waited', late)

  await sa.post(`/connectors/${agency}/pauses`, { paused: true, reason: '录制' })
  const held = await fresh()
  await untilWritten(admin, held, 1, 'waiting')
  await eventually(
    async () =>
      (await admin.query("select 1 from outbox where payload->>'cardId' = $1 and dispatched_at is not null", [held.cardId])).rows.length >
      0,
  )
  await sa.post(`/connectors/${agency}/pauses`, { paused: false })
  await written('write-back-paused', held)
}
