import t from 'tap'
import { aDeliveredTransfer, aReviewedCase, fileAll, type Officers, officers, PROCURATORATE_PAPERS, until } from '../support/a-case.ts'
import { startStack } from '../support/stack.ts'

t.test('from the police to the court', async t => {
  const stack = await startStack(t, { worker: true })
  const who: Officers = await officers(stack.url)

  await t.test('a case goes from the police to the judgment and every period follows it', async t => {
    const { caseId, personId } = await aReviewedCase(who)
    await fileAll(who.pc, caseId, PROCURATORATE_PAPERS)
    const prepared = await who.pc.post(`/cases/${caseId}/hand-overs`, { leg: 'indictment', toAgency: '350503-CRT' })
    const handOverId = prepared.text('handOverId')
    t.equal((await who.pp.post(`/hand-overs/${handOverId}/send`, {})).status, 200, 'the prosecutor sends what the clerk prepared')
    await until(who.cc, handOverId, 'delivered')
    t.equal(
      (await who.cc.post(`/hand-overs/${handOverId}/accept`, { assignTo: who.cj.userId, procedure: 'fastTrack' })).text('code'),
      'hand-over-not-open',
      'nobody accepts before receipt',
    )
    t.equal((await who.cc.post(`/hand-overs/${handOverId}/receive`, {})).status, 200)
    t.equal(
      (await who.cc.post(`/hand-overs/${handOverId}/accept`, { assignTo: who.cj.userId })).text('code'),
      'fact-required',
      'a court that accepts names the procedure',
    )
    t.equal((await who.cc.post(`/hand-overs/${handOverId}/accept`, { assignTo: who.cj.userId, procedure: 'fastTrack' })).status, 200)
    const judged = { casePersonId: personId, principal: 'P2', principalMonths: 1, suspensionMonths: 2, fineYuan: 2000 }
    t.equal((await who.cj.post(`/cases/${caseId}/acts/announceJudgment`, judged)).status, 200)
    t.equal((await who.cc.post(`/cases/${caseId}/acts/serveOnPerson`, { casePersonId: personId })).status, 200)
    t.equal((await who.cc.post(`/cases/${caseId}/acts/serveOnProcuratorate`, {})).status, 200)
    t.equal(
      (await who.cc.post(`/cases/${caseId}/acts/takeEffect`, {})).text('code'),
      'state-conflict',
      'no judgment takes effect while an appeal may come',
    )

    const view = await who.cj.get(`/cases/${caseId}`)
    t.equal(view.text('stage'), 'APPEAL_PERIOD')
    t.equal(view.text('track48.state'), 'done')
    t.match(view.text('numbers.0.no') + view.text('numbers.1.no') + view.text('numbers.2.no'), /刑初101号/, 'the court gave its number')
    const periods = view.at('periods')
    const state = (code: string): unknown => (Array.isArray(periods) ? periods.find(one => one.code === code)?.state : undefined)
    for (const code of [
      'FT48_TOTAL',
      'FT48_POLICE',
      'FT48_PROC',
      'FT48_COURT',
      'COURT_ACCEPT_7D',
      'TRIAL_FAST',
      'PROC_REVIEW_FAST',
      'JUDGMENT_DELIVERY_5D',
    ])
      t.equal(state(code), 'met', code)
    for (const code of ['APPEAL_JUDGMENT_10D', 'PROTEST_JUDGMENT_10D', 'BAIL_POLICE']) t.equal(state(code), 'running', code)

    await until(who.cc, handOverId, 'accepted')
    const receipts = await receiptKinds(handOverId, 'acceptance')
    t.same(receipts, ['delivery', 'acceptance'], 'both receipts are signed and there')
  })

  async function receiptKinds(handOverId: string, wanted: string): Promise<string[]> {
    for (;;) {
      const receipts = (await who.cc.get(`/hand-overs/${handOverId}`)).at('receipts')
      const kinds = Array.isArray(receipts) ? receipts.map(one => String(one.kind)) : []
      if (kinds.includes(wanted)) return kinds
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }

  await t.test('the receiver asks for papers, gets them as a supplement, and the frozen manifest keeps its first lines', async t => {
    const { caseId, handOverId } = await aDeliveredTransfer(who)
    await who.pc.post(`/hand-overs/${handOverId}/receive`, {})
    const before = (await who.pc.get(`/hand-overs/${handOverId}`)).at('manifest.entries')
    t.equal(
      (await who.pl.post(`/hand-overs/${handOverId}/answer-supplement`, {})).text('code'),
      'hand-over-not-open',
      'nothing to answer yet',
    )
    t.equal(
      (await who.po.upload(caseId, { name: 'GA36_委托书.pdf', bytes: Buffer.from('x'), type: 'application/pdf' })).text('code'),
      'hand-over-open',
      'the dossier is closed while it travels',
    )
    const asked = { reason: '缺少鉴定意见通知书', basis: '规则 第158条', documentCodes: ['GA61'], dueOn: '2026-12-31' }
    t.equal((await who.pc.post(`/hand-overs/${handOverId}/request-supplement`, asked)).status, 200)
    t.equal((await who.pl.post(`/hand-overs/${handOverId}/answer-supplement`, {})).text('code'), 'fact-required', 'an empty answer is none')
    await fileAll(who.po, caseId, ['GA61'])
    t.equal((await who.pl.post(`/hand-overs/${handOverId}/answer-supplement`, {})).status, 200)
    await until(who.pc, handOverId, 'received')
    const after = (await who.pc.get(`/hand-overs/${handOverId}`)).at('manifest.entries')
    if (!Array.isArray(before) || !Array.isArray(after)) return t.fail('both manifests have lines')
    t.same(after.slice(0, before.length), before, 'what was frozen stays as it was')
    t.same(
      after.slice(before.length).map(one => [one.code, one.supplement]),
      [['GA61', 1]],
    )
    t.equal((await who.pc.post(`/hand-overs/${handOverId}/accept`, { assignTo: who.pp.userId })).status, 200)
  })

  await t.test('a returned file stays with the sender, who may send it again', async t => {
    const { caseId, handOverId } = await aDeliveredTransfer(who)
    await who.pc.post(`/hand-overs/${handOverId}/receive`, {})
    const bad = await who.pc.post(`/hand-overs/${handOverId}/return`, { outcome: 'BECAUSE', reason: '无', basis: '无' })
    t.equal(bad.status, 400, 'a return without one of the grounds of the law is none')
    const returned = { outcome: 'RETURNED_NO_JURISDICTION', reason: '犯罪地不在本区', basis: '规则 第158条' }
    t.equal((await who.pc.post(`/hand-overs/${handOverId}/return`, returned)).status, 200)
    t.equal((await who.pc.get(`/cases/${caseId}`)).status, 404, 'the case is no longer open to the receiver')
    t.equal((await who.pc.get(`/hand-overs/${handOverId}`)).text('state'), 'returned', 'the hand-over and its receipt stay readable')
    t.equal((await who.po.get(`/cases/${caseId}`)).text('stage'), 'INVESTIGATION')
    const again = await who.po.post(`/cases/${caseId}/hand-overs`, { leg: 'transferForProsecution', toAgency: '350503-PRO' })
    t.equal((await who.pl.post(`/hand-overs/${again.text('handOverId')}/send`, {})).status, 200)
    await until(who.pc, again.text('handOverId'), 'delivered')
  })

  await t.test('the sender recalls before acceptance, once', async t => {
    const { caseId, handOverId } = await aDeliveredTransfer(who)
    t.equal((await who.pl.post(`/hand-overs/${handOverId}/recall`, { reason: '发现漏罪' })).status, 200)
    t.equal((await who.po.get(`/cases/${caseId}`)).text('stage'), 'INVESTIGATION')
    t.equal((await who.pc.post(`/hand-overs/${handOverId}/receive`, {})).status, 404, 'it is no longer on the desk')
    const again = await who.po.post(`/cases/${caseId}/hand-overs`, { leg: 'transferForProsecution', toAgency: '350503-PRO' })
    const second = again.text('handOverId')
    await who.pl.post(`/hand-overs/${second}/send`, {})
    await until(who.pc, second, 'delivered')
    t.equal((await who.pl.post(`/hand-overs/${second}/recall`, { reason: '再次' })).text('code'), 'state-conflict')
  })

  await t.test('two clerks accept at once: one wins, the other is told', async t => {
    const { handOverId } = await aDeliveredTransfer(who)
    await who.pc.post(`/hand-overs/${handOverId}/receive`, {})
    const both = await Promise.all(
      [who.pc, who.pp].map(async one => await one.post(`/hand-overs/${handOverId}/accept`, { assignTo: who.pp.userId })),
    )
    t.same(both.map(({ status }) => status).sort(), [200, 409])
  })
})
