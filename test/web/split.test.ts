import t from 'tap'
import { officers } from '../support/a-case.ts'
import { axeFindings, screensAreBuilt, startBrowser } from '../support/browser.ts'
import { twoDetained } from '../support/carrying.ts'
import { startStack } from '../support/stack.ts'

t.setTimeout(280_000)

t.test('a case is split on its page, and put together again', async t => {
  await screensAreBuilt()
  const stack = await startStack(t)
  const browsing = await startBrowser(t, stack.url)
  const { caseId } = await twoDetained(await officers(stack.url))
  const page = await browsing.window('吴建国')
  await page.goto(`${stack.url}/cases/${caseId}`)
  await page.getByText(/^其他办理/).click()
  await page.getByRole('button', { name: '分案' }).click()
  const dialog = page.getByRole('dialog', { name: '分案' })
  await dialog.getByRole('combobox', { name: '人员' }).click()
  await page.keyboard.type('吴小梅')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await dialog.getByLabel('理由').fill('另案起诉')
  t.same(await axeFindings(page), [])
  await dialog.getByRole('button', { name: '分案' }).click()
  await page.getByRole('heading', { name: '吴小梅盗窃案' }).waitFor()
  await page.getByText(/^分自/).waitFor()
  await page.getByRole('link', { name: /^ETZF-\d{6}-\d{4}-\d{6}$/ }).click()
  await page.getByRole('heading', { name: '陈大勇盗窃案' }).waitFor()
  await page.getByText(/^吴小梅另案办理/).waitFor()

  await page
    .getByRole('link', { name: /^ETZF-\d{6}-\d{4}-\d{6}-S1$/ })
    .first()
    .waitFor()
  const childNo = (await page.getByRole('link', { name: /-S1$/ }).first().textContent()) ?? ''
  await page.getByText(/^其他办理/).click()
  await page.getByRole('button', { name: '并案' }).click()
  const merging = page.getByRole('dialog', { name: '并案' })
  await merging.getByLabel('并入本案的案件（平台编号）').fill('ETZF-350503-2026-999999')
  await merging.getByLabel('理由').fill('并案侦查')
  await merging.getByRole('button', { name: '并案' }).click()
  await merging
    .getByText(/不存在，或您无权查看/)
    .first()
    .waitFor()
  t.equal(await merging.getByLabel('理由').inputValue(), '并案侦查', 'what was written stays')
  t.same(await axeFindings(page), [])
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/merge-refused.png` })
  await merging.getByLabel('并入本案的案件（平台编号）').fill(childNo)
  await merging.getByRole('button', { name: '并案' }).click()
  await merging.waitFor({ state: 'detached' })
  await page.getByText(/^并入的案件/).waitFor()
  t.equal(await page.getByText(/^吴小梅另案办理/).count(), 0, 'she is back')
  await page
    .getByRole('row', { name: /吴小梅/ })
    .or(page.locator('.person', { hasText: '吴小梅' }))
    .first()
    .waitFor()
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/merged.png` })
  await page.getByRole('link', { name: childNo }).first().click()
  await page.getByRole('heading', { name: '吴小梅盗窃案' }).waitFor()
  await page.getByText(/^已并入 ETZF/).waitFor()
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/merged-away.png` })
  t.same(browsing.faults, [], 'no script failed and no policy refused anything')
})
