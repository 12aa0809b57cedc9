import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Type } from 'typebox'
import { Value } from 'typebox/value'

const ServerFile = Type.Object({ url: Type.String(), pid: Type.Integer() })
const USUAL = 'http://127.0.0.1:8080'

/** The data folder of the stack on this machine: `ANLIAN_DATA`, else `.data` in the current folder. */
export const dataFolder = (env: NodeJS.ProcessEnv = process.env): string => resolve(env.ANLIAN_DATA || '.data')

/** What a running `npm start` left in its data folder; null where none runs. */
export function readServerFile(folder: string): { url: string; pid: number } | null {
  try {
    const found: unknown = JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8'))
    return Value.Check(ServerFile, found) ? found : null
  } catch {
    return null
  }
}

/** Where the platform is: told, in the environment, started here, or the usual address. @throws Error for what is no http(s) address */
export function findServer(told: string | undefined, env: NodeJS.ProcessEnv = process.env): URL {
  const text = told || env.ANLIAN_SERVER || readServerFile(dataFolder(env))?.url || USUAL
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) throw new Error(`服务器地址不是 http(s) 地址：${text}`)
  return url
}
