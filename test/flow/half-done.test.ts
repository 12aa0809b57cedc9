import { randomUUID } from 'node:crypto'
import t from 'tap'
import { reapOrphans } from '../../src/dossier/reaper.ts'
import { checkManifest, deliverToDesk, issueReceipt } from '../../src/handovers/system-acts.ts'
import { aFiledCase, aPaper, aPreparedTransfer, officers } from '../support/a-case.ts'
import { keysIn, workerDeps } from '../support/acting.ts'
import { figuresOf, untilSql } from '../support/case-end.ts'
import { insistent } from '../support/insistent.ts'
import { startStack } from '../support/stack.ts'

const beat = (): void => undefined

t.test('work is broken off half-way', async t => {
  const stack = await startStack(t)
  const who = await officers(stack.url)
  const admin = await stack.as('admin')
  const deps = await workerDeps(t, stack)

  await t.test('the API dies between the object and its row: one document in the end, and the orphan is removed', async t => {
    const { caseId } = await aFiledCase(who)
    const { store } = deps
    const paper = await aPaper('GA01')
    const key = { 'idempotency-key': randomUUID() }
    const blocker = await stack.as('admin')
    await blocker.query('begin')
    await blocker.query('lock table document in share mode') // rows can be read, none can be added
    const broken = who.po.upload(caseId, paper, {}, key).then(
      ({ status }) => status,
      () => 'broken off',
    )
    await untilSql(admin, "exists (select 1 from pg_locks where relation = 'document'::regclass and not granted)")
    t.equal((await keysIn(store, 'original/')).length, 1, 'the bytes are in the store already')
    await stack.kill('api')
    await blocker.query('rollback')
    t.equal(await broken, 'broken off')
    await stack.start('api')

    const again = await insistent(who.po).upload(caseId, paper, {}, key)
    t.equal(again.status, 201, 'the client repeats the request')
    const { rows } = await admin.query<{ object_key: string }>('select object_key from document where case_id = $1', [caseId])
    t.equal(rows.length, 1)
    t.equal((await keysIn(store, 'original/')).length, 2)
    t.equal(await reapOrphans(deps.orm, store, 60_000), 0, 'what is young may yet get its row')
    t.equal(await reapOrphans(deps.orm, store, 0), 1)
    t.same(
      await keysIn(store, 'original/'),
      rows.map(row => row.object_key),
      'the object that a row names stays',
    )
  })

  await t.test('an activity that runs twice, even at once, has its effect once', async t => {
    const { caseId, handOverId } = await aPreparedTransfer(who)
    const ref = { caseId, handOverId }
    t.equal((await who.pl.post(`/hand-overs/${handOverId}/send`, {})).status, 200)
    const twice = async (act: () => Promise<string>): Promise<string[]> => {
      const atOnce = await Promise.all([act(), act()])
      return [...atOnce, await act()]
    }
    t.same(await twice(async () => await checkManifest(deps, ref, beat)), ['checked', 'checked', 'checked'])
    t.same(await twice(async () => await deliverToDesk(deps, ref)), ['delivered', 'delivered', 'delivered'])
    t.equal(await checkManifest(deps, ref, beat), 'delivered', 'a late check changes nothing')
    t.equal((await who.pc.post(`/hand-overs/${handOverId}/receive`, {})).status, 200)
    t.equal((await who.pc.post(`/hand-overs/${handOverId}/accept`, { assignTo: who.pp.userId })).status, 200)
    t.same(await twice(async () => await issueReceipt(deps, ref)), ['accepted', 'accepted', 'accepted'])
    t.equal(await deliverToDesk(deps, ref), 'accepted', 'a late delivery changes nothing')
    t.match(await figuresOf(admin, caseId), {
      receipts: ['acceptance', 'delivery'],
      hand_overs: [['transferForProsecution', 1, 'accepted']],
      audit: { 'handover.checked': 1, 'handover.delivered': 1, 'receipt.delivery': 1, 'receipt.acceptance': 1 },
    })
  })
})
