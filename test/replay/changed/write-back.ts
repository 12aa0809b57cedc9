import { sleep } from '@temporalio/workflow'
import { agencySystems } from '../../../workflows/activities.ts'
import type { WriteBackRef } from '../../../workflows/contract.ts'

/** The write-back as somebody might change it without a patch: it waits before it looks. */
export async function writeBack(ref: WriteBackRef): Promise<string> {
  await sleep('1 second')
  return (await agencySystems.carryWriteBack(ref)).end ?? 'waiting'
}
