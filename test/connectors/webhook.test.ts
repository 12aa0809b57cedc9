import t from 'tap'
import { anAgencySystem } from '../support/agency-system.ts'
import { aCard, confirm, untilWritten, writeBacksOf } from '../support/card-rows.ts'
import { signIn } from '../support/http-client.ts'
import { startStack } from '../support/stack.ts'

const KEY = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const AGENCY = '350503-PRO'

t.setTimeout(180_000)

t.test('a confirmed card goes into the agency’s own system by signed requests', async t => {
  const stack = await startStack(t, { connectors: true })
  const admin = await stack.as('admin')
  const sa = await signIn(stack.url, 'sa')
  const pp = await signIn(stack.url, 'fz-pp')
  const system = await anAgencySystem(t, KEY)
  const kept = {
    kind: 'webhook',
    address: system.address,
    direction: 'out',
    perMinute: 600,
    settings: { settleSeconds: 0, timeoutSeconds: 2 },
  }
  t.equal((await sa.post(`/connectors/${AGENCY}`, kept)).status, 200)
  t.equal((await sa.post(`/connectors/${AGENCY}/secrets`, { name: 'signing', secret: KEY })).status, 200)
  const card = await aCard(admin, pp.userId)

  await t.test('it is written once, read back and equal', async t => {
    await confirm(admin, card, { caseName: '林志远盗窃案', lossAmount: '3000.00', 'persons.name': '林志远' })
    const row = await untilWritten(admin, card, 1, 'done', 'differs', 'stopped', 'refused')
    t.equal(row.state, 'done', JSON.stringify(row))
    t.same(
      system.saved.map(({ version }) => version),
      [1],
    )
    t.equal(system.cardOf(card.number).caseName, '林志远盗窃案')
    const shown = await pp.get(`/cases/${card.caseId}/write-backs`)
    t.match(shown.at('writeBacks'), [{ state: 'done', reference: row.reference, differences: [], cardVersion: 1 }])
  })

  await t.test('a later version goes to the same record', async t => {
    await confirm(admin, card, { caseName: '林志远等盗窃案' })
    t.equal((await untilWritten(admin, card, 2, 'done', 'differs', 'stopped')).state, 'done')
    t.equal(system.records(), 1)
    t.equal(system.cardOf(card.number).caseName, '林志远等盗窃案')
  })
  t.same(
    (await writeBacksOf(admin, card)).map(({ state }) => state),
    ['done', 'done'],
  )
})
