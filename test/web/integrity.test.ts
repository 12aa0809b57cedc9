import t from 'tap'
import { aFiledCase, officers } from '../support/a-case.ts'
import { axeFindings, screensAreBuilt, startBrowser } from '../support/browser.ts'
import { untilSettled } from '../support/case-end.ts'
import { startStack } from '../support/stack.ts'

t.setTimeout(280_000)

t.test('the screen of the checks', async t => {
  await screensAreBuilt()
  const stack = await startStack(t, { worker: true })
  const browsing = await startBrowser(t, stack.url)
  const admin = await stack.as('admin')
  const { caseId } = await aFiledCase(await officers(stack.url))
  await untilSettled(admin, caseId)
  const page = await browsing.window('系统管理员', '/integrity')
  await page.goto(`${stack.url}/integrity`)

  await t.test('nothing found is said with what was looked at', async t => {
    await page.getByRole('button', { name: '立即核对' }).click()
    await page.getByText('未发现问题', { exact: true }).waitFor()
    await page.getByText(/^16 项检查，核对 \d+ 行$/).waitFor()
    t.equal(await page.getByRole('row').filter({ hasText: '无问题' }).count(), 16)
    await page.getByRole('row').filter({ hasText: '本平台（350503）' }).waitFor()
    t.same(await axeFindings(page), [])
  })

  await t.test('a fault is a sentence with its case, whose it is and since when', async t => {
    await admin.query("update period_instance set agency = '350503-XXX' where case_id = $1 and code = 'BAIL_POLICE'", [caseId])
    await page.getByRole('button', { name: '立即核对' }).click()
    const row = page.getByRole('row').filter({ hasText: /案件ETZF-\d{6}-\d{4}-\d{6}的期限“.+”没有责任单位/ })
    await row.waitFor()
    t.match(await row.textContent(), /泉州市公安局丰泽分局/)
    t.match(await row.textContent(), /\d{4}-\d{2}-\d{2} \d{2}:\d{2}/)
    t.notMatch(await page.locator('main').textContent(), /林志远/)
    t.same(await axeFindings(page), [])
  })

  await t.test('a telephone shows it without scrolling sideways', async t => {
    await page.setViewportSize({ width: 360, height: 900 })
    t.equal(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'), 0)
  })
  t.same(browsing.faults, [], 'no script failed and no policy refused anything')
})
