import t from 'tap'
import { officers } from '../support/a-case.ts'
import { axeFindings, screensAreBuilt, startBrowser } from '../support/browser.ts'
import { untilSql } from '../support/case-end.ts'
import { aDetained, LIN } from '../support/detained.ts'
import { aHeldCase, type Leg, send, take, wall } from '../support/held-case.ts'
import { signIn } from '../support/http-client.ts'
import { choose } from '../support/screen-forms.ts'
import { startStack } from '../support/stack.ts'
import { setClock } from '../support/watched.ts'

t.setTimeout(290_000)

t.test('the centre’s desk', async t => {
  await screensAreBuilt()
  const stack = await startStack(t, { worker: true })
  const admin = await stack.as('admin')
  const browsing = await startBrowser(t, stack.url)
  const desk = await browsing.window('郭立群')
  const look = async (name: string, page = desk): Promise<void> => {
    if (process.env.ANLIAN_PICTURES) await page.screenshot({ path: `${process.env.ANLIAN_PICTURES}/${name}.png`, fullPage: true })
  }

  await t.test('it is the home of the post, and says what will come where nothing is there yet', async t => {
    await desk.getByRole('heading', { name: '看守所工作台' }).waitFor()
    for (const [tab, words] of [
      ['待确认文书', '没有待确认的文书'],
      ['在押人员', '没有在押人员'],
      ['提讯提解', '没有有效的提讯提解证'],
      ['期满通知', '没有需要发出的期满通知'],
      ['超期', '没有超期羁押'],
      ['换押指标', '本期没有换押文书'],
    ] as const) {
      await desk
        .getByRole('navigation', { name: '看守所工作台' })
        .getByRole('link', { name: new RegExp(`^${tab}`) })
        .click()
      await desk.getByText(words).waitFor()
      t.same(await axeFindings(desk), [], tab)
    }
    await desk.goto(`${stack.url}/custody?tab=register&soon=1`)
    await desk.getByText('没有符合条件的人员').waitFor()
    await desk.getByRole('button', { name: '清除筛选' }).click()
    await desk.getByText('没有在押人员').waitFor()
  })

  const who = await officers(stack.url)
  const { pl, pc, pp } = who
  const { caseId, officer } = await aHeldCase(stack.url, admin, who)
  const way: Leg = { leg: 'transferForProsecution', toAgency: '350503-PRO', prepares: officer, sends: pl, desk: pc, gets: pp }
  const untilState = async (state: string): Promise<void> =>
    await untilSql(admin, "exists (select 1 from custody_dispatch where case_id = $1 and state = $2 and paper = 'transfer')", [
      caseId,
      state,
    ])
  await setClock(admin, new Date(wall('04-03 09:00')))
  const handOver = await send(caseId, way)

  await t.test('what is announced stands apart, with the old end', async t => {
    await desk.goto(`${stack.url}/custody`)
    const coming = desk.getByRole('region', { name: /已预告、尚未送达/ })
    await coming.getByText('陈大勇').waitFor()
    t.match(await coming.textContent(), /丰泽区人民检察院.*移送/s)
    await look('desk-coming')
    t.same(await axeFindings(desk), [])
  })

  await setClock(admin, new Date(wall('04-03 10:00')))
  await take(handOver, way)
  await untilState('delivered')
  const paper = desk.getByRole('listitem', { name: /陈大勇.*换/ })

  await t.test('delivered, it shows the new end and every check; it is refused with PERIOD_WRONG', async t => {
    await paper.getByText('2026-05-03 24:00').waitFor()
    await paper.getByText('新的羁押期限合法').waitFor()
    t.same(await axeFindings(desk), [], 'the desk with papers')
    await look('desk-papers')
    await paper.getByRole('button', { name: '不予办理' }).click()
    const form = desk.getByRole('dialog', { name: /不予办理/ })
    await choose(desk, form.getByRole('combobox', { name: '理由' }), 'PERIOD_WRONG')
    await form.getByLabel('备注').fill('请核对起算日')
    t.same(await axeFindings(desk), [], 'the form')
    await form.getByRole('button', { name: '不予办理' }).click()
    await form.waitFor({ state: 'hidden' })
    await desk.getByRole('link', { name: '待更正 1' }).click()
    await desk.getByText('请核对起算日').waitFor()
  })

  await t.test('the prosecutor reads the ground on his case page and issues it anew', async t => {
    const prosecutor = await browsing.window('林婉清', `/cases/${caseId}/custody`)
    await prosecutor.goto(`${stack.url}/cases/${caseId}/custody`)
    await prosecutor.getByText(/看守所不予办理：PERIOD_WRONG/).waitFor()
    await prosecutor.getByText('看守所说明：请核对起算日').waitFor()
    t.same(await axeFindings(prosecutor), [])
    await look('case-refused', prosecutor)
    await prosecutor.getByRole('button', { name: '更正并重新出具' }).click()
    const form = prosecutor.getByRole('dialog', { name: /更正并重新出具/ })
    await form.getByLabel('更正说明').fill('起算日经核对无误')
    await form.getByRole('button', { name: '更正并重新出具' }).click()
    await prosecutor
      .getByText(/第 2 版/)
      .first()
      .waitFor()
  })

  await t.test('the second version is acknowledged together with the notice, each with its result', async t => {
    await untilState('delivered')
    await desk.goto(`${stack.url}/custody`)
    await paper.getByText('第 2 版').waitFor()
    const boxes = desk.getByRole('checkbox', { name: '选择 陈大勇' })
    for (const box of await boxes.all()) await box.check()
    await desk.getByRole('button', { name: '批量确认' }).click()
    await desk
      .getByRole('status')
      .getByText(/^已办 \d 件，未办 0 件$/)
      .waitFor()
    await untilState('acknowledged')
    await desk.getByText('没有待确认的文书').waitFor()
    const automatic = desk.getByRole('switch', { name: '全部核对通过的自动确认' })
    await automatic.click()
    await desk.locator('button[role="switch"][aria-checked="true"]').waitFor()
    await desk.goto(`${stack.url}/custody?tab=figures`)
    await desk.getByText('新的羁押期限有误 1').waitFor()
    t.same(await axeFindings(desk), [], 'figures')
  })

  await t.test('the register says for whom and until when', async t => {
    await desk.goto(`${stack.url}/custody?tab=register`)
    const row = desk.getByRole('row').filter({ hasText: '陈大勇' })
    await row.getByRole('cell', { name: /丰泽区人民检察院 审查起诉/ }).waitFor()
    await row.getByText('至 2026-05-03 24:00').waitFor()
    t.same(await axeFindings(desk), [], 'the register')
  })

  await t.test('who is brought is admitted on the warrant and the document shown, and on no other', async t => {
    const po = await signIn(stack.url, 'fz-po')
    const lin = await aDetained({ po, pl }, '2026-04-03', LIN)
    await desk.goto(`${stack.url}/custody?tab=register&list=expected`)
    await desk.getByRole('button', { name: '收押：林志远' }).click()
    const form = desk.getByRole('dialog', { name: /收押/ })
    await form.getByLabel('拘留证、逮捕证文号').fill('丰公（刑）拘字〔2026〕404号')
    await form.getByLabel('姓名（照证件填写）').fill(LIN.name)
    await form.getByLabel('证件号码').fill(LIN.idNo)
    await form.getByRole('button', { name: '收押' }).click()
    await form.getByRole('alert').getByText('凭证号与案件中的拘留证、逮捕证不符，不予收押').waitFor()
    t.same(await axeFindings(desk), [], 'the form with a refusal')
    await form.getByLabel('拘留证、逮捕证文号').fill(lin.warrantNo)
    await form.getByRole('button', { name: '收押' }).click()
    await desk.getByText(/已收押，编号 泉看入字/).waitFor()
    await desk.getByRole('link', { name: '在所 2' }).click()
    await desk.getByRole('row').filter({ hasText: '林志远' }).getByText(/^剩 /).waitFor()
    await look('desk-register')
    await desk.goto(`${stack.url}/custody?tab=register&soon=1`)
    await desk.getByRole('row').filter({ hasText: '林志远' }).waitFor()
    t.equal(await desk.getByRole('row').filter({ hasText: '陈大勇' }).count(), 0, 'he has more than seven days')
  })

  await t.test('overdue custody stays red until it is reported and closed by a document', async t => {
    await desk.goto(`${stack.url}/custody?tab=incidents`)
    const row = desk.locator('tr.custody-over').filter({ hasText: '陈大勇' })
    await row.waitFor()
    t.same(await axeFindings(desk), [], 'an incident')
    await look('desk-incident')
    await row.getByRole('button', { name: '书面报告检察院' }).click()
    await row.getByText(/报泉州市人民检察院/).waitFor()
    await row.getByRole('button', { name: '销案' }).click()
    const form = desk.getByRole('dialog', { name: /销案/ })
    await choose(desk, form.getByRole('combobox', { name: '销案事由' }), '已换押')
    await form.getByLabel('文书文号').fill('丰公换〔2026〕1号')
    await form.getByLabel(/^实际结束时间/).fill('2026-04-03 10:00')
    await form.getByRole('button', { name: '销案' }).click()
    await desk.getByText('没有超期羁押').waitFor()
    await desk.getByRole('link', { name: '已销案' }).click()
    await desk.getByText('已换押，新的羁押期限起算，丰公换〔2026〕1号').waitFor()
  })

  await t.test('it is read in English, and on a telephone', async t => {
    await desk.setViewportSize({ width: 360, height: 800 })
    for (const tab of ['papers', 'register', 'incidents', 'figures']) {
      await desk.goto(`${stack.url}/custody?tab=${tab}`)
      await desk.getByRole('heading', { name: '看守所工作台' }).waitFor()
      await desk.getByText('正在读取').waitFor({ state: 'detached' })
      t.equal(await desk.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth'), false, tab)
    }
    await look('desk-narrow')
    await desk.setViewportSize({ width: 1440, height: 900 })
    await desk.getByRole('button', { name: 'English' }).click()
    await desk.getByText('Trips saved').waitFor()
    t.notMatch(await desk.locator('main').textContent(), /[\u4e00-\u9fff]{2}/, 'no Chinese is left over')
  })

  t.same(browsing.faults, [], 'no script failed and no policy refused anything')
})
