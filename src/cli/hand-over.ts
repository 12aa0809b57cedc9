import { setTimeout as pause } from 'node:timers/promises'
import { HandOverDone } from './answers.ts'
import { type Options, WrongUse } from './arguments.ts'
import type { Client } from './client.ts'
import { readValues, type Value } from './field-values.ts'
import { readable } from './instants.ts'
import { type Action, type Field, OneHandOver, type WholeCase } from './procedure-answers.ts'
import { Refused } from './refused.ts'
import { signInAs } from './sign-in.ts'
import { lookupFor, personOf, readCase } from './whole-case.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const ASK_AGAIN_MS = 300
const CHECKED_WITHIN_MS = 600_000
const UNDER_CHECK = new Set(['sent', 'checked'])

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** The steps of a hand-over, by the word on the command line: which button it is, and the route's last word. */
const STEPS = {
  send: [['send', 'send']],
  receive: [['receive', 'receive']],
  accept: [['accept', 'accept']],
  return: [['return', 'return']],
  recall: [['recall', 'recall']],
  supplement: [
    ['answerSupplement', 'answer-supplement'],
    ['requestSupplement', 'request-supplement'],
  ],
  rebind: [
    ['answerRebind', 'answer-rebind'],
    ['requestRebind', 'request-rebind'],
  ],
} as const satisfies Readonly<Record<string, readonly (readonly [kind: string, route: string])[]>>

const USUAL: Readonly<Record<keyof typeof STEPS, string>> = {
  send: 'fz-pl',
  receive: 'fz-pc',
  accept: 'fz-pc',
  return: 'fz-pc',
  recall: 'fz-pl',
  supplement: 'fz-pc',
  rebind: 'fz-pc',
}

/** Prepares a hand-over: the receiver's gate is looked at and the draft lies ready for a second person. Without a way it lists them. */
export async function prepareHandOver(options: Options): Promise<number> {
  const client = await signInAs(options, 'fz-po')
  const [, , word, leg] = options.words
  const view = await readCase(client, word)
  const ways = view.actions.filter(({ kind }) => kind === 'prepareHandOver')
  const way = ways.find(({ act }) => act === leg)
  if (leg === undefined) {
    for (const { act, zh, blocked } of ways) say(`${blocked ? '×' : '○'} ${act}  ${zh}${blocked ? `  ${blocked.code}：${blocked.zh}` : ''}`)
    if (ways.length === 0) say('现在没有可以准备的移送')
    return 0
  }
  const fields = way?.fields ?? [{ name: 'toAgency', kind: 'agency', zh: '接收单位', required: true }]
  const persons = options.person.map(one => personOf(view.persons, one))
  const values = readValues(options, fields, await lookupFor(client, view.persons, fields))
  const body = { leg, ...values, ...(persons.length > 0 ? { persons } : {}) }
  const done = await client.post(`/api/v1/cases/${view.id}/hand-overs`, body, HandOverDone)
  say(options.json ? JSON.stringify(done) : `已准备 ${way?.zh ?? leg}  ${done.handOverId}`)
  return 0
}

export async function showHandOver(options: Options): Promise<number> {
  const client = await signInAs(options, 'fz-po')
  const one = await findHandOver(client, options.words[2])
  if (options.json) say(JSON.stringify(one))
  else for (const line of linesOf(one)) say(line)
  return 0
}

function* linesOf(one: OneHandOver): Generator<string> {
  yield `${one.legZh}（第 ${one.round} 次）${one.platformNo} ${one.caseName}  ${one.id}`
  yield `  ${one.from.zh} → ${one.to.zh}  状态 ${one.state}  材料 ${one.documentCount} 份 ${one.pageCount} 页${one.fault ? `  核验不通过：${one.fault}` : ''}`
  for (const { at, zh, by } of one.history) yield `  ${readable(at)}  ${zh}${by ? `  ${by}` : ''}`
  for (const { zh, issuedAt, sha256, id } of one.receipts) yield `  回执 ${zh}  ${readable(issuedAt)}  ${id}  SHA-256 ${sha256}`
  for (const { zh, kind, blocked } of one.actions)
    yield `  ${blocked ? '×' : '○'} ${kind}  ${zh}${blocked ? `  ${blocked.code}：${blocked.zh}${blocked.basis ? `，依据：${blocked.basis}` : ''}` : ''}`
}

/** The command of one step of a hand-over; sending waits until every file was checked. */
export const stepOfHandOver =
  (step: keyof typeof STEPS) =>
  async (options: Options): Promise<number> => {
    const client = await signInAs(options, USUAL[step])
    const one = await findHandOver(client, options.words[2])
    const [first, second] = STEPS[step]
    const isOffered = ([kind]: readonly [string, string]): boolean => one.actions.some(action => action.kind === kind)
    const [kind, route] = second !== undefined && !isOffered(first) ? second : first
    const action = one.actions.find(candidate => candidate.kind === kind)
    const body = await answersTo(client, options, one, action)
    const done = await client.post(`/api/v1/hand-overs/${one.id}/${route}`, body, HandOverDone)
    const now = step === 'send' || route.startsWith('answer-') ? await untilChecked(client, one.id) : await read(client, one.id)
    say(options.json ? JSON.stringify(done) : `已办理 ${action?.zh ?? step}（${one.legZh}）  状态 ${now?.state ?? '已不可见'}`)
    return now?.state === 'faulty' ? 1 : 0
  }

async function answersTo(client: Client, options: Options, one: OneHandOver, action: Action | undefined): Promise<Record<string, Value>> {
  // What is not offered is asked all the same, with the words as they stand, so that the server says why not.
  const fields: readonly Field[] =
    action?.fields ??
    [...options.set.map(text => text.split('=')[0] ?? ''), 'occurredAt'].map(name => ({ name, kind: 'text', zh: name, required: false }))
  const wantsPersons = fields.some(({ kind }) => kind === 'persons')
  const persons = wantsPersons ? (await readCase(client, one.caseId)).persons : []
  return readValues(options, fields, await lookupFor(client, persons, fields))
}

/** By its own id, or the latest of a case. */
async function findHandOver(client: Client, word: string | undefined): Promise<OneHandOver> {
  if (word === undefined) throw new WrongUse('缺少案件编号或者移送编号')
  const found = UUID.test(word) ? await read(client, word) : null
  if (found !== null) return found
  const { handOvers }: WholeCase = await readCase(client, word)
  const [latest] = handOvers
  if (latest === undefined) throw new Error(`案件 ${word} 还没有移送`)
  return await client.get(`/api/v1/hand-overs/${latest.id}`, OneHandOver)
}

async function read(client: Client, id: string): Promise<OneHandOver | null> {
  try {
    return await client.get(`/api/v1/hand-overs/${id}`, OneHandOver)
  } catch (error) {
    if (error instanceof Refused && error.code === 'not-found') return null
    throw error
  }
}

async function untilChecked(client: Client, id: string): Promise<OneHandOver | null> {
  for (const until = performance.now() + CHECKED_WITHIN_MS; ; await pause(ASK_AGAIN_MS)) {
    const one = await read(client, id)
    if (one === null || !UNDER_CHECK.has(one.state)) return one
    if (performance.now() > until) throw new Error(`移送已发出，核验尚未结束（状态 ${one.state}）`)
  }
}
