import { setImmediate } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import t from 'tap'
import { aFiledCase, officers } from '../support/a-case.ts'
import { axeFindings, screensAreBuilt, startBrowser } from '../support/browser.ts'
import { startStack } from '../support/stack.ts'

/** Picks an entry of a searchable list the way people do: by typing a part of it. */
async function pick(page: Page, label: string, typed: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click()
  await page.keyboard.type(typed)
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option-active').waitFor()
  await page.keyboard.press('Enter')
}

t.setTimeout(290_000)

t.test('the screens', async t => {
  await screensAreBuilt()
  const stack = await startStack(t)
  const browsing = await startBrowser(t, stack.url)
  const who = await officers(stack.url)

  await t.test('sign-in shows a card per person, by agency', async t => {
    const page = await browsing.window(null)
    await page.getByRole('heading', { name: '泉州市公安局丰泽分局' }).waitFor()
    t.ok((await page.locator('.demo-agency button').count()) > 10)
    t.same(await axeFindings(page), [])
    await page.getByRole('button', { name: 'English' }).click()
    t.equal(await page.locator('html').getAttribute('lang'), 'en')
    await page.reload()
    t.equal(await page.locator('html').getAttribute('lang'), 'en', 'the language is remembered')
  })

  await t.test('an empty list names the next step, a filter says that it hides', async t => {
    const page = await browsing.window('陈志强')
    await page.getByText('还没有案件').waitFor()
    t.same(await axeFindings(page), [], 'nothing yet')
    await page.keyboard.press('/')
    await page.keyboard.type('没有这个案件')
    await page.getByText('当前条件下没有案件').waitFor()
    t.match(decodeURIComponent(page.url()), /q=没有这个案件/, 'the filter is in the address')
    await page.reload()
    await page.getByText('当前条件下没有案件').waitFor()
    t.same(await axeFindings(page), [], 'all hidden')
  })

  await t.test('the report of a case: errors above with the words at the fields, then the case', async t => {
    const page = await browsing.window('陈志强')
    await page.getByRole('button', { name: '受案登记' }).first().click()
    await page.getByRole('button', { name: '登记受案' }).click()
    const summary = page.getByRole('alert')
    await summary.getByText('请填写案由').waitFor()
    await page.locator('[role=alert]:focus').waitFor()
    t.same(await axeFindings(page), [], 'with errors')
    t.equal(await page.getByRole('combobox', { name: '案由' }).getAttribute('aria-invalid'), 'true')
    await pick(page, '案件来源', '工作中')
    await pick(page, '案由', 'wxjs')
    await page.getByLabel('受案时间').fill('2026年3月5日 8:30')
    await page.getByLabel('案发时间').fill('20260305 0800')
    await page.getByLabel('案发地点').fill('丰泽区迎津街')
    t.equal(await page.getByLabel('受案时间').inputValue(), '2026-03-05 08:30', 'one form of a date, whatever was typed')
    while (!JSON.stringify(await page.context().storageState()).includes('丰泽区迎津街')) await setImmediate()
    await page.reload()
    t.equal(await page.getByLabel('案发地点').inputValue(), '丰泽区迎津街', 'a reload loses nothing')
    await page.getByLabel('简要案情').fill('酒后驾车')
    await page.getByRole('button', { name: '登记受案' }).click()
    await page.getByRole('heading', { name: '危险驾驶案' }).waitFor()
    await page.getByText('2026-03-05 08:30').first().waitFor()
  })

  const { caseId } = await aFiledCase(who)

  await t.test('a case: overview, arithmetic of a period, marks of the track', async t => {
    const page = await browsing.window('陈志强')
    await page.goto(`${stack.url}/cases/${caseId}`)
    await page.getByRole('heading', { name: '办案进程' }).waitFor()
    await page.locator('.overview').getByRole('button', { name: '解释此日期' }).first().click()
    await page.getByRole('button', { name: '查看全部节点' }).click()
    await page.getByRole('columnheader', { name: '责任单位' }).waitFor()
    t.same(await axeFindings(page), [])
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: '本页快捷键' }).waitFor()
    t.same(await axeFindings(page), [], 'the keys')
  })

  t.same(browsing.faults, [], 'no script failed and no policy refused anything')
})
