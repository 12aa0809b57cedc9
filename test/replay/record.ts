// node test/replay/record.ts [cases|letters|alerts|tracks|courses|custody|writeBacks]: moves cases to every end of a hand-over, letters to theirs, a case past an alert,
// cases to every end of the 48-hour track, and files along every way of courses.ts (or the one that is named after it),
// and keeps the histories of their flows. Without a word it records all but writeBacks, which has no worker beside it. Run it by hand
// before a change of workflow code is merged; what is recorded once stays, because flows of that time may still be running.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@temporalio/client'
import { cacheDirFromEnv } from '../../infra/cache.ts'
import { obtain } from '../../infra/obtain.ts'
import { freePort } from '../../infra/ports.ts'
import { DAY_MS } from '../../src/domain/legal-date.ts'
import { openFlowClient } from '../../src/temporal/client.ts'
import { CASE_FACT, type CaseFact, caseFlowId, fastTrackFlowId, handOverFlowId, letterFlowId } from '../../workflows/contract.ts'
import { aDeliveredTransfer, aFiledCase, aTriedCase, fileAll, type Officers, officers, until } from '../support/a-case.ts'
import { untilSettled, untilSql } from '../support/case-end.ts'
import { aMailServer } from '../support/gateways.ts'
import { aPoliceCase, endPeriod, lettersOf } from '../support/lettered.ts'
import { startStack } from '../support/stack.ts'
import { aWatchedCase, setClock, watchPeriod } from '../support/watched.ts'
import { recordCourses } from './courses.ts'
import { recordCustody } from './custody.ts'
import { recordWriteBacks } from './write-backs.ts'

const NAMESPACE = 'replay'
/** So small that a case flow of a hundred facts continues as new; a real server proposes it after some thousand events. */
const CONTINUE_AFTER_EVENTS = 120

const ends: (() => Promise<unknown>)[] = []
const engine = await startEngine()
const { client, close } = openFlowClient(engine, NAMESPACE)
const later = { teardown: (end: () => Promise<void>) => void ends.unshift(end) }
/** Who is never answered, so that a letter is closed while its message is on the way. */
const HELD = 'held@psb.example'
const mail = await aMailServer(later, to => (to === HELD ? 'hold' : 'take'))
await mail.listen()
const messaging = { SMTP_URL: mail.url, ANLIAN_MAIL_FROM: 'anlian@example.org' }
const wanted = process.argv[2] ?? 'all'
// A card that is written by itself has no worker that fills it meanwhile.
const stack = await startStack(later, {
  worker: wanted !== 'writeBacks',
  connectors: true,
  env: { TEMPORAL_ADDRESS: engine, TEMPORAL_NAMESPACE: NAMESPACE, ...messaging },
})
const who = await officers(stack.url)
const admin = await stack.as('admin')
try {
  if (wanted === 'all' || wanted === 'cases') await recordCases()
  if (wanted === 'all' || wanted === 'letters') await recordLetters()
  if (wanted === 'all' || wanted === 'alerts') await recordAlerted(client)
  if (wanted === 'all' || wanted === 'tracks') await recordTracks()
  if (wanted === 'all' || wanted === 'custody') await recordCustody({ who, url: stack.url, admin, keep: keepEnded })
  if (wanted === 'writeBacks') await recordWriteBacks(later, stack, keepEnded)
  if (wanted === 'all' || wanted === 'courses') await recordCourses({ who, url: stack.url, admin, keep: keepEnded }, process.argv[3])
} finally {
  for (const end of ends) await end()
  await close()
}

async function keepEnded(name: string, workflowId: string, ended: boolean): Promise<void> {
  if (ended) await client.workflow.getHandle(workflowId).result()
  await keep(name, workflowId)
}

