import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { type Legacy, startLegacy } from '../../infra/legacy/start.ts'
import { launchBrowser } from '../../src/browser/chromium.ts'
import type { CardStage } from '../../src/cards/model.ts'
import { type AgencySystem, SystemFault } from '../../src/connectors/model.ts'
import type { RobotMap } from '../../src/connectors/robot/map.ts'
import { readMap } from '../../src/connectors/robot/read-map.ts'
import { openRobot } from '../../src/connectors/robot/robot.ts'

type Test = { teardown(end: () => Promise<void>): void }

export const ROBOT = { name: 'robot', person: '案管机器人', password: 'Zhang-3!好' }
export const OFFICER = { name: 'officer', person: '陈国安', password: 'Li-4?"<b>' }
/** What the machine does besides is not to look like a slow system. */
const PATIENCE_S = 60

export const mapFile = (kind: CardStage): string => join(import.meta.dirname, `../../src/connectors/maps/${kind}.yaml`)

/** A browser that ends with the test file. */
export async function aBrowser(t: Test): Promise<Browser> {
  const browser = await launchBrowser()
  t.teardown(async () => await browser.close())
  return browser
}

/** A legacy system with an account for the robot and one for an officer; it ends with the test. */
export async function aLegacy(t: Test, kind: CardStage, dir = mkdtempSync(join(tmpdir(), 'anlian-legacy-'))): Promise<Legacy> {
  const legacy = await startLegacy({ kind, dir, accounts: [ROBOT, OFFICER] })
  t.teardown(async () => {
    await legacy.stop()
    rmSync(dir, { recursive: true, force: true })
  })
  return legacy
}

/** A robot at a legacy system, by the map of the product; `changes` alter that map. */
export function aRobot(
  t: Test,
  browser: Browser,
  legacy: Legacy,
  changes: Partial<RobotMap> = {},
  password = ROBOT.password,
): AgencySystem {
  const map = { ...readMap(mapFile(legacy.kind)), patience: PATIENCE_S, ...changes }
  const robot = openRobot({ map, baseUrl: legacy.url, account: ROBOT.name, password, browser, pace: 6_000 })
  t.teardown(async () => await robot.close())
  return robot
}

/** The fault that a piece of work ends with. */
export async function faultOf(work: Promise<unknown>): Promise<SystemFault> {
  const fault = await work.then(
    () => null,
    (error: unknown) => error,
  )
  if (!(fault instanceof SystemFault)) throw new Error('there was no fault of the system', { cause: fault })
  return fault
}
