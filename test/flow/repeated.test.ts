import { createHash, randomUUID } from 'node:crypto'
import t from 'tap'
import { aFiledCase, aPaper, aPreparedTransfer, hoursAgo, officers, until } from '../support/a-case.ts'
import { figuresOf, untilSettled } from '../support/case-end.ts'
import type { Answer } from '../support/http-client.ts'
import { startStack } from '../support/stack.ts'

/** The same request five times at once, as by a client whose answers are lost. */
const fiveTimes = async (ask: () => Promise<Answer>): Promise<Answer[]> => await Promise.all(Array.from({ length: 5 }, ask))

const answersOf = (answers: readonly Answer[]) => answers.map(({ status, body }) => ({ status, body }))

t.test('a request is repeated', async t => {
  const stack = await startStack(t, { worker: true })
  const who = await officers(stack.url)
  const admin = await stack.as('admin')
  const count = async (sql: string, value: string): Promise<number> =>
    (await admin.query<{ n: number }>(`select count(*)::int as n from ${sql}`, [value])).rows[0]?.n ?? -1

  await t.test('a case opened five times under one key is one case with one answer', async t => {
    const place = `重复立案 ${randomUUID()}`
    const body = { source: 'discovery', occurredAt: hoursAgo(2), chargeCode: 'X001', track48: true, occurredPlace: place }
    const key = { 'idempotency-key': randomUUID() }
    const answers = await fiveTimes(async () => await who.po.post('/cases', body, key))
    t.equal(answers[0]?.status, 201)
    t.same(answersOf(answers), Array(5).fill(answersOf(answers)[0]), 'each of the five gets the same answer')
    t.equal(await count('criminal_case where occurred_place = $1', place), 1)
    const other = await who.po.post('/cases', { ...body, chargeCode: 'X002' }, key)
    t.same([other.status, other.text('code')], [409, 'idempotency-key-reused'], 'the key is not good for another case')
    const none = await who.po.post('/cases', body, { 'idempotency-key': '' })
    t.same([none.status, none.text('code')], [428, 'idempotency-key-required'])
  })

  await t.test('a paper uploaded five times under one key is one document with one answer', async t => {
    const { caseId } = await aFiledCase(who)
    const paper = await aPaper('GA01')
    const sha256 = createHash('sha256').update(paper.bytes).digest('hex')
    const key = { 'idempotency-key': randomUUID() }
    const answers = await fiveTimes(async () => await who.po.upload(caseId, paper, { sha256 }, key))
    t.equal(answers[0]?.status, 201)
    t.same(answersOf(answers), Array(5).fill(answersOf(answers)[0]))
    const later = await who.po.upload(caseId, paper, { sha256 }, key)
    t.same(answersOf([later]), answersOf(answers.slice(0, 1)), 'and whoever asks later gets it too')
    t.equal(await count('document where case_id = $1', caseId), 1)
    const other = await who.po.upload(caseId, await aPaper('GA03'), {}, key)
    t.same([other.status, other.text('code')], [409, 'idempotency-key-reused'])
    const again = await who.po.upload(caseId, paper, { sha256 })
    t.same([again.status, again.text('code')], [409, 'document-duplicate'], 'under a key of its own it is a second copy')
    const none = await who.po.upload(caseId, await aPaper('GA03'), {}, { 'idempotency-key': '' })
    t.same([none.status, none.text('code')], [428, 'idempotency-key-required'])
    t.equal(await count('document where case_id = $1', caseId), 1)
  })

  await t.test('a hand-over sent five times under one key is sent once', async t => {
    const { caseId, handOverId } = await aPreparedTransfer(who)
    const key = { 'idempotency-key': randomUUID() }
    const answers = await fiveTimes(async () => await who.pl.post(`/hand-overs/${handOverId}/send`, {}, key))
    t.same(answersOf(answers), Array(5).fill({ status: 200, body: { handOverId } }))
    await until(who.pc, handOverId, 'delivered')
    await untilSettled(admin, caseId)
    const { facts, receipts, audit } = await figuresOf(admin, caseId)
    t.match({ facts, receipts, audit }, { facts: { 'handOver.sent': 1 }, receipts: ['delivery'], audit: { 'handover.delivered': 1 } })
    const other = await who.pl.post(`/hand-overs/${handOverId}/send`, { occurredAt: hoursAgo(1) }, key)
    t.same([other.status, other.text('code')], [409, 'idempotency-key-reused'])
    const none = await who.pl.post(`/hand-overs/${handOverId}/send`, {}, { 'idempotency-key': '' })
    t.same([none.status, none.text('code')], [428, 'idempotency-key-required'])
  })

  await t.test('an upload whose answer was lost is answered although the dossier has been closed since', async t => {
    const { caseId, handOverId } = await aPreparedTransfer(who)
    const key = { 'idempotency-key': randomUUID() }
    const paper = await aPaper('GA61')
    const first = await who.po.upload(caseId, paper, {}, key)
    t.equal(first.status, 201)
    t.equal((await who.pl.post(`/hand-overs/${handOverId}/send`, {})).status, 200)
    t.same(answersOf([await who.po.upload(caseId, paper, {}, key)]), answersOf([first]))
  })

  await t.test('two send the same hand-over at once: one of them has sent it, the other is told', async t => {
    const { caseId, handOverId } = await aPreparedTransfer(who)
    const both = await Promise.all([1, 2].map(async () => await who.pl.post(`/hand-overs/${handOverId}/send`, {})))
    t.same(both.map(({ status }) => status).sort(), [200, 409])
    await until(who.pc, handOverId, 'delivered')
    t.match(await figuresOf(admin, caseId), { facts: { 'handOver.sent': 1 }, hand_overs: [['transferForProsecution', 1, 'delivered']] })
  })
})
