import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import t from 'tap'
import { aFiledCase, aTriedCase, hoursAgo, officers } from '../support/a-case.ts'
import { axeFindings, screensAreBuilt, startBrowser } from '../support/browser.ts'
import { untilSql } from '../support/case-end.ts'
import { startStack } from '../support/stack.ts'

/** Where pictures of the screens go when somebody wants to look at them. */
const PICTURES = process.env.ANLIAN_PICTURES

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return
  mkdirSync(PICTURES, { recursive: true })
  await page.setViewportSize({ width: 1366, height: 768 })
  await page.screenshot({ path: join(PICTURES, `${name}.png`) })
}

t.setTimeout(240_000)

t.test('the fast track on the screens', async t => {
  await screensAreBuilt()
  const stack = await startStack(t, { worker: true })
  const browsing = await startBrowser(t, stack.url)
  const who = await officers(stack.url)
  const { caseId, personId } = await aFiledCase(who)
  await aTriedCase(who)

  await t.test('an officer answers the conditions and asks for the duty lawyer', async t => {
    const page = await browsing.window('吴建国', `/cases/${caseId}/fast-track`)
    await page.goto(`${stack.url}/cases/${caseId}/fast-track`)
    await page.getByText('尚未查明 N8').waitFor()
    await page.getByText('自到案（H0').first().waitFor()
    await picture(page, 'eligibility-before')
    await page.getByRole('button', { name: '填写条件' }).click()
    await page.getByRole('combobox', { name: /^N8/ }).click()
    await page.getByRole('option', { name: '否' }).first().waitFor({ state: 'attached' })
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await picture(page, 'answers')
    t.same(await axeFindings(page), [])
    await page.getByRole('button', { name: '保存填写' }).click()
    await page.getByText('已保存 1 项').waitFor()
    await page.getByText('全部符合').waitFor()
    await page.getByRole('button', { name: '申请值班律师' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '申请值班律师' }).click()
    await page.getByText('泉州市丰泽区司法局').first().waitFor()
    await picture(page, 'eligibility')
    t.same(await axeFindings(page), [])
  })

  await t.test('the duty lawyer takes the request, notes the meeting and gives the opinion', async t => {
    const page = await browsing.window('苏国平', '/duty-lawyer')
    await page.getByText('林志远').waitFor()
    t.same(await axeFindings(page), [])
    await picture(page, 'bureau')
    await page.getByRole('button', { name: '接办' }).click()
    await page.getByText('没有等待值班律师的申请').waitFor()
    await page.getByRole('link', { name: /^我的\s*1$/ }).click()
    await page.getByRole('button', { name: '登记会见' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '登记会见' }).click()
    await page.getByText('已会见').waitFor()
    await page.getByRole('button', { name: '出具意见' }).click()
    await page.getByLabel('法律意见').fill('当事人自愿认罪认罚，建议适用缓刑。')
    await picture(page, 'opinion')
    await page.getByRole('dialog').getByRole('button', { name: '出具意见' }).click()
    await page.getByText('您没有办理中的申请').waitFor()
    const seen = await who.po.get(`/cases/${caseId}/duty-lawyer-requests`)
    t.match(seen.at('items.0'), { casePersonId: personId, state: 'done' })
    await page.getByRole('link', { name: /^已办结/ }).click()
    await page.getByRole('link', { name: '意见书' }).waitFor()
    await picture(page, 'bureau-done')
  })

  await t.test('what was entered late says so, with when it was done and when it was entered', async () => {
    const late = { source: 'discovery', occurredAt: hoursAgo(3), chargeCode: 'X001', track48: true, circumstances: [] }
    const opened = (await who.po.post('/cases', late)).text('caseId')
    await untilSql(await stack.as('admin'), "exists (select 1 from fast_track_missed where case_id = $1 and mark = 'H1')", [opened])
    await who.pl.post(`/cases/${opened}/acts/file`, { occurredAt: hoursAgo(2.5) })
    const page = await browsing.window('吴建国', '/fast-track')
    await page
      .getByText(/^H1 补录：\d{2}-\d{2} \d{2}:\d{2} 完成，\d{2}-\d{2} \d{2}:\d{2} 录入$/)
      .first()
      .waitFor()
    await picture(page, 'entered-late')
    await page.goto(`${stack.url}/cases/${opened}/fast-track`)
    await page
      .getByText(/^补录于 \d{4}/)
      .first()
      .waitFor()
    await picture(page, 'entered-late-case')
  })

  await t.test('the board shows a line per person, and a case leaves only after every date that moves was shown', async t => {
    const page = await browsing.window('吴建国')
    await page.goto(`${stack.url}/fast-track`)
    await page
      .getByRole('img', { name: /48小时进度/ })
      .first()
      .waitFor()
    await picture(page, 'board')
    t.same(await axeFindings(page), [])
    await page.getByRole('button', { name: '转程序 / 退出' }).first().click()
    await page.getByText('以下日期将变动').waitFor()
    await page.getByText('48小时速裁全程').waitFor()
    t.equal((await who.po.get(`/cases/${caseId}`)).text('track48.state'), 'open', 'nothing has been done yet')
    await page.getByRole('combobox', { name: '退出原因' }).click()
    await page.keyboard.press('Enter')
    await picture(page, 'leaving')
    t.same(await axeFindings(page), [])
    await page.getByRole('dialog').getByRole('button', { name: '确认退出48小时速裁' }).click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    t.equal((await who.po.get(`/cases/${caseId}`)).text('track48.end'), 'LEFT(defenceRequest)')
  })

  await t.test('the court plans its hearings and sees the list of the day', async t => {
    const page = await browsing.window('蔡雅琳', '/hearings')
    const day = new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 10)
    await page.goto(`${stack.url}/hearings?day=${day}`)
    await page.getByText('当日没有排定的开庭').waitFor()
    await page.getByRole('button', { name: '集中排期' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: /^案件/ }).click()
    await page.locator('.ant-select-item-option', { hasText: '林志远' }).first().click()
    await page.keyboard.press('Escape')
    await dialog.getByLabel('法庭').fill('第一速裁法庭')
    await dialog.getByRole('combobox', { name: '审判员' }).click()
    await page.locator('.ant-select-item-option', { hasText: '郑明哲' }).first().click()
    await picture(page, 'plan')
    t.same(await axeFindings(page), [])
    await dialog.getByRole('button', { name: '集中排期' }).click()
    await page.getByText('09:00–09:20').waitFor()
    await picture(page, 'hearings')
    t.same(await axeFindings(page), [])
  })

  t.same(browsing.faults, [], 'no script failed and no policy refused anything')
})
