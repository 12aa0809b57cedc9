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

/** Replays all histories in one worker. @returns of each that the code breaks, its file and why */
async function replay(workflowBundle: { code: string }): Promise<Map<string, unknown>> {
  const recorded = names.map(name => ({ name, ...Value.Parse(Recorded, JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))) }))
  const histories = recorded.map(({ workflowId, history }) => ({ workflowId, history: History.fromObject(history) }))
  const broken = new Map<string, unknown>()
  let seen = 0
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, histories)) {
    seen++
    if (error) for (const one of recorded) if (one.workflowId === workflowId) broken.set(one.name, error)
  }
  if (seen !== recorded.length) throw new Error(`${seen} of ${recorded.length} histories were replayed`)
  return broken
}

/** Legs of the file by how they ended, and cases by where they came to. */
const WAYS: Readonly<Record<string, readonly string[]>> = {
  'hand-over-arrest': ['accepted', 'returned', 'recalled'],
  'hand-over-supplementary': ['accepted', 'recalled'],
  'hand-over-retransfer': ['accepted', 'recalled'],
  'hand-over-jurisdiction': ['accepted', 'returned'],
  'hand-over-indictment': ['supplemented', 'recalled'],
  'hand-over-trial': ['supplement-accepted', 'resume-accepted'],
  'hand-over-withdrawal': ['accepted'],
  'hand-over-appeal': ['accepted'],
  'hand-over-remand': ['accepted'],
  'hand-over-execution': ['accepted', 'returned'],
  'hand-over-correction': ['accepted', 'recalled'],
  'hand-over': ['accepted', 'returned', 'recalled', 'supplemented', 'rebound', 'resumed', 'faulty'],
  'case-flow': [
    ...['accepted', 'returned', 'recalled', 'supplemented', 'rebound', 'faulty', 'continued', 'continuation', 'alerted'],
    ...['arrested', 'moved-away', 'indicted', 'remanded', 'non-prosecution', 'withdrawn', 'effective', 'corrected'],
  ],
  'fast-track': ['done', 'converted', 'left', 'late'],
  letter: ['closed', 'given-up'],
  custody: ['notice', 'revoked', 'corrected'],
  'write-back': ['done', 'waited', 'paused'],
}

t.test('every recorded flow runs the same way in the code of today', async t => {
  const wanted = Object.entries(WAYS).flatMap(([flow, ends]) => ends.map(end => `${flow}-${end}.json`))
  t.same(
    wanted.filter(name => !names.includes(name)),
    [],
    'every end has been recorded',
  )
  t.same(await replay(await bundleOf('../../workflows/index.ts')), new Map())
})

t.test('a changed order of steps without a patch is found', async t => {
  const broken = await replay(await bundleOf('changed/index.ts'))
  t.same(
    names.filter(name => broken.has(name)),
    names.filter(name => !name.startsWith('case-flow-')),
    'all flows of which the order was changed, and no other',
  )
  for (const [name, error] of broken) t.type(error, DeterminismViolationError, name)
})
