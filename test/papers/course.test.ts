import t from 'tap'
import { PdfReader } from '../pdf/fixtures/pdf-reader.ts'
import { aDeliveredTransfer, fileAll, officers, PROCURATORATE_PAPERS, sayThatAllHold, until } from '../support/a-case.ts'
import type { Answer, Person } from '../support/http-client.ts'
import { startStack } from '../support/stack.ts'

t.setTimeout(290_000)

t.test('a drunk-driving case: each agency makes its papers when it is its turn', async t => {
  const stack = await startStack(t, { worker: true })
  const who = await officers(stack.url)
  const { caseId, personId, handOverId } = await aDeliveredTransfer(who)
  const fine = (answer: Answer): Answer => {
    if (answer.status >= 400) throw new Error(JSON.stringify(answer.body))
    return answer
  }
  type Wanted = { readonly parts?: Record<string, string>; readonly of?: string; readonly signer?: Person }
  const make = async (maker: Person, code: string, { parts = {}, of, signer = maker }: Wanted = {}): Promise<Answer> => {
    const drafted = await maker.post(`/cases/${caseId}/papers`, { code, parts, ...(of ? { casePersonId: of } : {}) })
    return drafted.status >= 400 ? drafted : await signer.post(`/cases/${caseId}/papers/${drafted.text('paperId')}/issue`)
  }
  const textOf = async (reader: Person, issued: Answer): Promise<string> => {
    const path = `/api/v1/cases/${caseId}/documents/${issued.text('documentId')}/content`
    const response = await fetch(`${stack.url}${path}`, { headers: { cookie: reader.cookie } })
    const pdf = await PdfReader.open(new Uint8Array(await response.arrayBuffer()))
    const pages = await Promise.all(Array.from({ length: pdf.pageCount }, async (_, at) => await pdf.text(at + 1)))
    await pdf.close()
    return pages.join('').replace(/\s/g, '')
  }

  await t.test('while the file is on its way the sender’s dossier is closed; the desk of the receiver writes its register', async t => {
    const refused = await make(who.po, 'GA18', { of: personId })
    t.equal(refused.text('code'), 'hand-over-open')
    t.equal((await make(who.pc, 'JC01')).status, 200, 'before it takes the case')
    t.equal((await make(who.pc, 'JC21')).text('code'), 'paper-not-yours', 'not an indictment')
  })

  await t.test('the procuratorate informs, takes the undertaking, recommends and indicts; the police make nothing any more', async t => {
    fine(await who.pc.post(`/hand-overs/${handOverId}/receive`, {}))
    fine(await who.pc.post(`/hand-overs/${handOverId}/accept`, { assignTo: who.pp.userId }))
    t.equal((await make(who.po, 'GA03')).text('code'), 'paper-not-yours')
    const early = await make(who.pp, 'JC18', { of: personId })
    t.equal(early.text('code'), 'paper-facts-missing')
    t.same(early.at('facts.missing'), ['量刑建议'], 'nobody has recommended a sentence yet')
    fine(
      await who.pp.post(`/cases/${caseId}/acts/signUndertaking`, {
        casePersonId: personId,
        counsel: 'dutyLawyer',
        fastTrackConsent: true,
        suggestion: '拘役一个月，缓刑二个月，并处罚金人民币二千元',
      }),
    )
    const register = await who.pp.get(`/cases/${caseId}/papers`)
    t.match(register.at('papers.0'), { code: 'JC18', state: 'draft' })
    const begun = register.text('papers.0.id')
    const recommended = await who.pp.post(`/cases/${caseId}/papers/${begun}/issue`)
    t.equal(recommended.status, 200, 'the draft follows the case')
    t.match(await textOf(who.pp, recommended), '建议判处被告人林志远拘役一个月，缓刑二个月，并处罚金人民币二千元')
    const indicted = fine(await make(who.pp, 'JC21', { parts: { found: '林志远醉酒驾驶机动车。' } }))
    t.match(indicted.text('number'), /^丰检刑诉〔\d{4}〕1号$/)
    t.match(await textOf(who.pp, indicted), '检察官林婉清')
    t.equal(
      (await who.po.get(`/cases/${caseId}/papers`)).at('papers.0.code'),
      'JC01',
      'the police see what was in the dossier when they handed it over',
    )
  })

  await t.test('the court’s judgment bears the number of its case and the sentence of each', async t => {
    await fileAll(
      who.pp,
      caseId,
      PROCURATORATE_PAPERS.filter(code => !['JC18', 'JC21'].includes(code)),
    )
    await sayThatAllHold(who.pp, caseId)
    const prepared = fine(await who.pc.post(`/cases/${caseId}/hand-overs`, { leg: 'indictment', toAgency: '350503-CRT' }))
    const indictment = prepared.text('handOverId')
    fine(await who.pp.post(`/hand-overs/${indictment}/send`, {}))
    await until(who.cc, indictment, 'delivered')
    fine(await make(who.cc, 'FY02', { parts: { missing: '量刑证据' }, signer: who.cc }))
    fine(await who.cc.post(`/hand-overs/${indictment}/receive`, {}))
    fine(await who.cc.post(`/hand-overs/${indictment}/accept`, { assignTo: who.cj.userId, procedure: 'fastTrack' }))
    fine(
      await who.cj.post(`/cases/${caseId}/acts/announceJudgment`, {
        casePersonId: personId,
        principal: 'P2',
        principalMonths: 1,
        suspensionMonths: 2,
        fineYuan: 2000,
      }),
    )
    const judged = fine(await make(who.cj, 'FY18', { parts: { found: '林志远醉酒驾驶机动车。', clerk: '蔡雅琳' } }))
    t.match(judged.text('number'), /^\(\d{4}\)闽0503刑初\d+号$/)
    const text = await textOf(who.cj, judged)
    t.match(text, '被告人林志远犯危险驾驶罪，判处拘役一个月，缓刑二个月，并处罚金人民币二千元。')
    t.match(text, '丰检刑诉')
    t.match(text, '适用速裁程序公开开庭审理')
  })

  await t.test('the procuratorate protests while the court has the case, and makes nothing else there', async t => {
    t.equal((await make(who.pp, 'JC39', { parts: { reason: '量刑畸轻。' } })).status, 200)
    t.equal((await make(who.pp, 'JC24', { of: personId })).text('code'), 'paper-not-yours')
  })
})
