import { condition, defineSignal, setHandler } from '@temporalio/workflow'
import { messages } from '../../../workflows/activities.ts'
import { LETTER_FACT, type LetterFact, type LetterRef } from '../../../workflows/contract.ts'

/** The letter as somebody might change it without a patch: people are told once more when it closes. */
export async function letter(ref: LetterRef): Promise<string> {
  const waiting: LetterFact[] = []
  setHandler(defineSignal<[LetterFact]>(LETTER_FACT), fact => void waiting.push(fact))
  for (;;) {
    await condition(() => waiting.length > 0)
    const fact = waiting.shift()
    if (fact === undefined) continue
    await messages.tellPeople({ ...ref, ...fact })
    if (fact.type === 'letter.closed') return 'closed'
  }
}
