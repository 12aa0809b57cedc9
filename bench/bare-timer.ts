import { sleep } from '@temporalio/workflow'

/** One timer and nothing else: what an alert would be if each deadline were a flow. */
export async function bareTimer(ms: number): Promise<void> {
  await sleep(ms)
}
