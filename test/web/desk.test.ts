import t from 'tap'
import { aDeliveredTransfer, officers } from '../support/a-case.ts'
import { axeFindings, screensAreBuilt, startBrowser } from '../support/browser.ts'
import { startStack } from '../support/stack.ts'

t.setTimeout(290_000)

t.test('the desk takes many at once and says which line is down', async t => {
  await screensAreBuilt()
  const stack = await startStack(t, { worker: true })
  const who = await officers(stack.url)
  const delivered = [await aDeliveredTransfer(who), await aDeliveredTransfer(who)]
  const browsing = await startBrowser(t, stack.url)
  const page = await browsing.window('许文斌')
  await page.goto(`${stack.url}/desk`)
  const boxes = page.getByRole('checkbox', { name: /^选择 / })
  await boxes.first().waitFor()
  for (const box of await boxes.all()) await box.check()
  await page.getByText('已选 2 件').waitFor()
  t.same(await axeFindings(page), [], 'the desk with a selection')
  await page.getByRole('button', { name: '批量签收' }).click()
  await page.getByRole('status').getByText('已办 2 件，未办 0 件').waitFor()
  for (const { handOverId } of delivered) t.equal((await who.pc.get(`/hand-overs/${handOverId}`)).text('state'), 'received')
  const expectedEnd = new Date(Date.now() + 3_600_000).toISOString()
  await who.pp.post('/lines/350503-PRO/pause', { reason: '专网中断', expectedEnd })
  await page.reload()
  await page.getByText(/线路中断（专网中断）/).waitFor()
  const asked = { reason: '目录与页码不符', basis: '规则 第157条', dueOn: '2099-12-31' }
  await who.pc.post(`/hand-overs/${delivered[0]?.handOverId}/request-rebind`, asked)
  await page.goto(`${stack.url}/hand-overs/${delivered[0]?.handOverId}`)
  await page.getByText('要求重新装订，期限').waitFor()
  await page.getByText('收案审查意见').waitFor()
  t.same(await axeFindings(page), [], 'the hand-over with an answer')
})
