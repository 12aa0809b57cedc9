import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import type { Field } from '../../src/cases/model.ts'
import { transitionOf } from '../../src/cases/transitions.ts'
import type { Step } from '../../src/cli/demo/course/model.ts'
import { agencyOf } from '../../src/domain/codes.ts'
import { isLeg, LEGS, type LegRule } from '../../src/handovers/legs.ts'
import { aPaper } from './a-case.ts'
import type { BrowserPlay } from './browser-play.ts'
import type { OfficerWindow } from './officer-window.ts'
import { choose } from './screen-forms.ts'

type HandOver = Extract<Step, { do: 'handOver' }>
type Prepared = Pick<HandOver, 'leg' | 'to' | 'prepares' | 'persons'>

const OCCURRED: Field = { name: 'occurredAt', kind: 'dateTime', zh: '发生时间', en: 'Time of the event', required: false }
const RECEIVER: Field = { name: 'toAgency', kind: 'agency', zh: '接收单位', en: 'Receiver', required: true }
const OFFICER: Field = { name: 'assignTo', kind: 'staff', zh: '承办人', en: 'Case officer', required: true }

function ruleOf(leg: string): LegRule {
  if (!isLeg(leg)) throw new RangeError(`no way ${leg}`)
  return LEGS[leg]
}

/** Prepared, completed with what the receiver asks for, sent by a second person, received and accepted at the other desk. */
export async function handOver(play: BrowserPlay, step: HandOver): Promise<void> {
  const rule = ruleOf(step.leg)
  await play.runTo(step.sent)
  const maker = await play.atCase(step.prepares)
  await prepare(play, maker, step)
  await complete(play, maker)
  const sender = await play.atCase(step.sends)
  await (await sender.button(rule.zh)).click()
  await sender.confirm(rule.zh, [OCCURRED], { occurredAt: step.sent })
  await play.note(`${rule.zh}：移送`, sender)
  await sender.page.locator('.hand-over-head .tag', { hasText: '待签收' }).waitFor()
  await atDesk(play, step)
}

async function atDesk(play: BrowserPlay, step: HandOver): Promise<void> {
  const { accept } = ruleOf(step.leg)
  const taking = transitionOf(accept)
  await play.runTo(step.received)
  const desk = await play.window(step.desk)
  await desk.page.locator('header.top nav').getByRole('link', { name: /^收案/ }).click()
  const { name } = await play.view()
  await desk.page.getByRole('row').filter({ hasText: name }).filter({ hasText: '待签收' }).getByRole('link', { name }).click()
  await press(desk, '签收')
  await desk.confirm('签收', [OCCURRED], { occurredAt: step.received })
  await play.runTo(step.accepted)
  await press(desk, taking.zh)
  const assignTo = play.client(step.assign).user.name
  await desk.confirm(taking.zh, [OCCURRED, OFFICER, ...taking.fields], { occurredAt: step.accepted, assignTo, ...step.data })
  if (step.persons === undefined) play.holder = step.assign
  await play.note(taking.zh, desk)
}

const press = async ({ page }: OfficerWindow, name: string): Promise<void> =>
  await page.locator('.hand-over-head').getByRole('button', { name, exact: true }).click()

const preparing = ({ page }: OfficerWindow, rule: LegRule): Locator =>
  page.locator('section.panel').getByRole('button', { name: `准备${rule.zh}`, exact: true })

async function prepare(play: BrowserPlay, window: OfficerWindow, { leg, to, persons = [] }: Prepared): Promise<void> {
  const rule = ruleOf(leg)
  await (await window.button(`准备${rule.zh}`)).click()
  await preparing(window, rule).click()
  const form = window.page.getByRole('dialog')
  for (const letter of persons) {
    await choose(window.page, form.getByRole('combobox', { name: '人员' }), play.options.story.persons[letter]?.name ?? letter)
    await window.page.keyboard.press('Escape')
  }
  await window.confirm(`准备${rule.zh}`, [RECEIVER], { toAgency: agencyOf(to).zh })
}

/** Uploads what the receiver's list still misses, under the names of the papers. */
async function complete(play: BrowserPlay, window: OfficerWindow): Promise<void> {
  const { page } = window
  await page.locator('.gate').waitFor()
  const files: string[] = []
  for (const row of await page.locator('.gate tr.missing').all()) {
    const paper = row.locator('td').nth(1)
    const code = (await paper.locator('.quiet').textContent()) ?? ''
    const name = (await paper.textContent())?.split(code)[0]?.trim().replaceAll('/', '、') ?? ''
    const file = join(play.options.folder, `${String(++play.papers).padStart(3, '0')}_${name}.pdf`)
    writeFileSync(file, (await aPaper(code)).bytes)
    files.push(file)
  }
  await window.look(`缺 ${files.length} 份材料`)
  if (files.length > 0) await upload(window, files)
  await window.tab('移送')
  await page.getByText('材料齐全').waitFor()
  await window.look('材料齐全')
}

async function upload(window: OfficerWindow, files: string[]): Promise<void> {
  const { page } = window
  await window.tab('卷宗')
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: '上传文件', exact: true }).click(),
  ])
  await chooser.setFiles(files)
  await page.getByText('上传完成').waitFor()
  await window.look('上传完成')
  const told = await page
    .locator('.tray')
    .getByText(/待归类 \d+/)
    .textContent()
  await page.getByRole('button', { name: '关闭' }).click()
  const unsure = page.locator('.unsorted')
  for (let left = Number(/待归类 (\d+)/.exec(told ?? '')?.[1]); left > 0; left--) {
    await unsure
      .locator('li')
      .nth(left - 1)
      .waitFor()
    await unsure.locator('.suggest button').first().click()
    await unsure
      .locator('li')
      .nth(left - 1)
      .waitFor({ state: 'detached' })
  }
}

export async function refusedHandOver(play: BrowserPlay, step: Extract<Step, { do: 'refusedHandOver' }>): Promise<void> {
  await play.runTo(step.at)
  const window = await play.atCase(step.prepares)
  const rule = ruleOf(step.leg)
  await play.refuses(await window.button(`准备${rule.zh}`), step.code, step.leg)
  await window.look(`${rule.zh}：不能办理`)
  await window.page.mouse.move(0, 0)
}
