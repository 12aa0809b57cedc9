import type { Page } from 'playwright-core'
import t from 'tap'
import { axeFindings, screensAreBuilt, startBrowser } from '../support/browser.ts'
import { aCard, confirm, untilWritten } from '../support/card-rows.ts'
import { connected } from '../support/connected.ts'

t.setTimeout(290_000)

t.test('the ways to the agencies’ own systems on the screen', async t => {
  await screensAreBuilt()
  const { stack, admin, pp, system } = await connected(t)
  const browsing = await startBrowser(t, stack.url)
  const look = async (name: string, of: Page): Promise<void> => {
    if (process.env.ANLIAN_PICTURES) await of.screenshot({ path: `${process.env.ANLIAN_PICTURES}/${name}.png` })
  }
  const keeper = await browsing.window('系统管理员', '/connectors')
  const line = keeper.getByRole('row').filter({ hasText: '350503-PRO' })

  await t.test('a line is held with a reason, and let go again', async t => {
    await line.getByText('运行').waitFor()
    t.same(await axeFindings(keeper), [], 'the list')
    await line.getByRole('button', { name: /^暂停/ }).click()
    const form = keeper.getByRole('dialog', { name: /^暂停/ })
    await form.getByRole('button', { name: '暂停', exact: true }).click()
    await form.getByRole('alert').getByText('请填写理由').waitFor()
    await form.getByRole('textbox').fill('对方夜间维护')
    await form.getByRole('button', { name: '暂停', exact: true }).click()
    await line.getByText('对方夜间维护').waitFor()
    await look('connectors', keeper)
    await line.getByRole('button', { name: /^恢复/ }).click()
    const again = keeper.getByRole('dialog', { name: /^恢复/ })
    await again.getByRole('textbox').fill('维护结束')
    await again.getByRole('button', { name: '恢复', exact: true }).click()
    await line.getByText('运行').waitFor()
  })

  await t.test('a trial shows what would be written where', async t => {
    await line.getByRole('button', { name: /^试运行/ }).click()
    const drawn = keeper.getByRole('dialog', { name: /^试运行/ })
    await drawn.getByRole('cell', { name: 'data.card.caseNo', exact: true }).waitFor()
    t.same(await axeFindings(keeper), [], 'the trial')
    await look('trial', keeper)
    t.equal(system.saved.length, 0, 'nothing was saved')
    await keeper.keyboard.press('Escape')
    await drawn.waitFor({ state: 'detached' })
  })

  await t.test('what the system has otherwise stands on the card and in the check of cards, and is settled there', async t => {
    system.state.mood = 'altersNames'
    const card = await aCard(admin, pp.userId)
    await confirm(admin, card, { caseName: '林志远盗窃案' })
    await untilWritten(admin, card, 1, 'differs')
    system.state.mood = 'fine'
    const prosecutor = await browsing.window('林婉清', `/cases/${card.caseId}/card`)
    const strip = prosecutor.getByRole('region', { name: '回填本单位业务系统' })
    await strip.getByText('已写入，回读不一致').waitFor()
    await strip.getByText('对方改写的案名').waitFor()
    t.same(await axeFindings(prosecutor), [], 'the strip')
    await look('write-back', prosecutor)
    await prosecutor.goto(`${stack.url}/differences`)
    const different = prosecutor.getByRole('row').filter({ hasText: '对方改写的案名' })
    await different.getByText('林婉清').waitFor()
    t.same(await axeFindings(prosecutor), [], 'the check of cards')
    await look('differences', prosecutor)
    await different.getByRole('button', { name: /^处理差异：案件名称/ }).click()
    const form = prosecutor.getByRole('dialog', { name: /^处理差异/ })
    await form.getByRole('radio', { name: '各自保留' }).check()
    await form.getByRole('button', { name: '处理', exact: true }).click()
    await form.getByRole('alert').getByText('请填写说明').waitFor()
    t.same(await axeFindings(prosecutor), [], 'with an error')
    await form.getByRole('textbox').fill('对方系统只能如此')
    await form.getByRole('button', { name: '处理', exact: true }).click()
    await prosecutor.getByText('没有待处理的差异').waitFor()
    t.same(await axeFindings(prosecutor), [], 'nothing left')
  })

  await t.test('a line that stopped says why, and goes on when somebody has seen to it', async t => {
    system.state.mood = 'forbids'
    const card = await aCard(admin, pp.userId)
    await confirm(admin, card, { caseName: '林志远故意伤害案' })
    await line.getByText('已停下，待人工处理').waitFor()
    await line
      .getByText(/账号或密码被拒绝|拒绝/)
      .first()
      .waitFor()
    t.same(await axeFindings(keeper), [], 'stopped')
    await look('stopped', keeper)
    system.state.mood = 'fine'
    await line.getByRole('button', { name: /^已处理，继续/ }).click()
    await line.getByText('运行').waitFor()
    await keeper.setViewportSize({ width: 360, height: 800 })
    t.equal(await keeper.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth'), false, '360 wide')
  })

  await t.test('the meter counts, and gives no share where there are few', async t => {
    const meter = await browsing.window('洪启明', '/meter')
    await meter.getByRole('combobox', { name: '单位' }).waitFor()
    await meter
      .getByText(/没有填写的案卡项|免录率/)
      .first()
      .waitFor()
    t.same(await axeFindings(meter), [])
  })

  t.same(browsing.faults, [], 'no script failed and no policy refused anything')
})
