import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Legacy, startLegacy } from '../infra/legacy/start.ts'
import { launchBrowser } from '../src/browser/chromium.ts'
import { CARD_STAGES } from '../src/cards/model.ts'
import { readMap } from '../src/connectors/robot/read-map.ts'
import { openRobot } from '../src/connectors/robot/robot.ts'
import { aCard } from '../test/support/a-card.ts'
import { mapFile, ROBOT } from '../test/support/legacy.ts'
import { type Figure, figure, pairs, ratios, spread, timed } from './measure.ts'

const ROUNDS = { warmUp: 1, rounds: 5, withinMs: 300_000 }
const AIM_PER_MINUTE = 20
/** Plain letters, which mean the same in every charset. */
const BARE_ACCOUNT = { name: 'bare', person: 'bare', password: 'bare-requests' }

/** What signs in and saves a small case by bare requests, without a browser. */
const BARE = {
  police: {
    login: '/login.do',
    boxes: ['jh', 'kl'],
    steps: ['/aj/kaishi.do'],
    save: '/aj/tj.do',
    page: '/aj/jbxx.do',
    form: ['ajbh', 'ajmc'],
  },
  procuratorate: { login: '/dl', boxes: ['GH', 'MM'], steps: [], save: '/ajbl/bj', page: null, form: ['AJBH', 'AJMC'] },
  court: { login: '/login.asp', boxes: ['yhm', 'mm'], steps: [], save: '/edit.asp', page: null, form: ['zd002', 'zd003'] },
} as const

/** Cards a minute that the robot writes into each legacy system, a card with all its fields, against bare requests that save a case there. */
export async function benchRobot(): Promise<Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'anlian-bench-'))
  const browser = await launchBrowser()
  const running: Legacy[] = []
  try {
    const figures: Figure[] = []
    for (const stage of CARD_STAGES) {
      const legacy = await startLegacy({ kind: stage, dir, accounts: [ROBOT, BARE_ACCOUNT] })
      running.push(legacy)
      const map = readMap(mapFile(stage))
      const robot = openRobot({ map, baseUrl: legacy.url, account: ROBOT.name, password: ROBOT.password, browser, pace: 60_000 })
      const bare = await bareWriter(legacy)
      let number = 100
      const times = await pairs(
        async () => await timed(bare),
        async () => await timed(async () => await robot.write(aCard(stage, {}, number++), null, async () => undefined)),
        ROUNDS,
      )
      await robot.close()
      const perMinute = times.ours.map(ms => 60_000 / ms)
      const of = {
        robotMs: spread(times.ours),
        bareMs: spread(times.baseline),
        cardsPerMinute: spread(perMinute),
        rows: legacy.cases().length,
      }
      figures.push(
        figure(
          `robot, cards a second into the ${stage} system`,
          'per second',
          perMinute.map(one => one / 60),
          { atLeast: AIM_PER_MINUTE / 60 },
          of,
        ),
        figure(`robot, over bare requests to the ${stage} system`, 'ratio', ratios(times.ours, times.baseline), {}, of),
      )
    }
    return figures
  } finally {
    await browser.close()
    for (const legacy of running) await legacy.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

async function bareWriter({ kind, url, cases }: Legacy): Promise<() => Promise<void>> {
  const { login, boxes, steps, save, page, form } = BARE[kind]
  const [account, password] = boxes
  const signedIn = await fetch(`${url}${login}`, {
    method: 'POST',
    body: new URLSearchParams({ [account]: BARE_ACCOUNT.name, [password]: BARE_ACCOUNT.password }),
    redirect: 'manual',
  })
  const headers = { cookie: signedIn.headers.get('set-cookie')?.split(';')[0] ?? '' }
  const send = async (path: string, method: string, body: URLSearchParams | null): Promise<void> => {
    const answer = await fetch(`${url}${path}`, { method, headers, body, redirect: 'manual' })
    await answer.arrayBuffer()
  }
  let number = 0
  return async () => {
    const title = `bare ${number++}`
    const body = new URLSearchParams(Object.fromEntries(form.map(name => [name, title])))
    for (const step of steps) await send(step, 'GET', null)
    if (page !== null) await send(page, 'POST', body)
    await send(save, 'POST', body)
    if (!cases().some(one => one.title === title)) throw new Error('the bare requests saved nothing')
  }
}
