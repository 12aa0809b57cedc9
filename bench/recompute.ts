import { recomputeBatch } from '../src/calendars/recompute.ts'
import { connect } from '../src/db/orm.ts'
import { aFiledCase, hoursAgo, officers } from '../test/support/a-case.ts'
import { copyCase } from '../test/support/copied-cases.ts'
import { type Figure, figure, ratios, spread, timed } from './measure.ts'
import type { Stack } from './stack.ts'

const FEW = 10
const MANY = 10_000
const WARM_UP = 5
const ROUNDS = 31

/**
 * Counting one case anew: lock, events, fold, one write with its trail, commit. Among 10 cases and among 10,000; and how many
 * cases a second the background counts.
 */
export async function benchRecompute(stack: Stack): Promise<Figure[]> {
  const { admin, programs, servers } = stack
  const orm = await connect(servers.postgres.workerUrl, { pool: 2 })
  const failed = { error: (facts: unknown) => console.error(facts) }
  // The platform's own worker must not take what is measured.
  const { pid } = programs.worker
  try {
    const { caseId } = await aFiledCase(await officers(stack.url))
    const plain = await openPlain(stack)
    await stack.settled()
    process.kill(pid, 'SIGSTOP')
    const rounds = async (): Promise<number[]> => {
      const times: number[] = []
      for (let round = -WARM_UP; round < ROUNDS; round++) {
        const period = await putOff(stack, caseId)
        const ms = await timed(async () => await recomputeBatch(orm, failed, 1))
        await mustBeBack(stack, period)
        if (round >= 0) times.push(ms)
      }
      return times
    }
    await copyCase(admin, plain, FEW)
    const few = await rounds()
    await copyCase(admin, plain, MANY - FEW)
    const many = await rounds()
    await admin.query("select start_recompute(null, 'schema')")
    const all = await timed(async () => {
      while ((await recomputeBatch(orm, failed)) > 0);
    })
    const of = { fewMs: spread(few), manyMs: spread(many), few: FEW, many: MANY, casesPerSecond: Math.round((MANY * 1_000) / all) }
    return [
      figure('recompute of one case', 'ms', many, { atMost: 5 }, of),
      figure(`recompute of one case, among ${MANY} over among ${FEW}`, 'ratio', ratios(many, few), { atMost: 1.5 }, of),
    ]
  } finally {
    process.kill(pid, 'SIGCONT')
    await orm.close()
  }
}

async function openPlain(stack: Stack): Promise<string> {
  const { po } = await officers(stack.url)
  const opened = await po.post('/cases', { source: 'report', occurredAt: hoursAgo(1), chargeCode: 'X001' })
  if (opened.status !== 201) throw new Error(`the case was refused: ${opened.text('code')}`)
  return opened.text('caseId')
}

type PutOff = { readonly id: string; readonly due: Date }

/** Moves an end by a day, as an earlier calendar would have left it, and lists the case. */
async function putOff({ admin }: Stack, caseId: string): Promise<PutOff> {
  const { rows } = await admin.query<{ id: string; due_at: Date }>(
    "select id, due_at from period_instance where case_id = $1 and code = 'BAIL_POLICE' and ended_at is null",
    [caseId],
  )
  const [row] = rows
  if (row === undefined) throw new Error('the case has no running period')
  await admin.query("update period_instance set due_at = due_at - interval '1 day' where id = $1", [row.id])
  await admin.query(
    "with job as (insert into calendar_recompute (reason, total) values ('schema', 1) returning id) insert into calendar_recompute_case (job, case_id) select id, $1 from job",
    [caseId],
  )
  return { id: row.id, due: row.due_at }
}

async function mustBeBack({ admin }: Stack, { id, due }: PutOff): Promise<void> {
  const { rows } = await admin.query<{ due_at: Date }>('select due_at from period_instance where id = $1', [id])
  if (rows[0]?.due_at.getTime() !== due.getTime()) throw new Error('the period was not counted anew')
}
