// npm run reset: deletes the data folder after asking. `--yes` answers in advance, for scripts.
import { createInterface } from 'node:readline/promises'
import { dataDirFromEnv } from './data-dir.ts'
import { removeDataDir } from './remove-data-dir.ts'
import { explain } from './setup-error.ts'

const folder = dataDirFromEnv()
const sure = process.argv.includes('--yes') || (await ask())
if (sure) {
  try {
    await removeDataDir(folder, line => console.log(line))
    console.log(`已删除 ${folder} / deleted ${folder}`)
  } catch (error) {
    console.error(explain(error))
    process.exitCode = 1
  }
} else {
  console.log('未删除任何内容。 / Nothing was deleted.')
  process.exitCode = 1
}

async function ask(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    console.error('没有终端可供确认：请在终端运行，或加 --yes。 / No terminal to ask on: run it in one, or add --yes.')
    return false
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(
    `将永久删除 ${folder} 中的全部案件数据，输入 yes 确认。\nThis deletes all case data in ${folder} for good. Type yes to confirm: `,
  )
  terminal.close()
  return answer.trim().toLowerCase() === 'yes'
}
