import t from 'tap'
import { officers } from '../support/a-case.ts'
import { workerDeps } from '../support/acting.ts'
import { axeFindings, screensAreBuilt, startBrowser } from '../support/browser.ts'
import { alertAndIssue, sweepAll } from '../support/lettered.ts'
import { startStack } from '../support/stack.ts'
import { twoDefendants } from '../support/two-defendants.ts'
import { setClock } from '../support/watched.ts'

t.setTimeout(290_000)

t.test('a supervision letter from draft to closed', async t => {
  await screensAreBuilt()
  const stack = await startStack(t, { worker: true })
  const admin = await stack.as('admin')
  await setClock(admin, new Date('2026-02-20T09:30:00+08:00'))
  const who = await officers(stack.url)
  const { caseId, held, officer } = await twoDefendants(stack.url, who)
  const { orm } = await workerDeps(t, stack)
  await alertAndIssue(admin, orm)
  const browsing = await startBrowser(t, stack.url)
  const supervisor = await browsing.window('洪启明')
  const answering = await browsing.window('吴建国')

  await t.test('the supervisor finds the draft first and signs it', async t => {
    await supervisor.getByRole('link', { name: '逮捕通知家属' }).waitFor()
    await supervisor.locator('.top .count').waitFor()
    t.same(await axeFindings(supervisor), [], 'the box to sign')
    await supervisor.getByRole('link', { name: '逮捕通知家属' }).click()
    const paper = supervisor.getByRole('article', { name: '函件正文' })
    await paper.getByText('关于逮捕通知家属的督办函').waitFor()
    await paper.getByText('陈某（在押）').waitFor()
    t.same(await axeFindings(supervisor), [], 'the draft')
    await supervisor.getByRole('button', { name: '签发' }).click()
    await paper.getByText(/督办〔2026〕350503-000\d号/).waitFor()
  })

  await t.test('overdue custody stands above every screen of who must answer', async t => {
    await answering.reload()
    await answering.getByRole('alert').getByText('1 项在押人员的期限已逾期').waitFor()
    t.same(await axeFindings(answering), [])
    await answering.getByRole('alert').getByRole('link').click()
    await answering.getByText('签收时限').waitFor()
    await answering.locator('.paper .left').first().waitFor()
    const href = await answering.getByRole('link', { name: '公文 PDF' }).getAttribute('href')
    const pdf = await answering.request.get(`${stack.url}${href}`)
    t.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-')
    await answering.getByRole('button', { name: '签收' }).click()
    await answering.getByRole('button', { name: '反馈', exact: true }).waitFor()
  })

  await t.test('the answer names its cause; the supervisor sees it without a reload and accepts it', async t => {
    await answering.getByRole('button', { name: '反馈', exact: true }).click()
    const form = answering.getByRole('dialog', { name: '反馈' })
    await form.getByRole('button', { name: '反馈' }).click()
    await form.getByRole('alert').getByText('请填写原因').waitFor()
    t.same(await axeFindings(answering), [], 'the form with errors')
    await form.getByRole('combobox', { name: '原因' }).click()
    await answering.keyboard.press('Enter')
    await form.getByLabel('已采取的措施').fill('已电话通知，补制通知书')
    await form.getByRole('button', { name: '反馈' }).click()
    await supervisor.getByRole('button', { name: '审核反馈' }).click()
    const review = supervisor.getByRole('dialog', { name: '审核反馈' })
    await review.getByRole('radio', { name: '是' }).check()
    await review.getByRole('button', { name: '审核反馈' }).click()
    await review.waitFor({ state: 'hidden' })
    await supervisor.getByText('措施：已电话通知，补制通知书').waitFor()
  })

  await t.test('the ending event closes it, with how late it was', async t => {
    const told = await officer.post(`/cases/${caseId}/acts/notifyFamily`, { occurredAt: '2026-02-20T09:20:00+08:00', casePersonId: held })
    t.equal(told.status, 200)
    await sweepAll(orm)
    await answering.getByText('该函件已办结').waitFor()
    await answering.getByText(/逾期办结/).waitFor()
    await answering.goto(`${stack.url}/letters?state=closed`)
    await answering.getByRole('link', { name: '逮捕通知家属' }).waitFor()
    t.same(await axeFindings(answering), [], 'closed letters')
  })

  await t.test('the day’s report of the watch', async t => {
    await supervisor.goto(`${stack.url}/watch?day=2026-02-20`)
    await supervisor.getByRole('region', { name: '结论' }).waitFor()
    t.same(await axeFindings(supervisor), [])
  })

  t.same(browsing.faults, [], 'no script failed and no policy refused anything')
})
