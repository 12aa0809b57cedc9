import t from 'tap'
import { aPreparedTransfer, officers } from '../support/a-case.ts'
import { axeFindings, screensAreBuilt, startBrowser } from '../support/browser.ts'
import { startStack } from '../support/stack.ts'

t.setTimeout(290_000)

t.test('two people at their screens', async t => {
  await screensAreBuilt()
  const stack = await startStack(t, { worker: true })
  const browsing = await startBrowser(t, stack.url)
  const who = await officers(stack.url)
  const { caseId, handOverId } = await aPreparedTransfer(who)
  const desk = await browsing.window('许文斌', '/')
  await desk.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '收案' }).click()
  await desk.getByText('没有待收的案件').waitFor()
  let reloads = 0
  desk.on('framenavigated', () => reloads++)

  await t.test('what one sends stands on the desk of the other without a reload', async t => {
    const sender = await browsing.window('吴建国')
    await sender.goto(`${stack.url}/cases/${caseId}/transfer`)
    await sender.locator('.case-head').getByRole('button', { name: '移送审查起诉' }).click()
    const dialog = sender.getByRole('dialog')
    await dialog.getByRole('textbox', { name: '发生时间' }).waitFor()
    t.same(await axeFindings(sender), [], 'the open drawer')
    await dialog.getByRole('button', { name: '移送审查起诉' }).click()
    await desk.getByRole('link', { name: '林志远危险驾驶案' }).waitFor()
    t.equal(reloads, 0)
    t.same(await axeFindings(desk), [], 'the desk with a hand-over')
    await desk.locator('.top .count').filter({ hasText: '1' }).first().waitFor()
    await sender.getByText('待签收').first().waitFor()
  })

  await t.test('the clerk signs and accepts, and the sender sees it', async t => {
    const sender = await browsing.window('陈志强')
    await sender.goto(`${stack.url}/hand-overs/${handOverId}`)
    await sender.getByText('待签收').first().waitFor()
    await desk.getByRole('link', { name: '林志远危险驾驶案' }).click()
    await desk.locator('.hand-over-head').waitFor()
    t.same(await axeFindings(desk), [], 'the page of the hand-over')
    await desk.getByRole('button', { name: '签收', exact: true }).click()
    await desk.getByRole('dialog').getByRole('button', { name: '签收' }).click()
    await sender.getByText('收案审查中').first().waitFor()
    await desk.getByRole('button', { name: '受理审查起诉' }).click()
    await desk.getByRole('combobox', { name: '承办人' }).click()
    await desk.keyboard.type('林婉清')
    await desk.getByRole('option', { name: /林婉清/ }).waitFor({ state: 'attached' })
    await desk.keyboard.press('Enter')
    await desk.getByRole('dialog').getByRole('button', { name: '受理审查起诉' }).click()
    await sender.getByText('已受理').first().waitFor()
    const href = await sender.getByRole('link', { name: '受理回执' }).getAttribute('href')
    const receipt = await sender.request.get(`${stack.url}${href}`)
    t.equal(receipt.headers()['content-type'], 'application/pdf')
    t.equal((await receipt.body()).subarray(0, 5).toString(), '%PDF-')
  })

  t.same(browsing.faults, [], 'no script failed and no policy refused anything')
})
