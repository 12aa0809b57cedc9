import { Ready } from './answers.ts'
import type { Options } from './arguments.ts'
import { readPublic } from './read-answer.ts'
import { findServer } from './server-address.ts'

const NAMES: Readonly<Record<string, string>> = {
  database: '数据库',
  audit: '审计',
  store: '对象存储',
  flow: '流转引擎',
  calendar: '节假日安排',
}

/** Whether each part is ready, with what to do where it is not. Exit code 1 when the platform cannot work. */
export async function showStatus(options: Options): Promise<number> {
  const server = findServer(options.server)
  try {
    const ready = await readPublic(server, '/health/ready', Ready, { also: [503] })
    // What is to be done soon makes nothing unready now.
    const deep = await readPublic(server, '/health/deep', Ready, { also: [503] })
    const { ok } = ready
    const checks = [...ready.checks, ...deep.checks]
    if (options.json) print(JSON.stringify({ server: server.origin, ok, checks }))
    else {
      print(`${server.origin} ${ok ? '就绪 ready' : '未就绪 not ready'}`)
      for (const check of checks)
        print(`  ${check.ok ? '正常' : '异常'}  ${NAMES[check.name] ?? check.name}${check.remedy ? `  ${check.remedy}` : ''}`)
    }
    return ok ? 0 : 1
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const remedy = '在项目目录执行 npm start；服务器在别处时用 --server 或 ANLIAN_SERVER 指明地址'
    if (options.json) print(JSON.stringify({ server: server.origin, ok: false, checks: [], why, remedy }))
    else print(`${server.origin} 没有应答 no answer（${why || '连接失败'}）\n  ${remedy}`)
    return 1
  }
}

const print = (line: string): void => void process.stdout.write(`${line}\n`)
