import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import t from 'tap'
import { aFiledCase, aPaper, officers } from '../support/a-case.ts'
import { axeFindings, screensAreBuilt, startBrowser } from '../support/browser.ts'
import { startStack } from '../support/stack.ts'

/** Picks an entry of a searchable list the way people do: by typing a part of it. */
async function pick(page: Page, label: string, typed: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click()
  await page.keyboard.type(typed)
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option-active').waitFor()
  await page.keyboard.press('Enter')
}

const isWide = async (page: Page): Promise<boolean> =>
  (await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')) !== 0

t.setTimeout(170_000)

t.test('the screens', async t => {
  await screensAreBuilt()
  const stack = await startStack(t, { worker: true })
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
    await page.getByRole('button', { name: '查看计算过程' }).first().click()
    await page.getByRole('button', { name: '查看全部节点' }).click()
    await page.getByRole('columnheader', { name: '责任单位' }).waitFor()
    t.same(await axeFindings(page), [])
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: '本页快捷键' }).waitFor()
    t.same(await axeFindings(page), [], 'the keys')
  })

  await t.test('a folder is dropped in: one bad file does not stop the rest', async t => {
    const folder = mkdtempSync(join(tmpdir(), 'anlian-folder-'))
    t.teardown(() => rmSync(folder, { recursive: true, force: true }))
    mkdirSync(join(folder, '诉讼文书卷'))
    for (const code of ['GA01', 'GA03', 'GA07']) {
      const { name, bytes } = await aPaper(code)
      writeFileSync(join(folder, '诉讼文书卷', name), bytes)
    }
    writeFileSync(join(folder, '诉讼文书卷', 'GA08_坏.pdf'), 'not a document')
    const page = await browsing.window('陈志强')
    await page.goto(`${stack.url}/cases/${caseId}/dossier`)
    await page.getByText('卷宗里还没有材料').waitFor()
    t.same(await axeFindings(page), [], 'an empty dossier')
    await page.locator('input[type=file][aria-label="上传文件夹"]').setInputFiles(folder)
    const tray = page.getByRole('complementary', { name: '上传进度' })
    await tray.getByText('上传完成').waitFor()
    await tray.getByText('4/4 份').waitFor()
    await tray.getByText('请上传 PDF、JPEG 或 PNG').waitFor()
    t.match(await tray.locator('li.refused').textContent(), /GA08_坏\.pdf/)
    await page.getByRole('button', { name: /受案登记表/ }).waitFor()
    t.same(await axeFindings(page), [], 'with the tray open')
    await tray.getByRole('button', { name: '关闭' }).click()
    await page.getByRole('button', { name: /受案登记表/ }).click()
    await page.locator('.page-frame[aria-busy="false"] canvas').waitFor()
    t.same(await axeFindings(page), [], 'the reader')
    await page.getByRole('button', { name: '合并卷宗' }).click()
    await page.getByText('/ 5 页').waitFor()
    await page.getByRole('toolbar').getByRole('button', { name: '目录' }).click()
    await page
      .getByRole('navigation', { name: '目录' })
      .getByRole('button', { name: /立案决定书/ })
      .click()
    await page.locator('.page-frame[aria-label="第 4 页"][aria-busy="false"]').waitFor()
    t.same(await axeFindings(page), [], 'the merged dossier with its outline')
  })

  await t.test('the check before a hand-over asks for what was declared', async t => {
    const page = await browsing.window('陈志强')
    await page.goto(`${stack.url}/cases/${caseId}/transfer`)
    await page.getByRole('heading', { name: '移送材料核对' }).waitFor()
    t.equal(await page.getByRole('cell', { name: /前科判决书/ }).count(), 0)
    await page.getByRole('button', { name: '申明案件情形' }).click()
    await page.getByRole('checkbox', { name: '有前科' }).check()
    t.same(await axeFindings(page), [], 'the circumstances')
    await page.getByRole('button', { name: '申明这些情形' }).click()
    await page.getByRole('cell', { name: /前科判决书/ }).waitFor()
    await page.locator('.tag', { hasText: '有前科' }).waitFor()
    t.same(await axeFindings(page), [])
  })

  await t.test('the 48-hour board shows the case, and both boxes of the desk are whole', async t => {
    const page = await browsing.window('吴建国', '/fast-track')
    await page.goto(`${stack.url}/fast-track`)
    await page
      .getByRole('img', { name: /48小时进度/ })
      .first()
      .waitFor()
    t.same(await axeFindings(page), [])
    await page.goto(`${stack.url}/desk?box=out`)
    await page.getByText('没有移送出去的案件').waitFor()
    t.same(await axeFindings(page), [])
  })

  await t.test('posts without cases are told what they can do, and ask for nothing else', async t => {
    for (const [name, words] of [
      ['郭立群', '本平台目前不向看守所派发事项'],
      ['苏国平', '本平台目前不向司法行政机关派发事项'],
      ['洪启明', '没有供执法监督使用的汇总'],
      ['安全管理员', '目前在部署时设定'],
      ['系统管理员', '流转引擎'],
    ] as const) {
      const refused: string[] = []
      const page = await browsing.window(null, '/cases')
      page.on('response', response => response.status() === 403 && refused.push(response.url()))
      await page.locator('.demo-agency button', { hasText: name }).click()
      await page.getByText(words).waitFor()
      t.same(refused, [], name)
      t.same(await axeFindings(page), [], name)
    }
  })

  await t.test('the audit administrator verifies the trail', async t => {
    const page = await browsing.window('审计管理员')
    await page.getByRole('button', { name: '核验审计记录' }).click()
    await page.getByText('完整，未发现改动').waitFor()
    await page.getByText(/共 \d+ 条链、\d+ 条记录/).waitFor()
    t.same(await axeFindings(page), [])
  })

  await t.test('a telephone 360 wide shows every screen without scrolling sideways', async t => {
    const page = await browsing.window('陈志强', '/', 360)
    for (const path of [
      '/cases',
      '/cases/new',
      `/cases/${caseId}`,
      `/cases/${caseId}/dossier`,
      `/cases/${caseId}/transfer`,
      '/desk',
      '/fast-track',
    ]) {
      await page.goto(`${stack.url}${path}`)
      await page.locator('main .panel').first().waitFor()
      await page.waitForLoadState('networkidle')
      t.equal(await isWide(page), false, path)
    }
    t.same(await axeFindings(page), [])
  })

  t.same(browsing.faults, [], 'no script failed and no policy refused anything')
})
