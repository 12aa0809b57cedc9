import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { startLegacy } from '../../infra/legacy/start.ts'
import { launchBrowser } from '../../src/browser/chromium.ts'
import { readMap } from '../../src/connectors/robot/read-map.ts'
import { openRobot } from '../../src/connectors/robot/robot.ts'
import { aCard as aSnapshot } from '../support/a-card.ts'
import { aCard, confirm, untilWritten } from '../support/card-rows.ts'
import { connected, eventually } from '../support/connected.ts'
import { signIn } from '../support/http-client.ts'
import { freshIdNo, LIN_ZHIYUAN } from '../support/identity.ts'

const ACCOUNT = { name: 'robot', person: '案管机器人', password: 'legacy-password-1' }

t.setTimeout(200_000)

t.test('systems without any interface are written and read by the robot', async t => {
  const dir = mkdtempSync(join(tmpdir(), 'anlian-legacy-'))
  t.teardown(() => rmSync(dir, { recursive: true, force: true }))
  const { admin, sa, pp, stack } = await connected(t)
  const login = JSON.stringify({ account: ACCOUNT.name, password: ACCOUNT.password })

  await t.test('a confirmed card stands in the procuratorate’s form, equal, with a picture', async t => {
    const legacy = await startLegacy({ kind: 'procuratorate', dir, accounts: [ACCOUNT] })
    t.teardown(async () => await legacy.stop())
    const body = {
      kind: 'robot',
      address: legacy.url,
      map: 'procuratorate',
      direction: 'out',
      perMinute: 60,
      settings: { settleSeconds: 0 },
    }
    t.equal((await sa.post('/connectors/350503-PRO', body)).status, 200)
    t.equal((await sa.post('/connectors/350503-PRO/secrets', { name: 'login', secret: login })).status, 200)
    const card = await aCard(admin, pp.userId)
    const { platformCaseId: _ours, persons, ...values } = aSnapshot('procuratorate').card
    const [person] = Array.isArray(persons) ? persons : []
    const ofPerson = typeof person === 'object' && person !== null ? Object.entries(person).filter(([key]) => key !== 'personSeq') : []
    await confirm(admin, card, { ...values, ...Object.fromEntries(ofPerson.map(([key, value]) => [`persons.${key}`, value])) })
    const row = await untilWritten(admin, card, 1, 'done', 'differs', 'stopped', 'refused')
    t.match(row, { state: 'done', differences: [] })
    t.equal(legacy.cases().length, 1)
    t.equal((await pp.get(`/write-backs/${row.id}/picture`)).headers.get('content-type'), 'image/png')
    legacy.turn('captcha', 'on')
    legacy.signAllOut()
    await confirm(admin, card, { caseName: '改名案' })
    await eventually(async () => (await sa.get('/connectors/350503-PRO')).at('state') === 'stopped')
    t.equal((await sa.get('/connectors/350503-PRO')).at('hasPicture'), true)
    legacy.turn('captcha', '')
    await sa.post('/connectors/350503-PRO/resumptions')
    t.equal((await untilWritten(admin, card, 2, 'done', 'differs', 'stopped')).state, 'done')
    t.equal(legacy.cases().length, 1, 'nothing doubled')
  })

  await t.test('a case typed once in the police system opens here by itself', async t => {
    const legacy = await startLegacy({ kind: 'police', dir, accounts: [ACCOUNT] })
    t.teardown(async () => await legacy.stop())
    const browser = await launchBrowser()
    const map = readMap('src/connectors/maps/police.yaml')
    const robot = openRobot({ map, baseUrl: legacy.url, account: ACCOUNT.name, password: ACCOUNT.password, browser, pace: 60 })
    const { persons, platformCaseId: _none, ...values } = aSnapshot('police').card
    const [person] = Array.isArray(persons) ? persons : []
    const officers = [{ officerId: 'fz-po', name: '陈志强', role: '主办' }]
    const times = {
      acceptedOn: '2026-11-20T09:00:00+08:00',
      filedOn: '2026-11-21',
      occurredFrom: '2026-11-20T07:00:00+08:00',
      occurredTo: '2026-11-20T07:30:00+08:00',
    }
    const one = typeof person === 'object' && person !== null ? [{ ...person, idNo: freshIdNo(LIN_ZHIYUAN) }] : []
    await robot.write({ ...aSnapshot('police'), card: { ...values, ...times, officers, persons: one } }, null, async () => undefined)
    await robot.close()
    await browser.close()
    const body = { kind: 'robot', address: legacy.url, map: 'police', direction: 'in', perMinute: 60 }
    await sa.post('/connectors/350503-PSB', body)
    await sa.post('/connectors/350503-PSB/secrets', { name: 'login', secret: login })
    const record = async () =>
      (
        await admin.query<{ state: string; why: string | null; case_id: string }>(
          "select state, why, case_id from inbound_record where agency_code = '350503-PSB' and state <> 'seen'",
        )
      ).rows[0]
    await eventually(async () => (await record()) !== undefined)
    t.match(await record(), { state: 'opened', why: 'officerUnknown' }, 'the record names no officer of ours: the approver has it')
    const pl = await signIn(stack.url, 'fz-pl')
    t.match((await pl.get(`/cases/${(await record())?.case_id}`)).body, { stage: 'INVESTIGATION', persons: [{ name: '林志远' }] })
  })
})
