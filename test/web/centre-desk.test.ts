import t from 'tap'
import { officers } from '../support/a-case.ts'
import { axeFindings, screensAreBuilt, startBrowser } from '../support/browser.ts'
import { untilSql } from '../support/case-end.ts'
import { aHeldCase, type Leg, send, take, wall } from '../support/held-case.ts'
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

  await t.test('the register says for whom and until when, and tells an overdue person in red till a document closes it', async t => {
    await desk.goto(`${stack.url}/custody?tab=register`)
    const row = desk.getByRole('row').filter({ hasText: '陈大勇' })
    await row.getByText('丰泽区人民检察院').first().waitFor()
    await row.getByText('至 2026-05-03 24:00').waitFor()
    t.same(await axeFindings(desk), [], 'the register')
    await look('desk-register')
  })

  t.same(browsing.faults, [], 'no script failed and no policy refused anything')
})
