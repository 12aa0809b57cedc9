import { CancellationScope, condition, defineSignal, isCancellation, setHandler } from '@temporalio/workflow'
import { messages } from './activities.ts'
import { LETTER_FACT, type LetterFact, type LetterRef } from './contract.ts'

const letterFact = defineSignal<[LetterFact]>(LETTER_FACT)

const CLOSED = 'letter.closed'
const ACKNOWLEDGED = 'letter.acknowledged'
/** A repeat that an acknowledgement makes needless. */
const REPEAT = 'letter.overdue'

/**
 * Carries one letter: hears of its facts and has people told of each, however long a gateway is away, until the letter is
 * closed. It keeps no time and decides nothing: due instants are columns of the row, swept from the database.
 */
export async function letter(ref: LetterRef): Promise<string> {
  const known = new Set<string>()
  let waiting: LetterFact[] = []
  let closed = false
  setHandler(letterFact, fact => {
    if (known.has(fact.eventId)) return
    known.add(fact.eventId)
    if (fact.type === CLOSED) closed = true
    else if (fact.type === ACKNOWLEDGED) waiting = waiting.filter(({ type }) => type !== REPEAT)
    else waiting.push(fact)
  })
  for (;;) {
    await condition(() => closed || waiting.length > 0)
    const fact = waiting.shift()
    if (closed || fact === undefined) return 'closed'
    await tellUnlessClosed(ref, fact, () => closed)
  }
}

/** A message that no gateway takes is given up when the letter closes: nobody needs it any more. */
async function tellUnlessClosed(ref: LetterRef, fact: LetterFact, isClosed: () => boolean): Promise<void> {
  const scope = new CancellationScope()
  const told = scope.run(async () => await messages.tellPeople({ ...ref, ...fact }))
  try {
    await Promise.race([told, condition(isClosed)])
    scope.cancel()
    await told
  } catch (error) {
    if (!isCancellation(error)) throw error
  }
}
