import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { aFiledCase, aPaper, officers } from '../support/a-case.ts'
import { axeFindings, screensAreBuilt, startBrowser } from '../support/browser.ts'
import { startStack } from '../support/stack.ts'

t.setTimeout(290_000)

t.test('the dossier on the screen', async t => {
  await screensAreBuilt()
  const stack = await startStack(t)
  const browsing = await startBrowser(t, stack.url)
  const who = await officers(stack.url)
  const { caseId } = await aFiledCase(who)

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
    await page.getByText('/ 8 页').waitFor()
    await page.getByRole('toolbar').getByRole('button', { name: '目录' }).click()
    await page
      .getByRole('navigation', { name: '目录' })
      .getByRole('button', { name: /立案决定书/ })
      .click()
    await page.locator('.page-frame[aria-label="第 5 页"][aria-busy="false"]').waitFor()
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

  t.same(browsing.faults, [], 'no script failed and no policy refused anything')
})
