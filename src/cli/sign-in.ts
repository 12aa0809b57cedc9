import type { Options } from './arguments.ts'
import { Client } from './client.ts'
import { Refused } from './refused.ts'
import type { OnWait } from './retry.ts'
import { findServer } from './server-address.ts'

const WORTH_SAYING_MS = 1_000
const NOT_AGAIN_FOR_MS = 5_000

/** Tells people that the server is waited for, once for all requests that wait. */
export function waitTeller(): OnWait {
  let toldAt = Number.NEGATIVE_INFINITY
  return (why, ms) => {
    const now = performance.now()
    if (ms < WORTH_SAYING_MS || now - toldAt < NOT_AGAIN_FOR_MS) return
    toldAt = now
    process.stderr.write(`\n服务器暂无应答，正在重试：${why}\n`)
  }
}

/** Signs in as told: `--as`, else ANLIAN_LOGIN, else the demonstration's usual user for the command. The password is ANLIAN_PASSWORD. */
export async function signInAs(options: Options, usual: string, env: NodeJS.ProcessEnv = process.env): Promise<Client> {
  const login = options.as ?? (env.ANLIAN_LOGIN || usual)
  const password = env.ANLIAN_PASSWORD
  try {
    return await Client.signIn(findServer(options.server, env), password ? { login, password } : { login }, waitTeller())
  } catch (error) {
    // Without a password only demonstration users can enter, and outside the demonstration there are none.
    const isUnknown = error instanceof Refused && error.code === 'not-found'
    throw isUnknown ? new Error(`没有演示用户“${login}”；其他用户请把口令放在环境变量 ANLIAN_PASSWORD`, { cause: error }) : error
  }
}
