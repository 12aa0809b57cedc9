import t from 'tap'
import { aDeliveredTransfer, officers } from '../support/a-case.ts'
import { axeFindings, screensAreBuilt, startBrowser } from '../support/browser.ts'
import { ok, twoDetained } from '../support/carrying.ts'
import { untilSql } from '../support/case-end.ts'
import { signIn } from '../support/http-client.ts'
import { startStack } from '../support/stack.ts'

t.setTimeout(280_000)

const soon = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()
/** As somebody in Quanzhou writes it. */
const wallTime = (hours: number): string =>
  soon(hours + 8)
    .slice(0, 16)
    .replace('T', ' ')

t.test('lines that are down, and what waits with whom', async t => {
  await screensAreBuilt()
  const stack = await startStack(t, { worker: true })
  const who = await officers(stack.url)
  const admin = await stack.as('admin')
  const { caseId, persons } = await twoDetained(who)
  const { handOverId } = await aDeliveredTransfer(who)
  const browsing = await startBrowser(t, stack.url)
  const wide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
  const shot = async (page: typeof lines, name: string): Promise<void> => {
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` })
  }

  const lines = await browsing.window('系统管理员', '/lines')
  const line = lines.getByRole('row', { name: /丰泽区人民检察院/ })
  await t.test('the administrator says which line is down, of any agency; the address keeps what is looked for', async t => {
    await line.getByText('正常').waitFor()
    await line.getByText('没有中断记录').waitFor()
    await lines.getByRole('searchbox').fill('fzqrmjcy')
    await lines.waitForURL('**/lines?q=fzqrmjcy')
    await lines.getByRole('button', { name: '登记线路中断：泉州市丰泽区人民检察院' }).click()
    await lines.getByRole('textbox', { name: '原因' }).fill('光缆被挖断')
    await lines.getByRole('textbox', { name: '预计恢复时间' }).fill(wallTime(3))
    await lines.getByRole('button', { name: '登记线路中断', exact: true }).click()
    await line.getByText('光缆被挖断').waitFor()
    await line.getByText('系统管理员').waitFor()
    t.equal(await line.getByText('中断', { exact: true }).count(), 1)
    await lines.getByRole('link', { name: '中断（1）' }).click()
    await lines.waitForURL('**/lines?only=down**')
    t.same(await axeFindings(lines), [])
    await lines.reload()
    await line.waitFor()
    await shot(lines, 'lines-zh')
  })

  await t.test('the clocks whose next step goes that way say so, and the others do not', async t => {
    const page = await browsing.window('陈志强', `/cases/${caseId}/clocks?as=table`)
    await page.getByText(/泉州市丰泽区人民检察院线路中断（光缆被挖断）/).waitFor()
    const request = page.getByRole('row', { name: /提请/ }).filter({ hasText: '线路中断' })
    t.equal(await request.count(), persons.length, 'the request for arrest of each')
    t.equal(
      await page
        .getByRole('row', { name: /通知家属/ })
        .filter({ hasText: '线路中断' })
        .count(),
      0,
    )
    t.same(await axeFindings(page), [])
    await shot(page, 'clocks-zh')
    await request.first().getByRole('button').click()
    await page.getByText(/移送按序等候，本期限不顺延/).waitFor()
    await shot(page, 'clock-drawer-zh')
    const watch = await browsing.window('洪启明', '/watch')
    await watch.getByText(/线路中断（光缆被挖断）/).waitFor()
  })

  await t.test('up again, with when and by whom', async t => {
    await line.getByRole('button', { name: /线路恢复/ }).click()
    await lines.getByText('各单位线路均正常。').waitFor()
    await lines.getByRole('link', { name: /^全部/ }).click()
    await line.getByText(/上次中断/).waitFor()
    t.match(ok(await signIn(stack.url, 'sa').then(async one => await one.get('/lines'))).at('items'), [])
    t.equal((await who.pl.get('/lines/all')).status, 403)
  })

  await t.test('the supervisor sees how many wait with whom and how long, and nothing of the cases', async t => {
    await admin.query('select set_clock($1::timestamptz, 1)', [soon(25)])
    await untilSql(admin, 'exists (select 1 from hand_over where id = $1 and silent_since is not null)', [handOverId])
    const page = await browsing.window('洪启明', '/letters')
    await page.getByRole('link', { name: '移送等候' }).click()
    const row = page.getByRole('row', { name: /丰泽区人民检察院.*移送审查起诉/ })
    await row.waitFor()
    t.match(await row.textContent(), /待签收1.*1 ?天.*小时.*\d{4}-\d{2}-\d{2} \d{2}:\d{2}1\d{4}-\d{2}-\d{2}/)
    await page.getByText('1 件等候，其中 1 件逾时未办').waitFor()
    t.notMatch(await page.locator('main').textContent(), /林志远|ETZF|危险驾驶/)
    t.same(await axeFindings(page), [])
    await shot(page, 'waiting-zh')
    for (const [one, path] of [
      [page, '/timeliness'],
      [lines, '/lines'],
    ] as const) {
      await one.setViewportSize({ width: 360, height: 900 })
      await one.goto(stack.url + path)
      await one.getByRole('table').waitFor()
      t.equal(await one.evaluate(wide), 0, `${path} on a telephone`)
      await shot(one, `narrow${path.replace('/', '-')}`)
      await one.setViewportSize({ width: 1366, height: 900 })
      await one.getByRole('button', { name: 'EN' }).or(one.getByText('English')).first().click()
      await one
        .getByText(path === '/lines' ? 'Lines of all agencies' : 'Hand-overs that wait')
        .first()
        .waitFor()
      await shot(one, `en${path.replace('/', '-')}`)
    }
  })
  t.same(browsing.faults, [])
})
