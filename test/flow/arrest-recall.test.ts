import t from 'tap'
import { officers } from '../support/a-case.ts'
import { ARREST_PAPERS, carry, filePapers, ok, twoDetained } from '../support/carrying.ts'
import { intact } from '../support/intact.ts'
import { startStack } from '../support/stack.ts'

t.setTimeout(240_000)

t.test('the police recall a request for arrest', async t => {
  const stack = await startStack(t, { worker: true })
  const who = await officers(stack.url)
  const { po, pl, pc, pp } = who
  const { caseId, persons } = await twoDetained(who)
  const [first = '', second = ''] = persons
  await filePapers(po, caseId, ARREST_PAPERS, persons)
  await carry(caseId, { leg: 'arrestRequest', prepares: po, sends: pl, desk: pc, gets: pp, toAgency: '350503-PRO', persons })
  const act = async (by: typeof pl, name: string, casePersonId: string) =>
    await by.post(`/cases/${caseId}/acts/${name}`, { casePersonId, reason: '证据发生变化' })
  const consent = async (by: typeof pl, casePersonId: string) =>
    await by.post(`/cases/${caseId}/acts/consentArrestRecall`, { casePersonId })
  const clock = async (code: string, casePersonId: string): Promise<string | undefined> => {
    const items = (await pl.get(`/cases/${caseId}/clocks`)).at('items')
    return Array.isArray(items) ? items.find(one => one.code === code && one.casePersonId === casePersonId)?.state : undefined
  }

  t.match(await consent(pp, first), { status: 409 }, 'nobody has asked')
  t.equal((await act(po, 'askArrestRecall', first)).status, 403, 'the approver asks')
  ok(await act(pl, 'askArrestRecall', first))
  t.equal((await consent(pl, first)).status, 403, 'nobody consents to his own wish')
  t.equal(await clock('ARREST_REVIEW_DETAINED', first), 'running')
  ok(await consent(pp, first))
  t.not(await clock('ARREST_REVIEW_DETAINED', first), 'running')
  t.equal(await clock('DET_ARREST_REQUEST', first), 'running', 'its own time still runs')
  t.equal(await clock('ARREST_REVIEW_DETAINED', second), 'running', 'the other request stands')

  ok(await act(pl, 'askArrestRecall', second))
  ok(await pp.post(`/cases/${caseId}/acts/refuseArrestRecall`, { casePersonId: second, reason: '已经审查完毕' }))
  ok(await pp.post(`/cases/${caseId}/acts/approveArrest`, { casePersonId: second, docNo: '丰检批捕〔2026〕9号' }))
  t.match(await act(pl, 'askArrestRecall', second), { status: 409, body: { code: 'state-conflict' } }, 'it is decided')
  t.notMatch(JSON.stringify((await pp.get(`/cases/${caseId}/dossier`)).body), /"GA13"/, 'the review is over, and so is the reading')
  ok(await pl.post(`/cases/${caseId}/acts/executeArrest`, { casePersonId: second, docNo: '丰公捕字〔2026〕9号' }))
  await intact(t, stack)
})
