import t from 'tap'
import { officers } from '../support/a-case.ts'
import { axeFindings, screensAreBuilt, startBrowser } from '../support/browser.ts'
import { twoDetained } from '../support/carrying.ts'
import { startStack } from '../support/stack.ts'

t.setTimeout(280_000)

t.test('a case is split on its page', async t => {
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
  t.same(browsing.faults, [], 'no script failed and no policy refused anything')
})
