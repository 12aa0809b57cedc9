import t from 'tap'
import { axeFindings, screensAreBuilt, startBrowser } from '../support/browser.ts'
import { startStack } from '../support/stack.ts'

t.setTimeout(290_000)

t.test('the calculator, for everybody', async t => {
  await screensAreBuilt()
  const stack = await startStack(t)
  const browsing = await startBrowser(t, stack.url)
  const page = await browsing.window(null)
  await page.getByRole('link', { name: '期限计算器' }).click()
  await page.getByText('请选择一项期限').waitFor()
  t.same(await axeFindings(page), [], 'nothing chosen')

  await t.test('a period is found by name, by article and by code', async t => {
    for (const [typed, name] of [
      ['审查起诉', /审查起诉/],
      ['172', /审查起诉/],
      ['DET_ARREST', /拘留后提请批准逮捕/],
    ] as const) {
      await page.getByRole('searchbox').fill(typed)
      await page.getByRole('navigation', { name: '期限' }).getByRole('link', { name }).first().waitFor()
    }
    await page.getByRole('link', { name: /拘留后提请批准逮捕/ }).click()
    t.match(page.url(), /p=DET_ARREST_REQUEST/)
  })

  await t.test('start and extension give the date with its steps, and the address holds them', async t => {
    await page.getByLabel('起算时间').fill('2026年1月12日 16:30')
    await page.getByText('2026-01-15 16:30').first().waitFor()
    await page.getByRole('button', { name: '添加事件' }).click()
    await page.getByRole('combobox', { name: '事件' }).click()
    await page.keyboard.type('30')
    await page.keyboard.press('Enter')
    await page.getByLabel('事件时间').fill('2026-01-14 10:00')
    await page.locator('.figures').getByText('2026-02-11 16:30').waitFor()
    await page.getByText('刑事诉讼法第91条第2款').first().waitFor()
    t.same(await axeFindings(page), [], 'a result')
    const other = await browsing.window(null, page.url().slice(stack.url.length), 360)
    await other.locator('.figures').getByText('2026-02-11 16:30').waitFor()
    t.equal(await other.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'), 0)
    t.same(await axeFindings(other), [], 'at 360')
  })

  await t.test('what the law does not allow is said, not passed over', async t => {
    await page.getByLabel('事件时间').fill('2026-03-14 10:00')
    await page.getByRole('alert').getByText('期间届满后不得延长').waitFor()
    t.same(await axeFindings(page), [])
  })

  t.same(browsing.faults, [], 'no script failed and no policy refused anything')
})
