import type { CardSnapshot } from '../model.ts'
import { SystemFault } from '../model.ts'
import type { RobotMap } from './map.ts'
import { type Assignment, filledUrl, type PagePlan, planOf } from './plan.ts'
import { asTexts, type Window } from './window.ts'

const MORE_THAN_ANYBODY = 500

/** Opens the form: an empty one, or that of a record. @throws SignedOut, SystemFault */
export async function openForm(window: Window, map: RobotMap, reference: string | null): Promise<void> {
  await window.open(reference === null ? map.entry.create : filledUrl(map.entry.change, { reference }))
  if (reference !== null && (await window.has(map.record.absent))) throw new SystemFault('rejected', `${map.system}: 没有这条记录`)
}

/** Looks up every place of every page and every choice that will be needed; types nothing. @throws SystemFault naming what is not as mapped */
export async function checkForm(window: Window, map: RobotMap, plans: readonly PagePlan[]): Promise<void> {
  for (const plan of plans) {
    await prepare(window, map, plan)
    if (plan.save) await window.need(plan.save.click, `“${plan.name}”的保存按钮`)
  }
  if (map.submit.page !== undefined) await window.open(map.submit.page)
  await window.need(map.submit.click, '提交按钮')
}

/** Opens a page, makes its lines as many as wanted, and looks everything up. */
async function prepare(window: Window, map: RobotMap, plan: PagePlan): Promise<void> {
  if (plan.url !== null) await window.open(plan.url)
  for (const lines of plan.lines) {
    const count = await window.ask('setLines', lines)
    if (count === -1 || (lines.wanted !== null && count !== lines.wanted))
      throw new SystemFault('formChanged', `${map.system}: ${plan.name}，${lines.zh}的行无法增减（${lines.rows}）`)
  }
  const found = asTexts(await window.ask('look', plan.assignments))
  const named = (fault: string): string =>
    plan.assignments
      .filter((_, at) => found[at] === fault)
      .map(({ zh, selectors }) => `${zh}（${selectors.join(' ')}）`)
      .join('、')
  if (found.length !== plan.assignments.length) throw new SystemFault('formChanged', `${map.system}: ${plan.name}`)
  if (found.some(fault => fault === 'missing'))
    throw new SystemFault('formChanged', `${map.system}: ${plan.name}，找不到${named('missing')}`)
  if (found.some(fault => fault === 'other')) throw new SystemFault('formChanged', `${map.system}: ${plan.name}，类型不符${named('other')}`)
  if (found.some(fault => fault === 'option'))
    throw new SystemFault('noPlace', `${map.system}: ${plan.name}，没有对应选项${named('option')}`)
}

/** Fills the form up to the last button, which it does not press. @throws SignedOut, SystemFault, with no record saved */
export async function fillForm(window: Window, map: RobotMap, card: CardSnapshot['card'], reference: string | null): Promise<void> {
  const plans = planOf(map, card)
  await openForm(window, map, reference)
  const isOnePage = plans.length === 1 && plans[0]?.url === null && map.submit.page === undefined
  if (!isOnePage) {
    await checkForm(window, map, plans)
    await dropSurplus(window, map, card)
  }
  for (const plan of plans) {
    await prepare(window, map, plan)
    const meant = plan.assignments.filter(({ words }) => words !== null)
    await window.ask(
      'put',
      meant.filter(({ kind }) => kind !== 'popup'),
    )
    for (const one of meant.filter(({ kind }) => kind === 'popup')) await choose(window, map, one)
    if (plan.save) await saveStep(window, map, plan.name, plan.save)
  }
  if (map.submit.page !== undefined) await window.open(map.submit.page)
}

async function saveStep(window: Window, map: RobotMap, name: string, save: { click: string; done: string }): Promise<void> {
  const said = await window.press(save.click, `保存“${name}”`)
  await window.heed()
  if (said !== null) throw new SystemFault('rejected', `${map.system}: ${name}`)
  await window.need(save.done, `“${name}”已保存的标志`)
}

/** Takes away persons that the record has and the card has not, from the end. */
async function dropSurplus(window: Window, map: RobotMap, card: CardSnapshot['card']): Promise<void> {
  for (const { each, name } of map.pages) {
    if (each === undefined) continue
    const list = card[each.at]
    const wanted = Array.isArray(list) ? list.length : 0
    await window.open(each.surplus.page)
    for (let tries = 0; (await window.frame.locator(each.surplus.rows).count()) > wanted; tries++) {
      if (tries > MORE_THAN_ANYBODY) throw new SystemFault('formChanged', `${map.system}: ${name}无法删减`)
      await window.press(each.surplus.remove, `删减${name}`)
      await window.heed()
    }
  }
}

/** Picks a value in the search window that its button opens. */
async function choose(window: Window, map: RobotMap, { search, selectors: [place = ''], words, zh }: Assignment): Promise<void> {
  const [word = ''] = words ?? []
  const input = window.frame.locator(place).first()
  if (search === null || (await input.inputValue()) === word) return
  if (word === '') throw new SystemFault('noPlace', `${map.system}: ${zh}无法清空`)
  const button = input.locator('xpath=..').locator(search.open).first()
  if ((await button.count()) === 0) throw new SystemFault('formChanged', `${map.system}: 找不到${zh}的选择按钮`)
  const [popup] = await Promise.all([window.page.waitForEvent('popup'), button.click()])
  try {
    await popup.locator(search.box).fill(word)
    await Promise.all([popup.waitForNavigation({ waitUntil: 'domcontentloaded' }), popup.locator(search.go).click()])
    const words = await popup.locator(search.line).locator(search.words).allTextContents()
    const at = words.findIndex(one => one.trim() === word)
    if (at < 0) throw new SystemFault('noPlace', `${map.system}: ${zh}没有对应选项`)
    const closed = popup.waitForEvent('close')
    await popup.locator(search.line).nth(at).locator(search.pick).click({ noWaitAfter: true })
    await closed
  } finally {
    if (!popup.isClosed()) await popup.close()
  }
  if ((await input.inputValue()) !== word) throw new SystemFault('formChanged', `${map.system}: ${zh}没有选中`)
}
