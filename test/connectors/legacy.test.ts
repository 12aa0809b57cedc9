import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { startControl } from '../../infra/legacy/control.ts'
import { encode } from '../../infra/legacy/gbk.ts'
import { startLegacy } from '../../infra/legacy/start.ts'
import { CARD_STAGES } from '../../src/cards/model.ts'
import { MapError, parseMap, readMap } from '../../src/connectors/robot/read-map.ts'
import { aLegacy, mapFile, OFFICER } from '../support/legacy.ts'

const LOGIN = {
  police: { path: '/login.do', account: 'jh', password: 'kl', home: '/aj/list.do' },
  procuratorate: { path: '/dl', account: 'GH', password: 'MM', home: '/ajbl/lb' },
  court: { path: '/login.asp', account: 'yhm', password: 'mm', home: '/list.asp' },
} as const

/** Signs in by a bare request; gives the cookie, or null. */
async function signIn(url: string, kind: keyof typeof LOGIN, password: string = OFFICER.password): Promise<string | null> {
  const { path, account, password: box } = LOGIN[kind]
  const body = new URLSearchParams({ [account]: OFFICER.name, [box]: password })
  const { headers } = await fetch(`${url}${path}`, { method: 'POST', body, redirect: 'manual' })
  return headers.get('set-cookie')?.split(';')[0] ?? null
}

const get = async (url: string, cookie: string): Promise<Response> => await fetch(url, { headers: { cookie }, redirect: 'manual' })

t.test('each system signs in by its own password, and shows nobody else anything', async t => {
  for (const kind of CARD_STAGES) {
    const legacy = await aLegacy(t, kind)
    const { home, path } = LOGIN[kind]
    t.equal(await signIn(legacy.url, kind, 'wrong'), null, kind)
    const stranger = await get(`${legacy.url}${home}`, 'x=1')
    t.same([stranger.status, stranger.headers.get('location')], [302, path])
    const cookie = (await signIn(legacy.url, kind)) ?? ''
    t.equal((await get(`${legacy.url}${home}`, cookie)).status, 200)
    const second = await signIn(legacy.url, kind)
    t.equal((await get(`${legacy.url}${home}`, cookie)).status, kind === 'court' ? 302 : 200, 'the court has one session for each account')
    t.equal((await get(`${legacy.url}${home}`, second ?? '')).status, 200)
    t.equal(legacy.counters.logins, 2)
  }
})

t.test('a case may be entered twice, is kept over a restart, and what was typed does no harm', async t => {
  const dir = mkdtempSync(join(tmpdir(), 'anlian-legacy-'))
  const legacy = await startLegacy({ kind: 'court', dir, accounts: [OFFICER] })
  const cookie = (await signIn(legacy.url, 'court')) ?? ''
  const escaped = (text: string): string => [...encode(text, 'gbk')].map(byte => `%${byte.toString(16).padStart(2, '0')}`).join('')
  const body = `zd001=ETZF-1&zd002=${escaped('（2026）闽0503刑初1号')}&zd003=${escaped('<script>alert(1)</script>𬱖案')}`
  const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' }
  for (let times = 0; times < 2; times++) await fetch(`${legacy.url}/edit.asp`, { method: 'POST', body, headers })
  const [one] = legacy.cases()
  t.match(legacy.cases(), [{ caseNo: '（2026）闽0503刑初1号', title: '<script>alert(1)</script>𬱖案', saves: 1 }, { platformNo: 'ETZF-1' }])
  const page = await (await get(`${legacy.url}/view.asp?lsh=${one?.reference}`, cookie)).bytes()
  t.match(new TextDecoder('gbk').decode(page), `&lt;script&gt;alert(1)&lt;/script&gt;&#${'𬱖'.codePointAt(0)};案`)
  const refused = await fetch(`${legacy.url}/edit.asp`, { method: 'POST', body: 'zd001=ETZF-2', headers })
  t.match(new TextDecoder('gbk').decode(await refused.bytes()), '请填写')
  await legacy.stop()
  const again = await aLegacy(t, 'court', dir)
  t.equal(again.cases().length, 2)
})

t.test('the switches are turned by whoever has the token', async t => {
  const legacy = await aLegacy(t, 'police')
  const desk = await startControl([legacy], 'secret-token', 0)
  t.teardown(async () => await desk.stop())
  const turn = async (token: string, name: string, value: string): Promise<number> =>
    (
      await fetch(`${desk.url}/switches`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify({ kind: 'police', name, value }),
      })
    ).status
  t.equal(await turn('wrong-token!', 'slow', '5'), 401)
  t.equal(await turn('secret-token', 'slow', '5'), 200)
  t.equal(legacy.faults.slow, 5)
  t.equal(await turn('secret-token', 'slow', 'much'), 400)
  t.equal(await turn('secret-token', 'explodes', '1'), 400)
  t.equal(await turn('secret-token', 'slow', ''), 200)
  t.equal(legacy.faults.slow, 0)
  t.equal((await fetch(`${desk.url}/state`)).status, 401)
  t.equal((await fetch(desk.url)).status, 200, 'the page itself holds nothing')
})

t.test('a map with a mistake is refused by line and key', async t => {
  const text = readFileSync(mapFile('police'), 'utf8')
  for (const stage of CARD_STAGES) t.equal(readMap(mapFile(stage)).card, stage)
  const mistakes = [
    ['a field that no card has', '{ at: caseNo,', '{ at: caseNumber,', /at: the police card has no \/caseNumber/],
    ['a field of another card', '{ at: caseNo,', '{ at: courtLevel,', /at: the police card has no \/courtLevel/],
    ['a transform that there is not', 'as: datetime }', 'as: dateTime }', /as: no transform dateTime; there are text/],
    ['a list that there is not', 'words: source }', 'words: sauce }', /words: no list sauce/],
    ['a key that there is not', 'signedIn:', 'signdIn:', /signdIn/],
    ['a kind that there is not', 'kind: radio', 'kind: dial', /kind/],
    ['text that is no YAML', 'login: {', 'login: {{', /line \d+/],
  ] as const
  for (const [title, from, to, message] of mistakes) {
    const line = text.slice(0, text.indexOf(from)).split('\n').length
    try {
      parseMap(text.replace(from, to), 'police.yaml')
      t.fail(title)
    } catch (error) {
      if (!(error instanceof MapError)) throw error
      t.match(error.message, message, title)
      t.match(error.message, new RegExp(`police\\.yaml, line (${line}|${line + 1}|1)\\b`), `${title}: where`)
    }
  }
})
