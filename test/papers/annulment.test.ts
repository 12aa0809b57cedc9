import t from 'tap'
import { PdfReader } from '../pdf/fixtures/pdf-reader.ts'
import { aFiledCase, fileAll, officers, POLICE_PAPERS } from '../support/a-case.ts'
import { bring, ok } from '../support/carrying.ts'
import type { Person } from '../support/http-client.ts'
import { intact } from '../support/intact.ts'
import { startStack } from '../support/stack.ts'

t.setTimeout(400_000)

t.test('an issued paper is made void', async t => {
  const stack = await startStack(t, { worker: true })
  const who = await officers(stack.url)
  const { caseId } = await aFiledCase(who)
  const parts = { finding: '林志远饮酒后驾驶小型轿车，血液乙醇含量132mg/100ml。' }

  const issue = async (code: string, texts: Record<string, string>): Promise<{ paperId: string; number: string; documentId: string }> => {
    const paperId = ok(await who.po.post(`/cases/${caseId}/papers`, { code, parts: texts })).text('paperId')
    const issued = ok(await who.pl.post(`/cases/${caseId}/papers/${paperId}/issue`))
    return { paperId, number: issued.text('number'), documentId: issued.text('documentId') }
  }
  const annul = async (by: Person, paperId: string) =>
    await by.post(`/cases/${caseId}/papers/${paperId}/annulment`, { reason: '当事人姓名写错' })
  const decide = async (by: Person, paperId: string, approve: boolean) =>
    await by.post(`/cases/${caseId}/papers/${paperId}/annulment/decide`, { approve })
  const gate = async (code: string): Promise<string> => {
    const items = (await who.po.get(`/cases/${caseId}/gates?leg=transferForProsecution`)).at('items')
    return (Array.isArray(items) ? items : []).find(one => one.code === code)?.status
  }
  const printed = async (paperId: string): Promise<string> => {
    const response = await fetch(`${stack.url}/api/v1/cases/${caseId}/papers/${paperId}/paper.pdf`, { headers: { cookie: who.po.cookie } })
    const reader = await PdfReader.open(Buffer.from(await response.arrayBuffer()))
    const text = (await reader.text(1)).replace(/\s/g, '')
    await reader.close()
    return text
  }

  await t.test('a reason and a second person: the number stays used, the print says so, and no gate counts it', async t => {
    const { paperId, number, documentId } = await issue('GA03', parts)
    t.equal(await gate('GA03'), 'present')
    const taken = await who.po.send('DELETE', `/cases/${caseId}/documents/${documentId}`, { reason: '写错' })
    t.same([taken.status, taken.text('code')], [409, 'paper-issued'], 'nobody takes it out of the dossier by himself')
    t.equal((await decide(who.pl, paperId, true)).text('code'), 'annulment-not-open', 'nobody has asked')
    t.equal((await who.po.post(`/cases/${caseId}/papers/${paperId}/annulment`, {})).status, 400, 'not without a reason')
    t.equal((await annul(who.pp, paperId)).status, 404, 'who has no part in the case knows of no paper')
    ok(await annul(who.pl, paperId))
    t.equal((await annul(who.po, paperId)).text('code'), 'state-conflict', 'asked once')
    t.equal((await decide(who.pl, paperId, true)).text('code'), 'second-person-required', 'nobody decides what he asked for')
    t.equal((await decide(who.po, paperId, true)).text('code'), 'paper-not-yours', 'who does not sign it does not make it void')
    t.equal(await gate('GA03'), 'present', 'until it is decided it is in force')
    const own = (await who.pl.get(`/cases/${caseId}/papers/${paperId}`)).body
    t.match(own, {
      may: { decideAnnulment: true, approveAnnulment: false, annul: false },
      annulment: { state: 'open', reason: '当事人姓名写错' },
    })
    t.match(ok(await decide(who.pl, paperId, false)).body, { state: 'refused' }, 'he takes his request back')
    t.match((await who.pl.get(`/cases/${caseId}/papers/${paperId}`)).body, { state: 'issued', annulment: { state: 'refused' } })
    ok(await annul(who.po, paperId))
    t.match((await who.pl.get(`/cases/${caseId}/papers/${paperId}`)).body, { may: { approveAnnulment: true } })
    t.match(ok(await decide(who.pl, paperId, true)).body, { state: 'approved' })

    const [row] = JSON.parse(JSON.stringify((await who.po.get(`/cases/${caseId}/papers`)).at('papers')))
    t.match(row, { id: paperId, state: 'annulled', number, may: { replace: false, annul: false, serve: false, decideAnnulment: false } })
    t.match(row.annulment, { requestedBy: '陈志强', decidedBy: '吴建国' }, 'the register says who asked and who decided')
    t.match(await printed(paperId), /作废/)
    t.equal(await gate('GA03'), 'missing', 'it satisfies no gate')
    t.equal((await who.po.get(`/cases/${caseId}/documents/${documentId}/content`)).status, 404, 'and is not in the dossier')
    const next = await issue('GA03', parts)
    t.equal(seqOf(next.number), seqOf(number) + 1, 'its number is not given again')
    t.equal(await gate('GA03'), 'present')
    t.notMatch(await printed(next.paperId), /作废/)
  })

  await t.test('neither its own maker nor SQL takes it back', async t => {
    const papers = (await who.po.get(`/cases/${caseId}/papers`)).at('papers')
    const { id } = (Array.isArray(papers) ? papers : []).find(({ state }) => state === 'annulled')
    t.equal((await who.po.post(`/cases/${caseId}/papers/${id}/replace`, { reason: '重做' })).text('code'), 'paper-not-issued')
    const service = { recipient: '林志远', method: 'direct', servedAt: new Date().toISOString() }
    t.equal((await who.po.post(`/cases/${caseId}/papers/${id}/services`, service)).text('code'), 'paper-not-issued', 'nor is it served')
    const sql = await stack.as('app')
    const context =
      "select set_config('app.agency', '350503-PSB', true), set_config('app.user', $1, true), set_config('app.roles', 'PL', true)"
    for (const statement of [
      "update paper set state = 'issued' where id = $1",
      "update paper_annulment set state = 'open' where paper_id = $1",
    ]) {
      await sql.query('begin')
      await sql.query(context, [who.pl.userId])
      await t.rejects(sql.query(statement, [id]), { code: '42501' })
      await sql.query('rollback')
    }
    const other = await issue('GA01', { finding: '醉酒驾驶' })
    await sql.query('begin')
    await sql.query(context, [who.pl.userId])
    await t.rejects(
      sql.query("update paper set state = 'annulled' where id = $1", [other.paperId]),
      { code: '42501' },
      'without a decision',
    )
    await sql.query('rollback')
  })

  await t.test('what a receiver has taken is replaced, not made void; while it is on its way nothing changes', async t => {
    const { paperId } = await issue('GA73', { found: '醉酒驾驶', evidence: '呼气酒精测试单' })
    await fileAll(
      who.po,
      caseId,
      POLICE_PAPERS.filter(code => !['GA03', 'GA73', 'GA01'].includes(code)),
    )
    const way = { leg: 'transferForProsecution', toAgency: '350503-PRO', prepares: who.po, sends: who.pl, desk: who.pc, gets: who.pp }
    const handOverId = await bring(caseId, way)
    t.equal((await annul(who.pl, paperId)).text('code'), 'hand-over-open')
    ok(await who.pc.post(`/hand-overs/${handOverId}/accept`, { assignTo: who.pp.userId }))
    const refused = await annul(who.pl, paperId)
    t.same([refused.status, refused.text('code')], [409, 'paper-sent'])
    t.match((await who.pl.get(`/cases/${caseId}/papers/${paperId}`)).body, { state: 'issued', annulment: null })
  })

  await intact(t, stack)
})

const seqOf = (number: string): number => Number(/(\d+)号$/.exec(number)?.[1])
