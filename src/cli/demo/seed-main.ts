import { rmSync, writeFileSync } from 'node:fs'
import { dataFolder } from '../server-address.ts'
import { formatSeconds } from '../sizes.ts'
import { seedDistrict } from './seed.ts'
import { seedingFile } from './stack.ts'

// Run after the stack is ready: `node src/cli/demo/seed-main.ts <url>`. Entered once; a second run finds the cases and leaves them.
const [url = ''] = process.argv.slice(2)
const server = URL.parse(url)
const mark = seedingFile(dataFolder())
const say = (line: string): void => void process.stderr.write(`${line}\n`)

try {
  if (server === null) throw new Error('要说明服务器地址')
  writeFileSync(mark, String(process.pid))
  const began = performance.now()
  const { cases, skipped } = await seedDistrict(server)
  if (skipped) say('法定时钟已被调整，未录入示例案件')
  else if (cases > 0) say(`示例案件已录入 ${cases} 件，用时 ${formatSeconds((performance.now() - began) / 1000)}`)
} catch (error) {
  say(`示例案件没有录入完：${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
} finally {
  rmSync(mark, { force: true })
}