async function recordCases(): Promise<void> {
  await record('accepted', accept)
  await record('returned', async ({ handOverId }) => {
    await done(who.pc.post(`/hand-overs/${handOverId}/receive`))
    await done(
      who.pc.post(`/hand-overs/${handOverId}/return`, { outcome: 'RETURNED_NO_JURISDICTION', reason: '无管辖权', basis: '规则 第158条' }),
    )
  })
  await record('recalled', async ({ handOverId }) => await done(who.pl.post(`/hand-overs/${handOverId}/recall`, { reason: '发现漏罪' })))
  await record('supplemented', async moved => {
    const { caseId, handOverId } = moved
    await done(who.pc.post(`/hand-overs/${handOverId}/receive`))
    const asked = { reason: '缺少鉴定意见通知书', basis: '规则 第158条', documentCodes: ['GA61'], dueOn: '2026-12-31' }
    await done(who.pc.post(`/hand-overs/${handOverId}/request-supplement`, asked))
    await fileAll(who.po, caseId, ['GA61'])
    await done(who.pl.post(`/hand-overs/${handOverId}/answer-supplement`))
    await until(who.pc, handOverId, 'received')
    await done(who.pc.post(`/hand-overs/${handOverId}/accept`, { assignTo: who.pp.userId }))
  })
  await recordContinued(client)
}

type Moved = { readonly caseId: string; readonly handOverId: string }

async function accept({ handOverId }: Moved): Promise<void> {
  await done(who.pc.post(`/hand-overs/${handOverId}/receive`))
  await done(who.pc.post(`/hand-overs/${handOverId}/accept`, { assignTo: who.pp.userId }))
}

async function done(asked: ReturnType<Officers['po']['post']>): Promise<void> {
  const { status, body } = await asked
  if (status >= 400) throw new Error(`refused: ${JSON.stringify(body)}`)
}

async function record(end: string, move: (moved: Moved) => Promise<void>): Promise<void> {
  const moved = await aDeliveredTransfer(who)
  await move(moved)
  await untilSettled(admin, moved.caseId)
  await client.workflow.getHandle(handOverFlowId(moved.handOverId)).result()
  await keep(`hand-over-${end}`, handOverFlowId(moved.handOverId))
  await keep(`case-flow-${end}`, caseFlowId(moved.caseId))
}

/** A case of so many facts that its flow continues as new: both the run that ended so and the one that followed. */
async function recordContinued({ workflow }: Client): Promise<void> {
  const { caseId } = await aDeliveredTransfer(who)
  const flow = workflow.getHandle(caseFlowId(caseId))
  const first = (await flow.describe()).runId
  while ((await flow.describe()).runId === first) {
    const fact: CaseFact = { eventId: randomUUID(), type: 'case.stepped' }
    await flow.signal(CASE_FACT, fact)
  }
  await flow.signal(CASE_FACT, { eventId: randomUUID(), type: 'case.stepped' })
  await keep('case-flow-continued', caseFlowId(caseId), first)
  await keep('case-flow-continuation', caseFlowId(caseId))
}

/** A letter told of, acknowledged and closed; and one that is closed while nobody takes its message. */
async function recordLetters(): Promise<void> {
  await done(who.po.post('/me/contact', { email: 'officer@psb.example', mobile: null, wecom: null }))
  const acknowledged = await aLetter()
  await untilSql(admin, "exists (select 1 from letter_delivery where letter_id = $1 and channel = 'email' and state = 'sent')", [
    acknowledged.id,
  ])
  await done(who.po.post(`/letters/${acknowledged.id}/acknowledge`))
  await untilSql(admin, "not exists (select 1 from outbox where type = 'letter.acknowledged' and dispatched_at is null)")
  await closeLetter(acknowledged, 'letter-closed')

  await done(who.po.post('/me/contact', { email: HELD, mobile: null, wecom: null }))
  const held = await aLetter()
  while (!mail.mails.some(({ to }) => to === HELD)) await sleep(50)
  await closeLetter(held, 'letter-given-up')
}

type Written = { readonly id: string; readonly periodId: string }

async function aLetter(): Promise<Written> {
  const made = await aPoliceCase(admin, who.po.userId)
  const dueAt = new Date(Math.floor(Date.now() / 1000) * 1000 + 20 * 3_600_000)
  const periodId = await watchPeriod(admin, made, { code: 'DET_ARREST_REQUEST', dueAt })
  await untilSql(admin, 'exists (select 1 from letter where period_id = $1)', [periodId])
  return { id: (await lettersOf(admin, periodId))[0]?.id ?? '', periodId }
}

async function closeLetter({ id, periodId }: Written, name: string): Promise<void> {
  await endPeriod(admin, periodId, new Date())
  await client.workflow.getHandle(letterFlowId(id)).result()
  await keep(name, letterFlowId(id))
}

