import t from 'tap'
import { aFiledCase, officers } from '../support/a-case.ts'
import { axeFindings, screensAreBuilt, startBrowser } from '../support/browser.ts'
import { startStack } from '../support/stack.ts'

t.setTimeout(290_000)

t.test('a filing decision from the case’s facts to its signature and service', async t => {
  await screensAreBuilt()
  const stack = await startStack(t)
  const { caseId } = await aFiledCase(await officers(stack.url))
  const browsing = await startBrowser(t, stack.url)
  const officer = await browsing.window('陈志强', `/cases/${caseId}/papers`)

  await t.test('the officer finds the paper, sees what it lacks, writes it and looks at the draft', async t => {
    await officer.getByRole('searchbox', { name: '按名称、代码或拼音首字母查找' }).fill('lajd')
    await officer.getByRole('button', { name: '起草 起诉意见书' }).waitFor({ state: 'detached' })
    await officer.getByRole('button', { name: '起草 立案决定书' }).click()
    await officer.getByText('签发前还需补充').waitFor()
    await officer.locator('.text-layer').getByText('草稿').first().waitFor()
    t.same(await axeFindings(officer), [], 'a draft that lacks something')
    await officer.getByLabel('经审查认定的事实').fill('林志远饮酒后驾驶小型轿车。')
    await officer.getByRole('button', { name: '保存草稿' }).click()
    await officer.getByText('内容完整，可以签发').waitFor()
    await officer
      .locator('.text-layer')
      .getByText(/林志远饮酒后驾驶小型轿车/)
      .first()
      .waitFor()
    await officer.getByText('由有签发权的同事签发。').waitFor()
    t.equal(await officer.getByRole('button', { name: '签发', exact: true }).count(), 0)
  })

  await t.test('the head of the bureau signs it; it has its number, is in the dossier, and its service is noted', async t => {
    const head = await browsing.window('吴建国', new URL(officer.url()).pathname + new URL(officer.url()).search)
    await head.getByRole('button', { name: '签发', exact: true }).click()
    await head.getByRole('tooltip').getByRole('button', { name: '签发' }).click()
    await head
      .getByText(/丰公\(刑\)立字〔\d{4}〕00001号/)
      .first()
      .waitFor()
    await head
      .locator('.text-layer')
      .getByText(/立字〔\d{4}〕00001号/)
      .first()
      .waitFor()
    await head.getByRole('button', { name: '登记送达' }).click()
    const form = head.getByRole('dialog', { name: '登记送达' })
    await form.getByLabel('受送达人').fill('报案人王某')
    await form.getByRole('button', { name: '现在' }).click()
    await form.getByRole('button', { name: '登记送达' }).click()
    await head.getByText('报案人王某').waitFor()
    t.same(await axeFindings(head), [], 'an issued paper')
    if (process.env.SHOTS) await head.screenshot({ path: `${process.env.SHOTS}/papers.png` })
    await head.getByRole('link', { name: '在卷宗中查看' }).click()
    await head
      .locator('.text-layer')
      .getByText(/立字〔\d{4}〕00001号/)
      .first()
      .waitFor()
  })

  t.same(browsing.faults, [], 'no script failed and no policy refused anything')
})
