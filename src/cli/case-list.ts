import type { Options } from './arguments.ts'
import { listCases } from './find-case.ts'
import { readable } from './instants.ts'
import { signInAs } from './sign-in.ts'

/** Lists the cases of the person's agency, the least legal time left first. */
export async function showCases(options: Options): Promise<number> {
  const client = await signInAs(options, 'fz-po')
  const rows = await listCases(client)
  if (options.json) process.stdout.write(`${JSON.stringify({ items: rows })}\n`)
  else {
    for (const { platformNo, name, stage, turn, nearest } of rows) {
      const due = nearest ? `${nearest.zh} 至 ${readable(nearest.dueAt)}${nearest.overdue ? ' 已逾期' : ''}` : '无在途期限'
      process.stdout.write(`${platformNo}  ${name}  ${stage}  ${turn.agency.zh}：${turn.what.zh}  ${due}\n`)
    }
    process.stdout.write(`${client.user.name}（${client.user.agency.zh}）可见 ${rows.length} 件\n`)
  }
  return 0
}
