import { Type } from 'typebox'
import { type Options, WrongUse } from './arguments.ts'
import { signInAs } from './sign-in.ts'

const ACTS = ['send', 'receive', 'accept', 'assign']

const Done = Type.Object({
  done: Type.Integer(),
  refused: Type.Integer(),
  items: Type.Array(
    Type.Object({
      handOverId: Type.String(),
      done: Type.Boolean(),
      problem: Type.Union([Type.Null(), Type.Object({ code: Type.String(), zh: Type.String() })]),
    }),
  ),
})

/** One step for many hand-overs; what became of each is listed. Exit code 2 where one was refused. */
export async function stepHandOvers(options: Options): Promise<number> {
  const [, , act = '', ...handOverIds] = options.words
  if (!ACTS.includes(act) || handOverIds.length === 0)
    throw new WrongUse('用法：anlian hand-over many <send|receive|accept|assign> <移送编号>…')
  const client = await signInAs(options, act === 'send' ? 'fz-pl' : 'fz-pc')
  const body = { act, handOverIds, ...(options.to === undefined ? {} : { assignTo: options.to }) }
  const found = await client.post('/api/v1/hand-overs/bulk', body, Done)
  if (options.json) process.stdout.write(`${JSON.stringify(found)}\n`)
  else for (const { handOverId, problem } of found.items) process.stdout.write(`${handOverId}  ${problem ? problem.zh : '已办'}\n`)
  return found.refused === 0 ? 0 : 2
}
