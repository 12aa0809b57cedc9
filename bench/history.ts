import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Connection, type WorkflowHandle } from '@temporalio/client'
import { Cast } from '../src/cli/demo/course/cast.ts'
import { CoursePlay } from '../src/cli/demo/course/play-course.ts'
import { LegalClock } from '../src/cli/demo/legal-clock.ts'
import { readReference } from '../src/cli/demo/reference.ts'
import { type Officers, officers } from '../test/support/a-case.ts'
import { aTriedCase, judge } from '../test/support/carrying.ts'
import { setClock } from '../test/support/watched.ts'
import { caseFlowId, fastTrackFlowId, handOverFlowId } from '../workflows/contract.ts'
import { type Figure, figure } from './measure.ts'
import type { Stack } from './stack.ts'
import { TWO_YEARS, TWO_YEARS_LATER } from './two-year-story.ts'

const AIM = { atMost: 2_000 }
/** Timer fired; workflow task scheduled, started, completed; what was raised; when the next is due; timer started. */
const EVENTS_OF_AN_ALERT = 7
const SENTENCE = { principal: 'P2', principalMonths: 1, suspensionMonths: 2, fineYuan: 2000 }

/**
 * Events in the histories of a case of two years: detention, arrest, two supplementary returns, indictment, judgment, appeal,
 * remand, second trial, effect, execution, all through the API with the clock jumping from step to step. A jump passes by the
 * timers of the flow, which count in real time: each alert that the sweep raised meanwhile is added as the turn of the flow that
 * it would have been.
 */
export async function benchHistory(stack: Stack): Promise<Figure[]> {
  const { address, namespace } = stack.servers.temporal
  const connection = await Connection.connect({ address })
  const client = new Client({ connection, namespace })
  const folder = await mkdtemp(join(tmpdir(), 'anlian-bench-papers-'))
  try {
    const track = await trackOf(client, await officers(stack.url))
    const play = await playTwoYears(stack, folder)
    await stack.settled()
    const alerts = await alertsOf(stack, play.caseId)
    const flow = await events(client.workflow.getHandle(caseFlowId(play.caseId)))
    const facts = await factsOf(stack, play.caseId)
    const handOvers = await Promise.all(play.handOvers.map(async ({ id }) => await events(client.workflow.getHandle(handOverFlowId(id)))))
    const counted = flow + alerts * EVENTS_OF_AN_ALERT
    return [
      figure('history of the flow of a case of two years', 'events', [counted], AIM, { recorded: flow, facts, alerts }),
      figure('history of the flow of a hand-over', 'events', handOvers, AIM, { handOvers: handOvers.length, most: Math.max(...handOvers) }),
      figure('history of the flow of a 48-hour track', 'events', [track], AIM, {}),
    ]
  } finally {
    await setClock(stack.admin, null, 1)
    await rm(folder, { recursive: true, force: true })
    await connection.close()
  }
}

async function playTwoYears({ url }: Stack, folder: string): Promise<CoursePlay> {
  const cast = await Cast.of(TWO_YEARS, new URL(url), () => undefined)
  const clock = new LegalClock(cast.as('po'), Number.POSITIVE_INFINITY)
  const reference = await readReference(cast.as('po'))
  const play = new CoursePlay({ story: TWO_YEARS, cast, clock, reference, folder, onEntry: () => undefined })
  await play.run()
  await clock.runTo(TWO_YEARS_LATER)
  return play
}

/** A case of one day from its suspect's arrival to the service of its judgment. */
async function trackOf(client: Client, who: Officers): Promise<number> {
  const { caseId, personId } = await aTriedCase(who)
  await judge(who, caseId, personId, SENTENCE)
  const flow = client.workflow.getHandle(fastTrackFlowId(caseId))
  await flow.result()
  return await events(flow)
}

/** Events of the longest of its runs: each run has a history of its own. */
async function events(flow: WorkflowHandle): Promise<number> {
  const { events: found } = await flow.fetchHistory()
  return found?.length ?? Number.NaN
}

async function alertsOf({ admin }: Stack, caseId: string): Promise<number> {
  const { rows } = await admin.query<{ alerts: number }>('select count(*)::int as alerts from alert where case_id = $1', [caseId])
  return rows[0]?.alerts ?? Number.NaN
}

async function factsOf({ admin }: Stack, caseId: string): Promise<number> {
  const { rows } = await admin.query<{ facts: number }>('select count(*)::int as facts from outbox where case_id = $1', [caseId])
  return rows[0]?.facts ?? Number.NaN
}
