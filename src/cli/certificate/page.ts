import { writeFile } from 'node:fs/promises'
import { type Options, WrongUse } from '../arguments.ts'
import { exchange, readText } from '../exchange.ts'
import { mustBeFine } from '../read-answer.ts'
import { findServer } from '../server-address.ts'
import { publishedKeys } from './keys.ts'

/** Saves one page that checks certificates without any network, with the platform's keys in it. */
export async function savePage({ server, out, json }: Options): Promise<number> {
  if (out === undefined) throw new WrongUse('用法：anlian certificate page --out verify.html')
  const keys = await publishedKeys(server)
  const answer = await exchange(new URL('/verify-offline.html', findServer(server)), {
    method: 'GET',
    headers: {},
    body: null,
    silenceMs: 10_000,
  })
  const page = await readText(await mustBeFine(answer))
  // A key cannot end the script that holds it.
  await writeFile(
    out,
    page.replace('__KEYS__', () => JSON.stringify(keys).replaceAll('<', '\\u003c')),
  )
  process.stdout.write(json ? `${JSON.stringify({ ok: true, out })}\n` : `已保存 saved：${out}（可在无网络的电脑上用浏览器打开）\n`)
  return 0
}