/** A case whose flow has waited for an alert instant of its period, raised what was due, and waits for the next. */
async function recordAlerted({ workflow }: Client): Promise<void> {
  const one = await aWatchedCase(admin)
  const dueAt = new Date('2026-12-02T00:00:00+08:00')
  await setClock(admin, new Date(dueAt.getTime() - 7 * DAY_MS - 25_000), 1)
  await watchPeriod(admin, one, { code: 'PROC_REVIEW', dueAt })
  const flow = await workflow.signalWithStart('caseFlow', {
    taskQueue: stack.env.ANLIAN_TASK_QUEUE ?? '',
    workflowId: caseFlowId(one.caseId),
    args: [{ caseId: one.caseId }],
    signal: CASE_FACT,
    signalArgs: [{ eventId: randomUUID(), type: 'case.stepped' }],
  })
  for (let timers = 0; timers < 2; await sleep(200)) {
    const { events } = await flow.fetchHistory()
    timers = (events ?? []).filter(event => event.timerStartedEventAttributes).length
  }
  await keep('case-flow-alerted', caseFlowId(one.caseId))
}

/** Cases on the 48-hour track to each of its ends: done, converted, left at the request of the defence, and late. */
async function recordTracks(): Promise<void> {
  await recordTrack('done', judge)
  await recordTrack(
    'converted',
    async ({ caseId }) => await done(who.cj.post(`/cases/${caseId}/acts/convertToSummary`, { reason: '当庭翻供' })),
  )
  const left = await aFiledCase(who)
  await done(who.po.post(`/cases/${left.caseId}/acts/leaveTrack48`, { reason: 'defenceRequest' }))
  await keepTrack('left', left.caseId)
  await recordTrack('late', async tried => {
    await setClock(admin, new Date(Date.now() + 40 * 3_600_000), 1)
    await judge(tried)
  })
}

type Tried = { readonly caseId: string; readonly personId: string }

async function judge({ caseId, personId: casePersonId }: Tried): Promise<void> {
  const sentence = { principal: 'P2', principalMonths: 1, suspensionMonths: 2, fineYuan: 2000 }
  await done(who.cj.post(`/cases/${caseId}/acts/announceJudgment`, { casePersonId, ...sentence }))
  await done(who.cc.post(`/cases/${caseId}/acts/serveOnPerson`, { casePersonId }))
  await done(who.cc.post(`/cases/${caseId}/acts/serveOnProcuratorate`))
}

async function recordTrack(end: string, move: (tried: Tried) => Promise<void>): Promise<void> {
  const { caseId, personId } = await aTriedCase(who)
  await move({ caseId, personId })
  await keepTrack(end, caseId)
}

async function keepTrack(end: string, caseId: string): Promise<void> {
  console.error(end, await client.workflow.getHandle(fastTrackFlowId(caseId)).result())
  await keep(`fast-track-${end}`, fastTrackFlowId(caseId))
}

/** Keeps a history without the names of the machine and the process that made it. */
async function keep(name: string, workflowId: string, runId?: string): Promise<void> {
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory()
  const kept: unknown = JSON.parse(JSON.stringify(history), (_key, value: unknown) =>
    typeof value === 'string' ? value.replace(/\d+@[\w.-]+/g, 'worker') : value,
  )
  writeFileSync(join(import.meta.dirname, 'histories', `${name}.json`), `${JSON.stringify({ workflowId, history: kept })}\n`)
}

async function startEngine(): Promise<string> {
  const job = { cacheDir: cacheDirFromEnv(), log: console.error, signal: new AbortController().signal }
  const command = await obtain('temporal', job)
  const port = await freePort()
  const limit = `limit.historyCount.suggestContinueAsNew=${CONTINUE_AFTER_EVENTS}`
  const args = ['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--port', `${port}`, '--namespace', NAMESPACE]
  const child: ChildProcess = spawn(command, [...args, '--log-level', 'error', '--dynamic-config-value', limit], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  ends.push(async () => {
    child.kill('SIGTERM')
    await once(child, 'exit')
  })
  const address = `127.0.0.1:${port}`
  const { check, close: closeProbe } = openFlowClient(address, NAMESPACE)
  while (
    !(await check().then(
      () => true,
      () => false,
    ))
  )
    await sleep(100)
  await closeProbe()
  return address
}
