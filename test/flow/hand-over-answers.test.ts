import t from 'tap'
import { aDeliveredTransfer, aPreparedTransfer, fileAll, officers, until } from '../support/a-case.ts'
import { untilSql } from '../support/case-end.ts'
import { signIn } from '../support/http-client.ts'
import { startStack } from '../support/stack.ts'

const soon = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()
const dueOn = soon(72).slice(0, 10)

t.test('what a receiver may answer, and what happens while nobody does', async t => {
  const stack = await startStack(t, { worker: true })
  const who = await officers(stack.url)
  const admin = await stack.as('admin')

  await t.test('a dossier that is to be bound anew comes back as a second edition; the first stays as it was sent', async t => {
    const { caseId, handOverId } = await aDeliveredTransfer(who)
    const first = (await who.pc.get(`/hand-overs/${handOverId}`)).text('manifest.digest')
    await who.pc.post(`/hand-overs/${handOverId}/receive`)
    const asked = { reason: '目录与页码不符', basis: '规则 第157条第2项', dueOn }
    t.equal((await who.po.post(`/hand-overs/${handOverId}/request-rebind`, asked)).status, 403, 'the sender does not ask himself')
    t.equal((await who.pc.post(`/hand-overs/${handOverId}/request-rebind`, asked)).status, 200)
    const shown = await who.pl.get(`/hand-overs/${handOverId}`)
    t.match(shown.body, { state: 'rebind', outcome: 'REBIND_REQUIRED', rebind: asked, wait: { silentSince: null } })
    t.match(shown.at('answers'), [{ outcome: 'REBIND_REQUIRED', ...asked, by: '许文斌' }], 'with reason, basis, officer and time')
    t.equal((await who.pc.post(`/hand-overs/${handOverId}/accept`, { assignTo: who.pp.userId })).status, 409, 'not accepted meanwhile')
    const sorted = (await who.po.get(`/cases/${caseId}/dossier`)).text('volumes.0.documents.3.id')
    t.equal((await who.po.send('PATCH', `/cases/${caseId}/documents/${sorted}`, { volumeSeq: 2 })).status, 200, 'it may be sorted again')
    t.equal((await who.pl.post(`/hand-overs/${handOverId}/answer-rebind`)).status, 200)
    await until(who.pc, handOverId, 'received')
    const again = await who.pc.get(`/hand-overs/${handOverId}`)
    t.match(again.body, { edition: 2, rebind: null, outcome: null })
    t.not(again.text('manifest.digest'), first)
    const volumes = JSON.stringify(again.at('manifest.entries'))
    t.match(volumes, new RegExp(`"documentId":"${sorted}","volume":"litigation","volumeSeq":2`))
    const { rows } = await admin.query(
      'select edition, count(*)::int as lines from hand_over_entry where hand_over_id = $1 group by 1 order by 1',
      [handOverId],
    )
    t.match(rows, [{ edition: 1 }, { edition: 2 }])
    t.equal(rows[0].lines, rows[1].lines)
    t.equal((await who.pc.post(`/hand-overs/${handOverId}/accept`, { assignTo: who.pp.userId, note: '光盘另行移送' })).status, 200)
    const ended = await who.po.get(`/hand-overs/${handOverId}`)
    t.match(ended.body, { outcome: 'ACCEPTED_WITH_NOTE', reason: '光盘另行移送' }, 'the sender reads the note')
    t.match(ended.at('answers'), [{ outcome: 'REBIND_REQUIRED' }, { outcome: 'ACCEPTED_WITH_NOTE', reason: '光盘另行移送' }])
    t.equal((await who.po.send('PATCH', `/cases/${caseId}/documents/${sorted}`, { volumeSeq: 3 })).status >= 400, true, 'and no more')
  })

  await t.test('a day that is over is no due date', async t => {
    const { handOverId } = await aDeliveredTransfer(who)
    await who.pc.post(`/hand-overs/${handOverId}/receive`)
    const past = { reason: '装订', basis: '规则 第157条', dueOn: '2020-01-01' }
    t.match((await who.pc.post(`/hand-overs/${handOverId}/request-rebind`, past)).body, { code: 'validation', facts: { field: 'dueOn' } })
    t.equal((await who.pc.get(`/hand-overs/${handOverId}`)).text('state'), 'received')
  })

  await t.test('a line that is down: what is sent waits in order and goes on when it is up, and no date moves', async t => {
    const waiting = [await aPreparedTransfer(who), await aPreparedTransfer(who)]
    const systems = await signIn(stack.url, 'sa')
    const pause = { reason: '专网光缆中断', expectedEnd: soon(5) }
    t.equal((await who.po.post('/lines/350503-PRO/pause', pause)).status, 403, 'an officer does not say so')
    t.equal((await who.pl.post('/lines/350503-PRO/pause', pause)).status, 403, 'nor the police of the procuratorate')
    t.equal((await systems.post('/lines/350503-PRO/pause', pause)).status, 201)
    t.equal((await who.pp.post('/lines/350503-PRO/pause', pause)).text('code'), 'line-paused')
    const dues = async (caseId: string): Promise<unknown[]> => {
      const items = (await who.pl.get(`/cases/${caseId}/clocks`)).at('items')
      return Array.isArray(items) ? items.map(({ code, dueAt }) => [code, dueAt]) : []
    }
    const before = await dues(waiting[0]?.caseId ?? '')
    for (const { handOverId } of waiting) t.equal((await who.pl.post(`/hand-overs/${handOverId}/send`, {})).status, 200)
    const ids = waiting.map(({ handOverId }) => handOverId)
    await untilSql(admin, "not exists (select 1 from outbox where dispatched_at is null and type = 'handOver.sent')")
    const note = [{ agency: { code: '350503-PRO' }, reason: '专网光缆中断', expectedEnd: String }]
    t.match((await who.pl.get('/lines')).at('items'), note)
    t.match((await who.pl.get(`/hand-overs/${ids[0]}`)).body, { state: 'sent', pauses: note, wait: null })
    t.match((await who.pl.get(`/cases/${waiting[0]?.caseId}/clocks`)).at('pauses'), note, 'the clocks carry the note')
    t.same(await dues(waiting[0]?.caseId ?? ''), before, 'and are what they were')
    t.match((await systems.post('/lines/350503-PRO/resume')).body, { waiting: 2 })
    for (const id of ids) await until(who.pc, id, 'delivered')
    const { rows } = await admin.query("select payload ->> 'handOverId' as id from outbox where type = 'handOver.resumed' order by seq")
    t.same(
      rows.map(({ id }) => id),
      ids,
      'in the order in which they were sent',
    )
    t.equal((await systems.post('/lines/350503-PRO/resume')).text('code'), 'line-not-paused')
    const trail = await admin.query("select body from audit_entry where body like '%line.paused%' or body like '%line.resumed%'")
    t.equal(trail.rows.length, 2)
  })

  await t.test('many at once: each is decided by itself, and asked again only what was refused is done', async t => {
    const prepared = [await aPreparedTransfer(who), await aPreparedTransfer(who)]
    const incomplete = await aPreparedTransfer(who)
    const papers = (await who.po.get(`/cases/${incomplete.caseId}/dossier`)).at('volumes.0.documents')
    const spoilt = Array.isArray(papers) ? papers.find(({ code }) => code === 'GA03')?.id : null
    await who.po.send('DELETE', `/cases/${incomplete.caseId}/documents/${spoilt}`, { reason: '误传' })
    const handOverIds = [...prepared, incomplete].map(({ handOverId }) => handOverId)
    const key = { 'idempotency-key': '7d0e3f5a-6a61-4f62-9f0a-3d8a5b0c1e11' }
    t.equal((await who.po.post('/hand-overs/bulk', { act: 'send', handOverIds })).status, 403, 'who may not send one may not send many')
    const sent = await who.pl.post('/hand-overs/bulk', { act: 'send', handOverIds }, key)
    t.match(sent.body, { done: 2, refused: 1 })
    t.match(sent.at('items.2'), { handOverId: incomplete.handOverId, done: false, problem: { code: 'gate-not-passed' } })
    for (const { handOverId } of prepared) await until(who.pc, handOverId, 'delivered')
    await fileAll(who.po, incomplete.caseId, ['GA03'])
    const again = await who.pl.post('/hand-overs/bulk', { act: 'send', handOverIds }, key)
    t.match(again.at('items.2'), { problem: null })
    t.match(again.body, { done: 3, refused: 0 }, 'the same request: the two are not sent twice')
    await until(who.pc, incomplete.handOverId, 'delivered')
    const events = await admin.query("select 1 from case_event where act = 'sendForProsecution' and case_id = any ($1::uuid[])", [
      [...prepared, incomplete].map(({ caseId }) => caseId),
    ])
    t.equal(events.rows.length, 3)
    t.match((await who.pc.post('/hand-overs/bulk', { act: 'receive', handOverIds })).body, { done: 3 })
    t.equal((await who.pc.post('/hand-overs/bulk', { act: 'accept', handOverIds })).text('code'), 'fact-required')
    t.match((await who.pc.post('/hand-overs/bulk', { act: 'assign', handOverIds, assignTo: who.pp.userId })).body, { done: 3 })
    const accepted = await who.pc.post('/hand-overs/bulk', { act: 'accept', handOverIds, assignTo: who.pp.userId })
    t.match(accepted.body, { done: 3, refused: 0 })
    t.equal((await who.pp.get(`/cases/${incomplete.caseId}`)).text('holder.code'), '350503-PRO')
  })

  await t.test('nobody receives: both sides and the supervisor are told, and nothing is accepted for anybody', async t => {
    const { caseId, handOverId } = await aDeliveredTransfer(who)
    t.equal((await who.pl.get(`/hand-overs/${handOverId}`)).at('wait.silentSince'), null)
    await admin.query('select set_clock($1::timestamptz, 1)', [soon(25)])
    await untilSql(admin, 'exists (select 1 from hand_over where id = $1 and silent_since is not null)', [handOverId])
    for (const person of [who.pl, who.pc]) {
      const box = person === who.pl ? 'out' : 'in'
      const desk = (await person.get(`/desk?box=${box}`)).at('items')
      t.match(Array.isArray(desk) && desk.find(({ id }) => id === handOverId), { wait: { silentSince: String } }, `on the desk ${box}`)
    }
    const supervisor = await signIn(stack.url, 'fz-sv')
    const seen = await supervisor.get('/timeliness/hand-overs')
    t.match(seen.at('items'), [{ leg: 'transferForProsecution', from: { code: '350503-PSB' }, to: { code: '350503-PRO' }, since: String }])
    t.notMatch(JSON.stringify(seen.body), new RegExp(`${caseId}|${handOverId}|林志远`), 'and nothing of what it is about')
    t.equal((await signIn(stack.url, 'au').then(one => one.get('/timeliness/hand-overs'))).status, 403)
    t.equal((await who.pc.get(`/hand-overs/${handOverId}`)).text('state'), 'delivered')
    await untilSql(admin, "exists (select 1 from audit_entry where chain = 'case:' || $1 and body like '%handover.silent%')", [caseId])
    t.equal((await who.pc.post(`/hand-overs/${handOverId}/receive`)).status, 200)
    t.equal((await who.pl.get(`/hand-overs/${handOverId}`)).at('wait.silentSince'), null, 'who acts is not silent')
    t.same((await supervisor.get('/timeliness/hand-overs')).at('items.0.handOvers'), Number(seen.at('items.0.handOvers')) - 1)
  })
})
