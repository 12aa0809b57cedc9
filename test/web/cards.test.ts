import type { Locator, Page } from 'playwright-core'
import t from 'tap'
import { aFiledCase, officers } from '../support/a-case.ts'
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

t.test('the case card on the screen', async t => {
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

  await t.test('what a paper says stands with its words: their strip under the pointer, the page by a key, confirmed by a key', async t => {
    const birthplace = row(page, '出生地')
    await birthplace.getByText('待确认').waitFor()
    t.same(await axeFindings(page), [], 'the form')
    await birthplace.getByRole('button', { name: /提取自.*第1页/ }).hover()
    await page.locator('.card-strip canvas').waitFor()
    await look('card-strip', page)
    t.same(await axeFindings(page), [], 'the strip')
    await page.mouse.move(0, 0)
    await birthplace.focus()
    await page.keyboard.press('o')
    await page.locator('.card-source-pane .page-mark').waitFor()
    await look('card-split', page)
    t.same(await axeFindings(page), [], 'the page beside the form')
    await birthplace.focus()
    await page.keyboard.press('y')
    await birthplace.getByText(/陈志强 确认/).waitFor()
    t.match(await cardField(who.po, cardId, 'birthplace'), { state: 'confirmed', shown: /丰泽区/ })
    await page.getByRole('button', { name: '关闭原文' }).click()
  })

  await t.test('n goes to the next field that waits for somebody, and ? tells the keys', async t => {
    await page.locator('h1').click()
    await page.keyboard.press('n')
    const first = await page.evaluate('document.activeElement.dataset.path')
    await page.keyboard.press('n')
    const second = await page.evaluate('document.activeElement.dataset.path')
    t.ok(typeof first === 'string' && typeof second === 'string' && first !== second, `${first} and ${second}`)
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('下一个待办项').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  await t.test('what is typed is saved by itself, and a killed tab loses nothing', async t => {
    await row(page, '职业').getByRole('textbox').fill('货运司机')
    await row(page, '职业').getByText('已保存').first().waitFor()
    t.match(await cardField(who.po, cardId, 'occupation'), { shown: '货运司机' })
    await row(page, '职务').getByRole('textbox').pressSequentially('车队长')
    await page.waitForFunction(() => Object.entries(localStorage).some(([key, text]) => key.endsWith('/duty') && text.includes('车队长')))
    await page.reload()
    await row(page, '职务').getByText('已保存').first().waitFor()
    t.match(await cardField(who.po, cardId, 'duty'), { shown: '车队长' })
  })

  await t.test('what cannot be is said at the field, and stays as it was typed', async t => {
    const phone = row(page, '涉案金额')
    await phone.getByRole('textbox').fill('三万多')
    await phone.getByRole('textbox').blur()
    await phone.getByRole('alert').getByText('未保存：涉案金额无法识别').waitFor()
    t.equal(await phone.getByRole('textbox').getAttribute('aria-invalid'), 'true')
    t.same(await axeFindings(page), [], 'with an error')
    await phone.getByRole('textbox').fill('3万元')
    await phone.getByRole('textbox').blur()
    await phone.getByText('已保存').first().waitFor()
    t.match(await cardField(who.po, cardId, 'lossAmount'), { value: '30000' })
  })

  await t.test('pickers have a name and a state, and find by code, pinyin and initials', async t => {
    const picker = row(page, '文化程度').getByRole('combobox', { name: '文化程度' })
    t.equal(await picker.getAttribute('aria-expanded'), 'false')
    await picker.click()
    t.equal(await picker.getAttribute('aria-expanded'), 'true')
    for (const typed of ['cjzx', 'chujizhongxue', '70', '初级中学']) {
      await picker.fill(typed)
      await page.locator('.ant-select-item-option', { hasText: '初级中学' }).first().waitFor()
    }
    t.same(await axeFindings(page), [], 'open')
    await page.keyboard.press('Escape')
    await choose(page, picker, '70')
    await picker.blur()
    await row(page, '文化程度').getByText('已保存').first().waitFor()
    await row(page, '案发时间（起）').getByRole('textbox', { name: '案发时间（起）' }).fill('2026年1月10日22时00分')
    await row(page, '案发时间（起）').getByRole('textbox').blur()
    await row(page, '案发时间（起）').getByText('已保存').first().waitFor()
    t.match(await cardField(who.po, cardId, 'occurredFrom'), { shown: '2026-01-10 22:00' })
  })

  await t.test('the history of a field tells who put what there', async t => {
    await page.reload()
    await row(page, '职业').getByRole('button', { name: '职业的沿革' }).click()
    const drawn = page.getByRole('dialog', { name: '职业的沿革' })
    await drawn
      .getByText(/陈志强/)
      .first()
      .waitFor()
    t.same(await axeFindings(page), [], 'the history')
    await page.keyboard.press('Escape')
    await drawn.waitFor({ state: 'detached' })
  })

  await t.test('the English screen has no Chinese words of its own', async t => {
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('heading', { name: /^Case card/ }).waitFor()
    const names = await page.locator('.card-field .name label, .card-section h3, .card-head button').allTextContents()
    t.same(
      names.filter(name => /\p{Script=Han}/u.test(name)),
      [],
    )
    await row(page, 'Education').getByText('Junior').first().waitFor()
    t.same(await axeFindings(page), [], 'English')
  })

  t.same(browsing.faults, [], 'no script failed and no policy refused anything')
})
