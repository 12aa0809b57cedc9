import type { Page } from 'playwright-core'
import t from 'tap'
import { aFiledCase, officers } from '../support/a-case.ts'
import { cardField, cardOf } from '../support/a-read-card.ts'
import { axeFindings, screensAreBuilt, startBrowser } from '../support/browser.ts'
import { ok } from '../support/carrying.ts'
import { connected } from '../support/connected.ts'

t.setTimeout(290_000)

t.test('the ways to the agencies’ own systems on the screen', async t => {
  await screensAreBuilt()
  const { stack, system } = await connected(t, { connectors: true, worker: true }, '350503-PSB')
  const { po, pl } = await officers(stack.url)
  const browsing = await startBrowser(t, stack.url)
  const look = async (name: string, of: Page): Promise<void> => {
    if (process.env.ANLIAN_PICTURES) await of.screenshot({ path: `${process.env.ANLIAN_PICTURES}/${name}.png` })
  }
  let [caseId, cardId] = ['', '']
  const keeper = await browsing.window('系统管理员', '/connectors')
  const line = keeper.getByRole('row').filter({ hasText: '350503-PSB' })

  await t.test('a line is held with a reason, and let go again', async t => {
    await line.getByText('运行', { exact: true }).waitFor()
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
    await line.getByText('运行', { exact: true }).waitFor()
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
    caseId = (await aFiledCase({ po, pl })).caseId
    cardId = await cardOf(po, caseId, 'police')
    await cardField(po, cardId, 'caseName', field => field.state !== 'empty')
    const officer = await browsing.window('陈志强', `/cases/${caseId}/card`)
    const strip = officer.getByRole('region', { name: '回填本单位业务系统' })
    await strip.getByText('已写入，回读不一致').waitFor()
    await strip.getByText('对方改写的案名').first().waitFor()
    system.state.mood = 'fine'
    t.same(await axeFindings(officer), [], 'the strip')
    await look('write-back', officer)
    await officer.goto(`${stack.url}/differences`)
    const different = officer.getByRole('row').filter({ hasText: '对方改写的案名' })
    await different.waitFor()
    t.same(await axeFindings(officer), [], 'the check of cards')
    await look('differences', officer)
    await different.getByRole('button', { name: /^处理差异：案件名称/ }).click()
    const form = officer.getByRole('dialog', { name: /^处理差异/ })
    await form.getByRole('radio', { name: '各自保留' }).check()
    await form.getByRole('button', { name: '处理', exact: true }).click()
    await form.getByRole('alert').getByText('请填写说明').waitFor()
    t.same(await axeFindings(officer), [], 'with an error')
    await form.getByRole('textbox').fill('对方系统只能如此')
    await form.getByRole('button', { name: '处理', exact: true }).click()
    await different.waitFor({ state: 'detached' })
    t.same(await axeFindings(officer), [], 'after it')
  })

  await t.test('a line that stopped says why, and goes on when somebody has seen to it', async t => {
    system.state.mood = 'forbids'
    const { path, version } = await cardField(po, cardId, 'factSummary')
    ok(await po.send('PUT', `/cards/${cardId}/field`, { path, value: '醉酒驾驶机动车', version }))
    await line.getByText('已停下，待人工处理').waitFor()
    await line
      .getByText(/账号或密码被拒绝|拒绝/)
      .first()
      .waitFor()
    t.same(await axeFindings(keeper), [], 'stopped')
    await look('stopped', keeper)
    system.state.mood = 'fine'
    await line.getByRole('button', { name: /^已处理，继续/ }).click()
    await line.getByText('运行', { exact: true }).waitFor()
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
