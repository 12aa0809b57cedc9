import { Clock, JoinedPerson, OpenedCase } from './answers.ts'
import { type Options, WrongUse } from './arguments.ts'
import type { Client } from './client.ts'
import { describeFields, readInstant, readSet, readValues, type Value } from './field-values.ts'
import { findCaseId } from './find-case.ts'
import type { Field } from './procedure-answers.ts'
import { signInAs } from './sign-in.ts'

const field = (name: string, kind: string, zh: string, required = false, options?: readonly (readonly [string, string])[]): Field => ({
  name,
  kind,
  zh,
  required,
  ...(options ? { options: options.map(([value, word]) => ({ value, zh: word })) } : {}),
})

const OPENING: readonly Field[] = [
  field('source', 'choice', '案件来源', true, [
    ['report', '报案'],
    ['handIn', '扭送'],
    ['discovery', '工作中发现'],
    ['transferAdmin', '行政机关移送'],
    ['transferOther', '其他机关移送'],
    ['selfSurrender', '自首'],
  ]),
  field('chargeCode', 'text', '涉嫌罪名代码，如 X001', true),
  field('occurredFrom', 'dateTime', '案发时间'),
  field('occurredPlace', 'text', '案发地点'),
  field('factSummary', 'longText', '简要案情'),
  field('circumstances', 'words', '案件情形代码，逗号分隔'),
  field('track48', 'boolean', '进入 48 小时快速办理'),
  field('arrivedAt', 'dateTime', '48 小时起算时间'),
]
const JOINING: readonly Field[] = [
  field('name', 'text', '姓名', true),
  field('sex', 'choice', '性别', true, [
    ['1', '男'],
    ['2', '女'],
    ['0', '未知'],
    ['9', '未说明'],
  ]),
  field('idType', 'text', '证件种类代码，缺省 111 居民身份证'),
  field('idNo', 'text', '证件号码'),
  field('nameBasis', 'choice', '姓名依据', false, [
    ['verified', '核实'],
    ['selfStated', '自报'],
  ]),
  field('summoned', 'boolean', '经传唤到案，缺省否'),
  field('birthDate', 'date', '出生日期'),
  field('ethnic', 'text', '民族'),
  field('education', 'text', '文化程度'),
  field('residence', 'text', '住址'),
  field('phone', 'text', '电话'),
  field('occupation', 'text', '职业'),
]

/** Accepts a report (受案): a new case. Without `--set` it lists what may be said. */
export async function openCase(options: Options): Promise<number> {
  const body = askedOf(options, OPENING)
  if (body === null) return 0
  const client = await signInAs(options, 'fz-po')
  const opened = await client.post('/api/v1/cases', { ...body, occurredAt: await timeOf(client, options) }, OpenedCase)
  process.stdout.write(`${options.json ? JSON.stringify(opened) : `已受案 ${opened.platformNo}  ${opened.caseId}`}\n`)
  return 0
}

/** A suspect joins the case. Without `--set` it lists what may be said. */
export async function joinPerson(options: Options): Promise<number> {
  const [, , word] = options.words
  if (word === undefined) throw new WrongUse('缺少案件编号')
  const body = askedOf(options, JOINING)
  if (body === null) return 0
  const client = await signInAs(options, 'fz-po')
  const occurredAt = await timeOf(client, options)
  const path = `/api/v1/cases/${await findCaseId(client, word)}/persons`
  const joined = await client.post(path, { summoned: false, idType: '111', ...body, occurredAt }, JoinedPerson)
  process.stdout.write(`${options.json ? JSON.stringify(joined) : `已登记到案 ${joined.casePersonId}`}\n`)
  return 0
}

function askedOf(options: Options, fields: readonly Field[]): Record<string, Value> | null {
  const names = new Set(readSet(options).keys())
  if (names.size === 0) {
    process.stdout.write(`可以填写（* 必填），时间用 --at：\n${describeFields(fields)}\n`)
    return null
  }
  const missing = fields.filter(({ name, required }) => required && !names.has(name))
  if (missing.length > 0) throw new WrongUse(`还缺：\n${describeFields(missing)}`)
  return readValues(options, fields, (_, written) => written)
}

const timeOf = async (client: Client, { at }: Options): Promise<string> =>
  at === undefined ? (await client.get('/api/v1/clock', Clock)).now : readInstant(at)
