import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { type Static, Type } from 'typebox'
import { type Options, WrongUse } from './arguments.ts'
import type { Client } from './client.ts'
import { readable } from './instants.ts'
import { signInAs } from './sign-in.ts'

const Text = Type.String()
const OrNull = <S extends Type.TSchema>(schema: S) => Type.Union([schema, Type.Null()])
const Connector = Type.Object({
  agency: Type.Object({ code: Text, zh: Text }),
  kind: Text,
  direction: Text,
  state: Text,
  why: OrNull(Text),
  waiting: Type.Integer(),
  done: Type.Integer(),
  failed: Type.Integer(),
  lastAt: OrNull(Text),
  reconciledAt: OrNull(Text),
})
type Connector = Static<typeof Connector>
const Connectors = Type.Object({ connectors: Type.Array(Connector) })
const Started = Type.Object({ trialId: Text })
const Trial = Type.Object({
  state: Text,
  placed: Type.Array(Type.Object({ pointer: Text, zh: Text, place: Text, words: Text })),
  hasPicture: Type.Boolean(),
  fault: OrNull(Type.Object({ code: Text, zh: Text, detail: Text })),
})
type Trial = Static<typeof Trial>
const Waiting = Type.Object({ waiting: Type.Integer() })
const Kept = Type.Object({ name: Text })
const AskedAt = Type.Object({ askedAt: Text })

const LOOK_MS = 500
const TRIAL_WITHIN_MS = 300_000
const COMPARE_WITHIN_MS = 3_600_000
const KINDS: Readonly<Record<string, string>> = { webhook: '接口', folder: '文件夹', robot: '机器人' }
const STATES: Readonly<Record<string, string>> = { on: '运行', paused: '暂停', stopped: '停止，待人工处理' }

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const path = (agency: string, rest = ''): string => `/api/v1/connectors/${encodeURIComponent(agency)}${rest}`

function agencyIn({ words: [, , agency] }: Options, command: string): string {
  if (agency === undefined) throw new WrongUse(`请指明单位代码：anlian connector ${command} 350503-PRO`)
  return agency
}

/** Prints all connectors. Exit code 1 where one is stopped. */
export async function listConnectors(options: Options): Promise<number> {
  const client = await signInAs(options, 'sa')
  const { connectors } = await client.get('/api/v1/connectors', Connectors)
  if (options.json) print(JSON.stringify({ connectors }))
  else for (const line of connectors.flatMap(linesOf)) print(line)
  return connectors.some(({ state }) => state === 'stopped') ? 1 : 0
}

const linesOf = ({ agency, kind, state, why, waiting, done, failed, lastAt }: Connector): string[] => [
  `${agency.code} ${agency.zh}  ${KINDS[kind] ?? kind}  ${STATES[state] ?? state}  待写 ${waiting}，已写 ${done}，未成 ${failed}${lastAt ? `，最近 ${readable(lastAt)}` : ''}`,
  ...(why === null ? [] : [`  原因：${why}`]),
]

/** A dry run: prints what would be written where, saves the picture with --out. Exit code 1 where the system could not be used. */
export async function testConnector(options: Options): Promise<number> {
  const agency = agencyIn(options, 'test')
  const client = await signInAs(options, 'sa')
  const { trialId } = await client.post(path(agency, '/trials'), {}, Started)
  const trial = await untilTried(client, path(agency, `/trials/${trialId}`))
  if (trial.hasPicture && options.out !== undefined) await client.download(path(agency, `/trials/${trialId}/picture`), options.out)
  if (options.json) print(JSON.stringify(trial))
  else for (const line of trialLines(trial, options.out)) print(line)
  return trial.state === 'done' ? 0 : 1
}

async function untilTried(client: Client, at: string): Promise<Trial> {
  const until = Date.now() + TRIAL_WITHIN_MS
  for (;;) {
    const trial = await client.get(at, Trial)
    if (trial.state !== 'waiting') return trial
    if (Date.now() > until) throw new Error('试填尚未完成：请确认对接进程 connectors 正在运行')
    await pause(LOOK_MS)
  }
}

function* trialLines({ placed, fault, hasPicture }: Trial, out: string | undefined): Generator<string> {
  if (fault) yield `试填未成 failed：${fault.zh}（${fault.detail}）`
  for (const { pointer, zh, place, words } of placed) yield `  ${zh}  ${pointer} → ${place}：${words}`
  if (!fault) yield `共 ${placed.length} 项，未保存 nothing was saved`
  if (hasPicture) yield out === undefined ? '画面可用 --out 文件.png 另存' : `画面已存 ${out}`
}

/** Pauses, with the reason as `--set reason=…`. */
export async function pauseConnector(options: Options): Promise<number> {
  const agency = agencyIn(options, 'pause')
  const reason = options.set.find(one => one.startsWith('reason='))?.slice('reason='.length)
  if (!reason) throw new WrongUse('请说明理由：anlian connector pause 350503-PRO --set reason=对方升级')
  const client = await signInAs(options, 'sa')
  const { waiting } = await client.post(path(agency, '/pauses'), { paused: true, reason }, Waiting)
  print(options.json ? JSON.stringify({ waiting }) : `已暂停 paused，待写 ${waiting} 件`)
  return 0
}

/** Ends a pause, or lets a stopped one go on. */
export async function resumeConnector(options: Options): Promise<number> {
  const agency = agencyIn(options, 'resume')
  const client = await signInAs(options, 'sa')
  const { state } = await client.get(path(agency), Connector)
  const [rest, body] = state === 'stopped' ? ['/resumptions', {}] : ['/pauses', { paused: false }]
  const { waiting } = await client.post(path(agency, rest), body, Waiting)
  print(options.json ? JSON.stringify({ waiting }) : `已恢复 resumed，待写 ${waiting} 件`)
  return 0
}

/** Keeps a secret read from standard input: `signing` of requests, or `login` as JSON with account and password. Never an argument. */
export async function keepConnectorSecret(options: Options): Promise<number> {
  const agency = agencyIn(options, 'secret')
  const name = options.words[3] ?? 'signing'
  if (name !== 'signing' && name !== 'login') throw new WrongUse('密钥名称为 signing（签名密钥）或 login（账号口令，JSON）')
  const secret = (await text(process.stdin)).trim()
  if (secret === '') throw new WrongUse('请从标准输入给出密钥：anlian connector secret 350503-PRO signing < 密钥文件')
  const client = await signInAs(options, 'sa')
  await client.post(path(agency, '/secrets'), { name, secret }, Kept)
  print(options.json ? JSON.stringify({ name }) : '已保存 kept，加密存放，不再显示')
  return 0
}

/** Compares all records with the cards at once and prints what differs in number. Exit code 1 where the comparison did not end. */
export async function reconcileConnector(options: Options): Promise<number> {
  const agency = agencyIn(options, 'reconcile')
  const client = await signInAs(options, 'sa')
  const { askedAt } = await client.post(path(agency, '/reconciliations'), {}, AskedAt)
  const until = Date.now() + COMPARE_WITHIN_MS
  for (;;) {
    const { reconciledAt, state, why } = await client.get(path(agency), Connector)
    if (state !== 'on') throw new Error(`核对未能完成：${why ?? ''}`)
    if (reconciledAt !== null && Date.parse(reconciledAt) >= Date.parse(askedAt)) {
      print(options.json ? JSON.stringify({ askedAt, reconciledAt }) : `核对完成 compared ${readable(reconciledAt)}；差异见“案卡差异”`)
      return 0
    }
    if (Date.now() > until) throw new Error('核对尚未结束')
    await pause(LOOK_MS)
  }
}
