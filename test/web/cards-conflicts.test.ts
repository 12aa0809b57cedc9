import type { Locator, Page } from 'playwright-core'
import t from 'tap'
import { aFiledCase, aReviewedCase, officers } from '../support/a-case.ts'
import { cardField, cardOf, findInPaper } from '../support/a-read-card.ts'
import { aWrittenPage } from '../support/a-written-page.ts'
import { axeFindings, screensAreBuilt, startBrowser } from '../support/browser.ts'
import { ok } from '../support/carrying.ts'
import { choose } from '../support/screen-forms.ts'
import { startStack } from '../support/stack.ts'

t.setTimeout(290_000)

const WORDS = '汉族'

/** One field of the card, by its name. */
const row = (page: Page, name: string): Locator => page.getByRole('group', { name, exact: true })

t.test('cards that contradict each other', async t => {
  await screensAreBuilt()
  const stack = await startStack(t, { worker: true })
  const admin = await stack.as('admin')
  const browsing = await startBrowser(t, stack.url)
  const who = await officers(stack.url)
  const { caseId } = await aFiledCase(who)
  const cardId = await cardOf(who.po, caseId, 'police')
  const paper = ok(await who.po.upload(caseId, { name: 'GA38_户籍证明.pdf', bytes: await aWrittenPage(), type: 'application/pdf' }))
  const documentId = paper.text('id')
  const say = async (ethnic: string): Promise<void> =>
    await findInPaper(admin, caseId, documentId, [
      { key: 'birthplace', value: { division: '350503', text: '福建省泉州市丰泽区' }, words: '丰泽分局' },
      { key: 'ethnic', value: ethnic, words: WORDS },
    ])
  await say('01')
  await cardField(who.po, cardId, 'birthplace', field => field.state === 'proposed')
  const look = async (name: string, of: Page): Promise<void> => {
    if (process.env.ANLIAN_PICTURES) await of.screenshot({ path: `${process.env.ANLIAN_PICTURES}/${name}.png` })
  }
  const page = await browsing.window('陈志强', `/cases/${caseId}/card`)

  await t.test('somebody else saved meanwhile: both values stand there, and one’s own choice decides', async t => {
    const employer = row(page, '工作单位')
    const { path } = await cardField(who.po, cardId, 'employer')
    await employer.getByRole('textbox').pressSequentially('泉州货运公司')
    ok(await who.pl.send('PUT', `/cards/${cardId}/field`, { path, value: '泉州物流公司', version: 0 }))
    await employer.getByRole('textbox').blur()
    await employer.getByText('泉州物流公司').waitFor()
    await employer.getByRole('alert').getByText('泉州货运公司').waitFor()
    await look('card-clash', page)
    t.same(await axeFindings(page), [], 'the clash')
    await employer.getByRole('button', { name: '保留我的' }).click()
    await employer.getByText('已保存').first().waitFor()
    t.match(await cardField(who.po, cardId, 'employer'), { shown: '泉州货运公司' })
  })

  await t.test('a conflict is solved by way of the page with the words marked; the changed identity waits for a second person', async t => {
    const ethnic = row(page, '民族')
    const now = await cardField(who.po, cardId, 'ethnic')
    ok(await who.po.send('PUT', `/cards/${cardId}/field`, { path: now.path, value: '11', version: now.version, reason: '本人自述' }))
    if ((await cardField(who.po, cardId, 'ethnic')).shown !== '满族')
      ok(await who.pl.post(`/cards/${cardId}/second-confirmations`, { path: now.path, agree: true }))
    await say('15')
    await cardField(who.po, cardId, 'ethnic', field => field.state === 'conflict')
    await page.reload()
    await page.getByRole('list', { name: '案卡进度' }).getByRole('button', { name: '冲突 1' }).click()
    const said = ethnic.getByRole('listitem').filter({ hasText: '土家族' })
    await said.getByRole('button', { name: /提取自/ }).click()
    const mark = page.locator('.card-source-pane .page-mark')
    await mark.waitFor()
    t.equal(await mark.getAttribute('aria-label'), WORDS)
    const words = page.locator('.card-source-pane .text-layer span', { hasText: WORDS }).first()
    await words.waitFor()
    const [marked, place] = [await mark.boundingBox(), await words.boundingBox()]
    t.ok(
      marked && place && place.y + place.height / 2 > marked.y && place.y + place.height / 2 < marked.y + marked.height,
      'the mark lies on the words',
    )
    await look('card-conflict', page)
    t.same(await axeFindings(page), [], 'the conflict')
    await said.getByRole('button', { name: /采用/ }).click()
    await ethnic.getByText('待第二人复核').waitFor()
    t.equal(await ethnic.getByRole('button', { name: /^同意/ }).count(), 0, 'not by the one who asked')

    const second = await browsing.window('吴建国', `/cases/${caseId}/card`, 360)
    await row(second, '民族').getByRole('button', { name: '同意更正民族', exact: true }).click()
    await row(second, '民族').getByText(/确认/).first().waitFor()
    t.match(await cardField(who.po, cardId, 'ethnic', field => field.state === 'confirmed'), { shown: '土家族' })
    t.equal(await second.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth'), false, '360 wide')
    t.same(await axeFindings(second), [], '360 wide')
    await look('card-narrow', second)
  })

  await t.test('what a later agency corrects with a reason stands on its card, and the earlier one adopts it', async t => {
    const { caseId: reviewed } = await aReviewedCase(who)
    const later = await cardOf(who.pp, reviewed, 'procuratorate')
    await cardField(who.pp, later, 'secrecy', field => field.state === 'auto')
    const prosecutor = await browsing.window('林婉清', `/cases/${reviewed}/card`)
    await row(prosecutor, '密级').getByText('继承自公安案卡').waitFor()
    await row(prosecutor, '密级').getByRole('button', { name: '更正密级' }).click()
    const form = prosecutor.getByRole('dialog', { name: '更正密级' })
    await form.getByRole('button', { name: '更正', exact: true }).click()
    await form.getByText('请填写更正理由').waitFor()
    t.same(await axeFindings(prosecutor), [], 'the correction')
    await choose(prosecutor, form.getByRole('combobox', { name: '密级' }), '工作秘密')
    await form.getByRole('textbox', { name: /更正理由/ }).fill('涉案资料为工作秘密')
    await form.getByRole('button', { name: '更正', exact: true }).click()
    await row(prosecutor, '密级').getByText('已更正').waitFor()
    await prosecutor.getByRole('button', { name: '与上一单位案卡比对' }).click()
    await prosecutor.getByRole('row').filter({ hasText: '密级' }).getByText('工作秘密').waitFor()
    t.same(await axeFindings(prosecutor), [], 'the comparison')
    await look('card-compare', prosecutor)
    await page.goto(`${stack.url}/cases/${reviewed}/card`)
    const told = page.getByRole('region', { name: /^后续单位更正了本单位案卡的 1 项/ })
    await told.getByText('涉案资料为工作秘密').waitFor()
    t.same(await axeFindings(page), [], 'the notice')
    await look('card-notice', page)
    await told.getByRole('button', { name: '采纳密级的更正', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: '采纳', exact: true }).click()
    await told.waitFor({ state: 'detached' })
    await row(page, '密级').getByText('工作秘密').first().waitFor()
    const href = await page.getByRole('link', { name: '打印（PDF）' }).getAttribute('href')
    t.equal((await (await page.request.get(`${stack.url}${href}`)).body()).subarray(0, 5).toString(), '%PDF-')
  })

  t.same(browsing.faults, [], 'no script failed and no policy refused anything')
})
