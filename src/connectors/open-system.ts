import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { launchBrowser } from '../browser/chromium.ts'
import { openFolderSystem } from './folder/system.ts'
import { type AgencySystem, SystemFault } from './model.ts'
import { readMap } from './robot/read-map.ts'
import { openRobot } from './robot/robot.ts'
import type { OpenSystem, Way } from './ways.ts'
import { openWebhookSystem } from './webhook/system.ts'

const MAPS = join(import.meta.dirname, 'maps')
const Login = Type.Object({ account: Type.String({ minLength: 1 }), password: Type.String({ minLength: 1 }) })

/** The ways to agencies' own systems. One browser serves all robots of this process, from the first that needs it. */
export type Ways = { readonly open: OpenSystem; close(): Promise<void> }

export function openWays(): Ways {
  let browser: Promise<Browser> | null = null
  const launched = async (): Promise<Browser> => {
    const known = await browser?.catch(() => null)
    if (known?.isConnected()) return known
    browser = launchBrowser()
    return await browser
  }
  return {
    async open(way) {
      if (way.kind === 'webhook') return openWebhookSystem(way)
      if (way.kind === 'folder') return await openFolderSystem(way)
      return openRobotAt(way, await launched())
    },
    async close() {
      const known = await browser?.catch(() => null)
      await known?.close()
    },
  }
}

/** @throws SystemFault `badCredentials` without name and password, `formChanged` for a map that there is not */
function openRobotAt({ address, map, secrets, perMinute }: Way, browser: Browser): AgencySystem {
  const file = readdirSync(MAPS).find(name => name === `${map}.yaml`)
  if (file === undefined) throw new SystemFault('formChanged', `没有名为 ${map ?? ''} 的映射`)
  const { account, password } = loginOf(secrets.get('login'))
  return openRobot({ map: readMap(join(MAPS, file)), baseUrl: address, account, password, browser, pace: perMinute })
}

function loginOf(secret: string | undefined): Type.Static<typeof Login> {
  try {
    const login: unknown = JSON.parse(secret ?? '')
    if (Value.Check(Login, login)) return login
  } catch {
    // Said below: whatever is wrong with it, there is no name and password.
  }
  throw new SystemFault('badCredentials', '尚未设置账号和密码')
}
