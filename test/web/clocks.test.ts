import type { Page } from 'playwright-core'
import t from 'tap'
import { officers } from '../support/a-case.ts'
import { axeFindings, screensAreBuilt, startBrowser } from '../support/browser.ts'
import { startStack } from '../support/stack.ts'
import { twoDefendants } from '../support/two-defendants.ts'
import { setClock } from '../support/watched.ts'

const choose = async (page: Page, label: string, typed: string): Promise<void> => {
  await page.getByRole('combobox', { name: label }).click()
  await page.keyboard.type(typed)
  await page.keyboard.press('Enter')
}

t.setTimeout(240_000)

t.test('the clocks of two defendants', async t => {
  await screensAreBuilt()
  const stack = await startStack(t, { worker: true })
  await setClock(await stack.as('admin'), new Date('2026-02-20T09:30:00+08:00'))
  const who = await officers(stack.url)
  const { caseId, officer } = await twoDefendants(stack.url, who)
  const browsing = await startBrowser(t, stack.url)
  const page = await browsing.window('黄晓东')
  await page.goto(`${stack.url}/cases/${caseId}`)
  await page.getByRole('link', { name: '期限', exact: true }).click()
  const held = page.getByRole('region', { name: '陈大勇' })
  const dueOf = async (code: string) => {
    const { body } = await officer.get(`/cases/${caseId}/clocks`)
    return JSON.stringify(body).match(new RegExp(`"code":"${code}"[^{]*"agency".*?"dueAt":"([^"]+)"`))?.[1]
  }

  await t.test('each stands under its person with what is left, and none is left out', async t => {
    await held.getByRole('button', { name: /侦查羁押期限 自 2026-02-10 15:00 起，至 2026-04-10 24:00 届满/ }).waitFor()
    await held.getByText('在押').waitFor()
    await page
      .getByRole('region', { name: '吴小梅' })
      .getByRole('button', { name: /取保候审期限/ })
      .waitFor()
    const rows = await page.locator('.clock-row').count()
    const items = (await officer.get(`/cases/${caseId}/clocks`)).at('items')
    t.equal(rows, Array.isArray(items) ? items.length : 0)
    t.equal(await held.locator('.timebar.custody .late').count(), 2, 'neither interrogated nor the family told in time')
    t.same(await axeFindings(page), [])
  })

  await t.test('a date explains itself: sentence, steps with articles, the event behind them', async t => {
    await held.getByRole('button', { name: /拘留后提请批准逮捕/ }).press('Enter')
    const dialog = page.getByRole('dialog', { name: '解释此日期' })
    await dialog
      .getByText(/自2026年1月12日16时30分起算.*共30日|延长至30日/)
      .first()
      .waitFor()
    await dialog.getByText('刑事诉讼法第91条第2款').first().waitFor()
    await dialog.getByRole('rowheader', { name: '届满' }).waitFor()
    t.same(await axeFindings(page), [], 'the open explanation')
    await dialog.getByRole('link', { name: '查看该事件' }).first().click()
    await page.locator('.timeline li.named').getByText('延长期限').waitFor()
    await page.goBack()
    await page.goto(`${stack.url}/cases/${caseId}/clocks`)
  })

  await t.test('what if: the dates that move are marked, nothing is kept, and the same is asked for', async t => {
    const before = await dueOf('INV_CUSTODY')
    await choose(page, '假设', '延长一个月')
    await page.locator('.what-if').getByRole('button', { name: '试算' }).click()
    await page.locator('.move-list').getByText('2026-05-10 24:00').waitFor()
    t.ok((await held.locator('line.moved').count()) > 0, 'marked in the drawing')
    t.equal(await dueOf('INV_CUSTODY'), before)
    t.same(await axeFindings(page), [])
    await page.locator('.what-if').getByRole('button', { name: '提出申请' }).click()
    const form = page.getByRole('dialog', { name: /申请/ })
    t.match(await form.getByLabel('决定时间').inputValue(), /^2026-02-20 09:3/, 'the time that was tried')
    await form.getByLabel('决定书文号').fill('泉检延〔2026〕5号')
    await form.getByRole('button', { name: '提出申请' }).click()
    await page.locator('.requests').getByText('等待另一名有审批权的人员审批').waitFor()
    t.equal(await dueOf('INV_CUSTODY'), before)
  })

  await t.test('a second person approves, and the date moves', async t => {
    const second = await browsing.window('吴建国')
    await second.goto(`${stack.url}/cases/${caseId}/clocks`)
    await second.getByRole('button', { name: '批准', exact: true }).click()
    await second.getByRole('button', { name: /侦查羁押期限.*至 2026-05-10 24:00 届满/ }).waitFor()
    t.equal(await dueOf('INV_CUSTODY'), '2026-05-10T23:59:59+08:00')
  })

  await t.test('week, table and a telephone', async t => {
    await page.getByRole('link', { name: '周', exact: true }).click()
    t.match(page.url(), /zoom=week/)
    await page.getByRole('link', { name: '表', exact: true }).click()
    await page.getByRole('columnheader', { name: '届满' }).waitFor()
    await page.getByRole('rowheader', { name: /吴小梅/ }).waitFor()
    t.same(await axeFindings(page), [], 'the table')
    await page.goto(`${stack.url}/cases/${caseId}/clocks`)
    await page.setViewportSize({ width: 360, height: 800 })
    await held.waitFor()
    t.equal(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'), 0)
    t.same(await axeFindings(page), [], 'at 360')
  })

  await t.test('a wrong entry is corrected from the timeline and stays, struck through', async t => {
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(`${stack.url}/cases/${caseId}`)
    await page.getByRole('button', { name: '更正：执行逮捕' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('正确的发生时间').fill('2026-02-11 09:00')
    await form.getByLabel('更正理由').fill('笔录载明时间')
    t.same(await axeFindings(page), [])
    await form.getByRole('button', { name: '提出更正' }).click()
    await form.waitFor({ state: 'hidden' })
    const second = await browsing.window('吴建国')
    await second.goto(`${stack.url}/cases/${caseId}/clocks`)
    await second.getByRole('button', { name: '批准', exact: true }).click()
    await second.getByRole('button', { name: /侦查羁押期限 自 2026-02-11 09:00 起/ }).waitFor()
    await page.reload()
    await page.locator('.wrong-entry s').getByText('执行逮捕').waitFor()
    await page.getByText('已更正，见 2026-02-11 09:00 的记录').waitFor()
  })

  t.same(browsing.faults, [], 'no script failed and no policy refused anything')
})
