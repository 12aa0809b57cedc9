import t from 'tap'
import { aCard, confirm, untilWritten, writeBacksOf } from '../support/card-rows.ts'
import { connected, eventually } from '../support/connected.ts'
import { setClock } from '../support/watched.ts'

t.setTimeout(150_000)

t.test('what the system does not take waits, stops or is tried again, as its reason asks', async t => {
  const { admin, sa, pp, system, agency, keep } = await connected(t)
  const stateOf = async (): Promise<unknown> => (await sa.get(`/connectors/${agency}`)).at('state')
  const told = async (cardId: string): Promise<boolean> =>
    (await admin.query("select 1 from outbox where payload->>'cardId' = $1 and dispatched_at is not null", [cardId])).rows.length > 0

  await t.test('a new connector does nothing before it has its secret', async t => {
    const body = { kind: 'webhook', address: system.address, direction: 'out', perMinute: 60 }
    t.match((await sa.post('/connectors/350502-PRO', body)).body, { state: 'paused', why: '尚未设置密钥' })
    await sa.post('/connectors/350502-PRO/secrets', { name: 'login', secret: '{}' })
    t.equal((await sa.get('/connectors/350502-PRO')).at('state'), 'paused', 'another secret is not it')
    await sa.post('/connectors/350502-PRO/secrets', { name: 'signing', secret: 'whsec_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0' })
    t.equal((await sa.get('/connectors/350502-PRO')).at('state'), 'on')
  })

  await t.test('cards wait while it is down and go in their order once it is back', async t => {
    system.state.mood = 'down'
    const cards = [await aCard(admin, pp.userId), await aCard(admin, pp.userId), await aCard(admin, pp.userId)]
    for (const [at, card] of cards.entries()) {
      await confirm(admin, card, { caseName: `第${at}案` })
      await untilWritten(admin, card, 1, 'waiting')
    }
    await eventually(
      async () => (await admin.query('select 1 from connector where failures >= 2 and retry_at is not null')).rows.length > 0,
    )
    t.equal(await stateOf(), 'on', 'nobody has to do anything')
    system.state.mood = 'fine'
    for (const card of cards) t.equal((await untilWritten(admin, card, 1, 'done', 'stopped')).state, 'done')
    t.same(
      system.saved.map(({ platformCaseId }) => platformCaseId),
      cards.map(({ number }) => number),
    )
  })

  await t.test('a pause holds everything until somebody ends it', async t => {
    t.equal((await sa.post(`/connectors/${agency}/pauses`, { paused: true })).text('code'), 'fact-required')
    t.equal((await sa.post(`/connectors/${agency}/pauses`, { paused: true, reason: '对方升级' })).status, 200)
    t.equal((await pp.post(`/connectors/${agency}/pauses`, { paused: false })).status, 403, 'only the system administrator')
    const card = await aCard(admin, pp.userId)
    const before = system.saved.length
    await confirm(admin, card, { caseName: '暂停案' })
    await untilWritten(admin, card, 1, 'waiting')
    await eventually(async () => await told(card.cardId))
    t.equal((await sa.get(`/connectors/${agency}`)).at('waiting'), 1)
    t.equal(system.saved.length, before)
    t.equal((await sa.post(`/connectors/${agency}/pauses`, { paused: false })).at('waiting'), 1)
    t.equal((await untilWritten(admin, card, 1, 'done', 'stopped')).state, 'done')
  })

  await t.test('outside its hours nothing goes there; the hour comes and it goes', async t => {
    await setClock(admin, new Date('2026-11-26T12:00:00+08:00'))
    await keep({ hours: { from: 22, to: 6 } })
    const card = await aCard(admin, pp.userId)
    await confirm(admin, card, { caseName: '夜间案' })
    await eventually(async () => await told(card.cardId))
    t.equal((await untilWritten(admin, card, 1, 'waiting')).attempts, 0)
    await setClock(admin, new Date('2026-11-26T22:00:00+08:00'))
    t.equal((await untilWritten(admin, card, 1, 'done', 'stopped')).state, 'done')
    await setClock(admin, null, 1)
    await keep()
  })

  await t.test('a card that the system refuses stops by itself, the next one goes on, and its officer tries it again', async t => {
    system.state.mood = 'refuses'
    const [one, other] = [await aCard(admin, pp.userId), await aCard(admin, pp.userId)]
    await confirm(admin, one, { caseName: '被拒案' })
    const refused = await untilWritten(admin, one, 1, 'refused', 'done')
    t.match(refused, { state: 'refused', fault: 'rejected' })
    system.state.mood = 'fine'
    await confirm(admin, other, { caseName: '后一案' })
    t.equal((await untilWritten(admin, other, 1, 'done', 'refused')).state, 'done')
    t.equal(await stateOf(), 'on')
    t.equal((await pp.post(`/write-backs/${refused.id}/retries`)).status, 200)
    t.equal((await untilWritten(admin, one, 1, 'done', 'stopped')).state, 'done')
    t.equal((await pp.post(`/write-backs/${refused.id}/retries`)).text('code'), 'write-back-not-stopped')
  })

  await t.test('a refused key stops the whole connector until a person has looked', async t => {
    system.state.mood = 'forbids'
    const card = await aCard(admin, pp.userId)
    await confirm(admin, card, { caseName: '密钥案' })
    await eventually(async () => (await stateOf()) === 'stopped')
    t.match((await sa.get(`/connectors/${agency}`)).text('why'), /账号或密码被拒绝/)
    t.equal((await untilWritten(admin, card, 1, 'waiting')).fault, 'badCredentials')
    system.state.mood = 'fine'
    t.equal((await sa.post(`/connectors/${agency}/resumptions`)).status, 200)
    t.equal((await untilWritten(admin, card, 1, 'done', 'stopped')).state, 'done')
  })

  await t.test('of two versions that wait the later one is written', async t => {
    await sa.post(`/connectors/${agency}/pauses`, { paused: true, reason: '对方升级' })
    const card = await aCard(admin, pp.userId)
    await confirm(admin, card, { caseName: '初稿' })
    await untilWritten(admin, card, 1, 'waiting')
    await confirm(admin, card, { caseName: '定稿' })
    await untilWritten(admin, card, 2, 'waiting')
    await sa.post(`/connectors/${agency}/pauses`, { paused: false })
    await untilWritten(admin, card, 2, 'done')
    t.same(
      (await writeBacksOf(admin, card)).map(({ state }) => state),
      ['superseded', 'done'],
    )
    t.equal(system.cardOf(card.number).caseName, '定稿')
  })
})
