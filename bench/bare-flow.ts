import { condition, defineSignal, ParentClosePolicy, proxyActivities, setHandler, startChild } from '@temporalio/workflow'

/** Activities that do nothing; `told` lets the bench know that the second one ran. */
export interface BareActivities {
  nothing(id: string): Promise<string>
  told(id: string): Promise<string>
}

const { nothing, told } = proxyActivities<BareActivities>({ startToCloseTimeout: '30 seconds' })

const fact = defineSignal<[string]>('fact')
const answered = defineSignal('answered')

/** The steps of a case's flow without its content: hears a fact and starts a child for it. */
export async function bareCase(): Promise<void> {
  const waiting: string[] = []
  setHandler(fact, id => {
    waiting.push(id)
  })
  for (;;) {
    await condition(() => waiting.length > 0)
    const id = waiting.shift()
    if (id === undefined || id === '') continue
    await startChild(bareHandOver, { workflowId: `bare-hand-over:${id}`, args: [id], parentClosePolicy: ParentClosePolicy.ABANDON })
  }
}

/** The steps of a hand-over without its content: two activities, a wait for a signal, one activity. */
export async function bareHandOver(id: string): Promise<string> {
  let isAnswered = false
  setHandler(answered, () => {
    isAnswered = true
  })
  await nothing(id)
  await told(id)
  await condition(() => isAnswered)
  return await nothing(id)
}
