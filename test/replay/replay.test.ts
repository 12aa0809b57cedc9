import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import proto from '@temporalio/proto'
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker'
import { DeterminismViolationError } from '@temporalio/workflow'
import t from 'tap'
import { Type } from 'typebox'
import { Value } from 'typebox/value'

const Recorded = Type.Object({ workflowId: Type.String(), history: Type.Record(Type.String(), Type.Unknown()) })
const { History } = proto.temporal.api.history.v1
const FOLDER = join(import.meta.dirname, 'histories')

const logger = new DefaultLogger('ERROR', () => undefined)
Runtime.install({ logger, telemetryOptions: { logging: { filter: 'ERROR', forward: {} } } })

const names = readdirSync(FOLDER).filter(name => name.endsWith('.json'))
const bundleOf = async (path: string) => await bundleWorkflowCode({ workflowsPath: join(import.meta.dirname, path), logger })

async function replay(workflowBundle: { code: string }, name: string): Promise<void> {
  const { workflowId, history } = Value.Parse(Recorded, JSON.parse(readFileSync(join(FOLDER, name), 'utf8')))
  await Worker.runReplayHistory({ workflowBundle }, History.fromObject(history), workflowId)
}

t.test('every recorded flow runs the same way in the code of today', async t => {
  const ends = ['accepted', 'returned', 'recalled', 'supplemented']
  const wanted = [
    ...ends.flatMap(end => [`hand-over-${end}.json`, `case-flow-${end}.json`]),
    'hand-over-rebound.json',
    'hand-over-paused.json',
    'hand-over-arrest.json',
    'case-flow-continued.json',
    'case-flow-continuation.json',
    'case-flow-alerted.json',
    'letter-closed.json',
    'letter-given-up.json',
    ...['done', 'converted', 'left', 'late'].map(end => `fast-track-${end}.json`),
  ]
  t.same(
    wanted.filter(name => !names.includes(name)),
    [],
    'every end has been recorded',
  )
  const bundle = await bundleOf('../../workflows/index.ts')
  for (const name of names) await t.resolves(replay(bundle, name), name)
})

t.test('a changed order of steps without a patch is found', async t => {
  const bundle = await bundleOf('changed/index.ts')
  for (const name of names.filter(one => /^(hand-over|letter|fast-track)-/.test(one)))
    await t.rejects(replay(bundle, name), DeterminismViolationError, name)
  for (const name of names.filter(one => one.startsWith('case-flow-'))) await t.resolves(replay(bundle, name), name)
})
