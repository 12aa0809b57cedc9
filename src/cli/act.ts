import { Acted } from './answers.ts'
import { type Options, WrongUse } from './arguments.ts'
import type { Client } from './client.ts'
import { describeFields, readValues } from './field-values.ts'
import type { Action, Codes, WholeCase } from './procedure-answers.ts'
import { signInAs } from './sign-in.ts'
import { lookupFor, personName, personOf, readCase, readCodes } from './whole-case.ts'

/** Takes a step of the transition table on a case; without a step it lists those that stand open to the signed-in person, with their fields. */
export async function takeAct(options: Options): Promise<number> {
  const client = await signInAs(options, 'fz-po')
  const [, word, act] = options.words
  const view = await readCase(client, word)
  const buttons = view.actions.filter(({ kind, act: name }) => kind === 'act' && name !== 'joinPerson')
  if (act === undefined) return list(options, view, buttons)
  const row = (await readCodes(client)).acts.find(one => one.act === act)
  if (row === undefined) throw new WrongUse(`没有“${act}”这一步骤。现在可以办理：${buttons.map(one => one.act).join('、') || '无'}`)
  const body = await bodyOf(client, options, view, { act, buttons, row })
  const done = await client.post(`/api/v1/cases/${view.id}/acts/${act}`, body, Acted)
  process.stdout.write(
    `${options.json ? JSON.stringify(done) : `已办理 ${act} ${row.zh}  依据：${row.basis}  案件第 ${done.version} 版`}\n`,
  )
  return 0
}

type Asked = { readonly act: string; readonly buttons: readonly Action[]; readonly row: Codes['acts'][number] }

/** A step that is not offered is asked all the same: the refusal names the article. */
async function bodyOf(client: Client, options: Options, { persons }: WholeCase, { act, buttons, row }: Asked): Promise<object> {
  const time = { name: 'occurredAt', kind: 'dateTime', zh: '发生时间', required: false }
  const offered = buttons.filter(one => one.act === act)
  const fields = offered[0]?.fields ?? [time, ...row.fields]
  const values = readValues(options, fields, await lookupFor(client, persons, fields))
  const [wanted] = options.person
  const [only, ...others] = offered.filter(({ casePersonId }) => casePersonId !== null)
  if (wanted === undefined && others.length > 0)
    throw new WrongUse(
      `${row.zh}要用 --person 指明人员：${[only, ...others].map(one => personName(persons, one?.casePersonId ?? null)).join('、')}`,
    )
  const casePersonId = wanted === undefined ? (only?.casePersonId ?? null) : personOf(persons, wanted)
  return { ...values, ...(casePersonId === null ? {} : { casePersonId }) }
}

function list(options: Options, { persons }: WholeCase, buttons: readonly Action[]): number {
  if (options.json) process.stdout.write(`${JSON.stringify({ items: buttons })}\n`)
  else
    for (const { act, zh, casePersonId, blocked, fields } of buttons) {
      process.stdout.write(`${blocked ? '×' : '○'} ${act}  ${zh}${casePersonId ? `  --person ${personName(persons, casePersonId)}` : ''}\n`)
      if (blocked) process.stdout.write(`    ${blocked.code}：${blocked.zh}${blocked.basis ? `，依据：${blocked.basis}` : ''}\n`)
      else process.stdout.write(`${describeFields(fields)}\n`)
    }
  return 0
}
