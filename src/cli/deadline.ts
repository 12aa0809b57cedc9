import { Clock } from './answers.ts'
import { type Options, WrongUse } from './arguments.ts'
import type { Client } from './client.ts'
import { readInstant, readValues } from './field-values.ts'
import { findCaseId } from './find-case.ts'
import { readable } from './instants.ts'
import { Deadlines, DecidedRequest, type Field, Requested } from './procedure-answers.ts'
import { signInAs } from './sign-in.ts'
import { personName, personOf, readCase } from './whole-case.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const text = (name: string, zh: string, kind = 'text', required = false): Field => ({ name, kind, zh, required })
const asWritten = (_: string, written: string): string => written

const REQUEST: readonly Field[] = [
  text('documentNo', '决定文书号', 'text', true),
  text('length', '延长的长度', 'integer'),
  text('note', '备注'),
]

async function readDeadlines(client: Client, word: string | undefined): Promise<{ caseId: string; clocks: Deadlines }> {
  if (word === undefined) throw new WrongUse('缺少案件编号')
  const caseId = await findCaseId(client, word)
  return { caseId, clocks: await client.get(`/api/v1/cases/${caseId}/clocks`, Deadlines) }
}

/** Running periods with their sentence, the changes that may be asked for, and the requests. */
export async function listDeadlines(options: Options): Promise<number> {
  const client = await signInAs(options, 'fz-po')
  const { clocks } = await readDeadlines(client, options.words[2])
  if (options.json) say(JSON.stringify(clocks))
  else for (const line of linesOf(clocks)) say(line)
  return 0
}

function* linesOf({ items, persons, requests }: Deadlines): Generator<string> {
  for (const { code, zh, casePersonId, dueAt, endedAt, sentence, may } of items) {
    if (endedAt !== null) continue
    yield `${code} ${zh}  ${personName(persons, casePersonId)}  至 ${readable(dueAt)}`
    yield `    ${sentence.zh}`
    for (const { type, code: ground, zh: name, basisZh, blocked } of may)
      yield `    ${blocked ? '×' : '○'} ${type} ${code} ${ground}  ${name}，依据：${basisZh}${blocked ? `  ${blocked.code}：${blocked.zh}` : ''}`
  }
  for (const { id, type, period, corrects, occurredAt, state, requestedBy, mayDecide } of requests)
    yield `申请 ${id}  ${type} ${period?.zh ?? corrects?.zh ?? ''} ${occurredAt ? readable(occurredAt) : ''}  ${state}  ${requestedBy}${mayDecide ? '  待我决定' : ''}`
}

/** Asks for an extension, a standstill, its end or a new count; a second person decides. */
export async function requestDeadline(options: Options): Promise<number> {
  const client = await signInAs(options, 'fz-po')
  const [, , word, type, periodCode, ground] = options.words
  if (!type || !periodCode || !ground)
    throw new WrongUse('要说明种类、期限代码和理由代码：anlian deadline request <案件编号> extend <期限> <延长代码>')
  const { caseId, clocks } = await readDeadlines(client, word)
  const [wanted] = options.person
  const running = clocks.items.filter(({ code, endedAt }) => code === periodCode && endedAt === null)
  const casePersonId = wanted === undefined ? (running.length === 1 ? running[0]?.casePersonId : null) : personOf(clocks.persons, wanted)
  const body = {
    ...readValues(options, REQUEST, asWritten),
    type,
    periodCode,
    casePersonId: casePersonId ?? null,
    ...(type === 'extend' ? { extension: ground } : { reason: ground }),
    occurredAt: options.at === undefined ? (await client.get('/api/v1/clock', Clock)).now : readInstant(options.at),
  }
  const asked = await client.post(`/api/v1/cases/${caseId}/deadline-requests`, body, Requested)
  say(options.json ? JSON.stringify(asked) : `已申请，待他人决定：anlian deadline decide ${asked.requestId} approve`)
  return 0
}

/** Approves or refuses a request of another person: by its id, or the one of a case that waits for this person. */
export async function decideDeadline(options: Options): Promise<number> {
  const client = await signInAs(options, 'fz-pl')
  const [, , word, verdict] = options.words
  if (verdict !== 'approve' && verdict !== 'refuse') throw new WrongUse('要说明 approve（批准）或者 refuse（不批准）')
  const requestId = word !== undefined && UUID.test(word) ? word : await findOpen(client, word)
  const values = readValues(options, [text('note', '理由')], asWritten)
  const decided = await client.post(
    `/api/v1/deadline-requests/${requestId}/decide`,
    { approve: verdict === 'approve', ...values },
    DecidedRequest,
  )
  say(options.json ? JSON.stringify(decided) : `已决定：${decided.state}`)
  return 0
}

async function findOpen(client: Client, word: string | undefined): Promise<string> {
  const { clocks } = await readDeadlines(client, word)
  const [only, ...others] = clocks.requests.filter(({ mayDecide }) => mayDecide)
  if (only === undefined) throw new Error('没有待您决定的申请')
  if (others.length > 0) throw new WrongUse(`有多件申请待您决定，请指明编号：${[only, ...others].map(({ id }) => id).join(' ')}`)
  return only.id
}

/** Asks to enter a step again at another time (`--at`), or to void it; without a step it lists them. */
export async function requestCorrection(options: Options): Promise<number> {
  const client = await signInAs(options, 'fz-po')
  const [, , word, step] = options.words
  const { id, timeline, persons } = await readCase(client, word)
  if (step === undefined) {
    for (const [at, { zh, act, occurredAt, casePersonId, voided }] of timeline.entries())
      say(
        `${String(at + 1).padStart(3)}  ${readable(occurredAt)}  ${act} ${zh}  ${personName(persons, casePersonId)}${voided ? '  已更正' : ''}`,
      )
    return 0
  }
  const event = timeline.find((one, at) => one.id === step || String(at + 1) === step)
  if (event === undefined) throw new WrongUse(`案件没有第 ${step} 个步骤`)
  const values = readValues(options, [text('reason', '更正理由', 'text', true)], asWritten)
  const body = { ...values, ...(options.at === undefined ? {} : { occurredAt: readInstant(options.at) }) }
  const asked = await client.post(`/api/v1/cases/${id}/events/${event.id}/correction-requests`, body, Requested)
  say(
    options.json
      ? JSON.stringify(asked)
      : `已申请${options.at === undefined ? '撤销' : '更正'}“${event.zh}”，待他人决定：anlian deadline decide ${asked.requestId} approve`,
  )
  return 0
}
