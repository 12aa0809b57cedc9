import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { CardSnapshot } from '../model.ts'
import { SystemFault } from '../model.ts'
import type { RobotMap } from './map.ts'
import { type Assignment, filledUrl, type PagePlan, planOf } from './plan.ts'
import { SignedOut, script, type Window } from './window.ts'

const MORE_THAN_ANYBODY = 500
const MOST_NAMED = 10
const POLL_MS = 25
const Found = Type.Array(Type.String())

/** Opens the form: an empty one, or that of a record. @throws SignedOut, SystemFault */
export async function openForm(window: Window, map: RobotMap, reference: string | null): Promise<void> {
  const path = reference === null ? map.entry.create : filledUrl(map.entry.change, { reference })
  const [absent = null] = await window.open(path, map.record.absent)
  if (reference !== null && absent !== null) throw new SystemFault('rejected', `${map.system}: 没有这条记录`)
}

/** Looks up every place of every page and every choice that will be needed; types nothing. @throws SystemFault naming what is not as mapped */
export async function checkForm(window: Window, map: RobotMap, plans: readonly PagePlan[]): Promise<void> {
  for (const plan of plans) {
    await prepare(window, map, plan)
    if (plan.save) await window.need(`“${plan.name}”的保存按钮`, plan.save.click)
  }
  await openLast(window, map)
}

/** Where the last button is. */
async function openLast(window: Window, map: RobotMap): Promise<void> {
  const { page, click } = map.submit
  if (page !== undefined) await window.open(page)
  await window.need('提交按钮', click)
}

/** Opens a page, makes its lines as many as wanted, and looks everything up. */
async function prepare(window: Window, map: RobotMap, { name, url, lines, assignments }: PagePlan): Promise<void> {
  if (url !== null) await window.open(url)
  const found = Value.Parse(Found, await window.ask('prepare', lines, assignments))
  const places = [
    ...lines.map(({ zh, rows }) => `${zh}（${rows}）`),
    ...assignments.map(({ zh, selectors }) => `${zh}（${selectors.join(' ')}）`),
  ]
  for (const [fault, code, zh] of FAULTS) {
    const named = places.filter((_, at) => found[at] === fault)
    if (named.length > 0) throw new SystemFault(code, `${map.system}: ${name}，${zh}${named.slice(0, MOST_NAMED).join('、')}`)
  }
}
/** What in-page.js finds wrong with a place. */
const FAULTS = [
  ['lines', 'formChanged', '行无法增减：'],
  ['missing', 'formChanged', '找不到'],
  ['other', 'formChanged', '类型不符：'],
  ['option', 'noPlace', '没有对应选项：'],
] as const

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
  await openLast(window, map)
}

async function saveStep(window: Window, map: RobotMap, name: string, save: { click: string; done: string }): Promise<void> {
  const said = await window.press(save.click, `保存“${name}”`)
  if (said !== null) throw new SystemFault('rejected', `${map.system}: ${name}`)
  const [done = null] = await window.heed(save.done)
  if (done === null) throw new SystemFault('formChanged', `${map.system}: 找不到“${name}”已保存的标志（${save.done}）`)
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
  const [popup] = await Promise.all([window.page.waitForEvent('popup'), button.dispatchEvent('click')])
  try {
    await popup.waitForSelector(`${search.box}, ${map.signedOut}`, { state: 'attached' })
    if ((await popup.locator(search.box).count()) === 0) throw new SignedOut()
    await popup.evaluate(script('search', [search, word]))
    const answer = await popup.waitForFunction(script('found', [search, word, map.signedOut]), undefined, { polling: POLL_MS })
    const found: unknown = await answer.jsonValue()
    if (found === 'out') throw new SignedOut()
    if (found !== 'there') throw new SystemFault('noPlace', `${map.system}: ${zh}没有对应选项`)
    const closed = popup.waitForEvent('close')
    closed.catch(() => undefined)
    await popup.evaluate(script('pick', [search, word]))
    await closed
  } finally {
    if (!popup.isClosed()) await popup.close()
  }
  if ((await input.inputValue()) !== word) throw new SystemFault('formChanged', `${map.system}: ${zh}没有选中`)
}
