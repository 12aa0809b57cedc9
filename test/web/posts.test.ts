import type { Page } from 'playwright-core'
import t from 'tap'
import { aFiledCase, officers } from '../support/a-case.ts'
import { axeFindings, screensAreBuilt, startBrowser } from '../support/browser.ts'
import { startStack } from '../support/stack.ts'

const isWide = async (page: Page): Promise<boolean> =>
  (await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')) !== 0

t.setTimeout(290_000)

t.test('the screens of each post', async t => {
  await screensAreBuilt()
  const stack = await startStack(t)
  const browsing = await startBrowser(t, stack.url)
  const who = await officers(stack.url)
  const { caseId } = await aFiledCase(who)

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
      ['郭立群', '还没有案件'],
      ['苏国平', '没有等待值班律师的申请'],
      ['洪启明', '没有等待签发的函件'],
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
