import t from 'tap'
import { aCard, confirm, untilWritten } from '../support/card-rows.ts'
import { connected, eventually } from '../support/connected.ts'
import { signIn } from '../support/http-client.ts'

t.setTimeout(100_000)

t.test('what the system has otherwise is somebody’s to look at, and nothing is overwritten silently', async t => {
  const { stack, admin, sa, pp, system, agency } = await connected(t)
  const open = async (caseId: string) => {
    const { body } = await pp.get('/card-differences')
    const list: unknown = typeof body === 'object' && body !== null && 'differences' in body ? body.differences : []
    return Array.isArray(list) ? list.filter((one: { caseId: string }) => one.caseId === caseId) : []
  }

  await t.test('a value that the system alters is reported with both sides and its owner', async t => {
    system.state.mood = 'altersNames'
    const card = await aCard(admin, pp.userId)
    await confirm(admin, card, { caseName: '林志远盗窃案' })
    t.equal((await untilWritten(admin, card, 1, 'done', 'differs')).state, 'differs')
    system.state.mood = 'fine'
    const [found] = await open(card.caseId)
    t.match(found, { path: '/caseName', zh: '案件名称', ours: '林志远盗窃案', theirs: '对方改写的案名', owner: '林婉清', state: 'open' })
    t.equal((await pp.post(`/card-differences/${found.id}/settlements`, { how: 'leave' })).text('code'), 'fact-required')
    const stranger = await signIn(stack.url, 'fz-cj')
    t.equal((await stranger.post(`/card-differences/${found.id}/settlements`, { how: 'leave', note: '无' })).status, 404)
    t.equal((await pp.post(`/card-differences/${found.id}/settlements`, { how: 'leave', note: '对方系统只能如此' })).status, 200)
    t.equal((await pp.post(`/card-differences/${found.id}/settlements`, { how: 'leave', note: '再次' })).text('code'), 'difference-settled')
  })

  await t.test('a change at the source stays there until somebody decides to write over it', async t => {
    const card = await aCard(admin, pp.userId)
    await confirm(admin, card, { caseName: '原名', factSummary: '一' })
    await untilWritten(admin, card, 1, 'done')
    system.alter(card.number, 'caseName', '对方改名')
    await confirm(admin, card, { factSummary: '二' })
    t.equal((await untilWritten(admin, card, 2, 'done', 'differs')).state, 'differs')
    t.match(system.cardOf(card.number), { caseName: '对方改名', factSummary: '二' })
    const [found] = await open(card.caseId)
    t.match(found, { ours: '原名', theirs: '对方改名' })
    t.equal((await pp.post(`/card-differences/${found.id}/settlements`, { how: 'writeAgain', note: '' })).status, 200)
    await untilWritten(admin, card, 2, 'done')
    t.equal(system.cardOf(card.number).caseName, '原名')
    t.same(await open(card.caseId), [])
  })

  await t.test('the comparison of all records finds a change, and closes it once it is gone', async t => {
    const card = await aCard(admin, pp.userId)
    await confirm(admin, card, { caseName: '核对案' })
    await untilWritten(admin, card, 1, 'done')
    system.alter(card.number, 'caseName', '改了')
    t.equal((await sa.post(`/connectors/${agency}/reconciliations`)).status, 202)
    await eventually(async () => (await open(card.caseId)).length === 1)
    system.alter(card.number, 'caseName', '核对案')
    await eventually(async () => (await sa.get(`/connectors/${agency}`)).at('reconciledAt') !== null)
    await sa.post(`/connectors/${agency}/reconciliations`)
    await eventually(async () => (await open(card.caseId)).length === 0)
    t.pass('closed by itself')
  })

  await t.test('a dry run says what would be written where and saves nothing', async t => {
    const before = system.saved.length
    const trialId = (await sa.post(`/connectors/${agency}/trials`)).text('trialId')
    await eventually(async () => (await sa.get(`/connectors/${agency}/trials/${trialId}`)).at('state') !== 'waiting')
    const trial = await sa.get(`/connectors/${agency}/trials/${trialId}`)
    t.match(trial.at('placed.0'), { pointer: '/caseNo', zh: '案件编号/案号', place: 'data.card.caseNo' })
    t.equal(system.saved.length, before)
  })
})
