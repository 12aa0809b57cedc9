import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { Type } from 'typebox'
import type { Field } from '../../src/cases/model.ts'
import { transitionOf } from '../../src/cases/transitions.ts'
import { CaseView, Eligibility } from '../../src/cli/answers.ts'
import type { Client } from '../../src/cli/client.ts'
import type { Cast } from '../../src/cli/demo/course/cast.ts'
import { acknowledgePaper, admitPerson } from '../../src/cli/demo/course/centre-desk.ts'
import type { Played } from '../../src/cli/demo/course/check-course.ts'
import type { CourseStory, Step, Who } from '../../src/cli/demo/course/model.ts'
import { SeenDeadlines } from '../../src/cli/demo/course/seen-deadlines.ts'
import type { LegalClock } from '../../src/cli/demo/legal-clock.ts'
import type { Browsing } from './browser.ts'
import { handOver, refusedHandOver } from './browser-hand-over.ts'
import { type Look, OfficerWindow } from './officer-window.ts'
import { choose, wallClock } from './screen-forms.ts'

type Options = {
  readonly story: CourseStory
  readonly cast: Cast
  readonly clock: LegalClock
  readonly browsing: Browsing
  /** Where papers are written before they are uploaded. */
  readonly folder: string
  readonly look: Look
}

type Of<Kind extends Step['do']> = Extract<Step, { do: Kind }>

const OCCURRED: Field = { name: 'occurredAt', kind: 'dateTime', zh: '发生时间', en: 'Time of the event', required: false }
const CRIME = Type.Object({ crimes: Type.Array(Type.Object({ code: Type.String(), zh: Type.String() })) })
const CLOCKS = Type.Object({
  items: Type.Array(
    Type.Object({
      code: Type.String(),
      zh: Type.String(),
      startedAt: Type.String(),
      may: Type.Array(Type.Object({ code: Type.String(), zh: Type.String(), blocked: Type.Unknown(), minLength: Type.Unknown() })),
    }),
  ),
})

const instant = (local: string): Date => new Date(`${local.replace(' ', 'T')}:00+08:00`)

/** A sample case on its way over the screens: each step is clicked by whose step it is, at its legal time. */
export class BrowserPlay implements Played {
  readonly options: Options
  readonly deadlines = new SeenDeadlines()
  readonly refused: { readonly code: string; readonly basis: string | null; readonly what: string }[] = []
  /** How many papers were written so far. */
  papers = 0
  caseId = ''
  /** Who works on the case for the agency that holds it. */
  holder: Who = 'po'
  readonly #windows = new Map<Who, OfficerWindow>()
  readonly #persons = new Map<string, string>()

  constructor(options: Options) {
    this.options = options
  }

  async run(): Promise<void> {
    const { story, clock } = this.options
    await clock.begin(instant(story.openedAt))
    await this.#open()
    for (const step of story.steps) await this.#take(step)
  }

  personOf(letter: string): string {
    const id = this.#persons.get(letter)
    if (id === undefined) throw new RangeError(`${letter} has not come yet`)
    return id
  }

  async view(): Promise<CaseView> {
    return await this.client(this.holder).get(`/api/v1/cases/${this.caseId}`, CaseView)
  }

  client(who: Who): Client {
    return this.options.cast.as(who)
  }

  async runTo(local: string): Promise<void> {
    await this.options.clock.runTo(instant(local))
  }

  /** The window of this person, signed in when he is first needed. */
  async window(who: Who): Promise<OfficerWindow> {
    const known = this.#windows.get(who)
    if (known) return known
    const opened = await OfficerWindow.of(this.options.browsing, this.client(who).user, this.options.look)
    this.#windows.set(who, opened)
    return opened
  }

  /** A picture of each window as it stands, into this folder where somebody wants to look at it. */
  async pictures(folder: string | undefined): Promise<void> {
    if (folder === undefined) return
    for (const [who, { page }] of this.#windows)
      await page.screenshot({ path: join(folder, `${this.options.story.number}-last-${who}.png`) })
  }

  /** The window of this person, with the case open. */
  async atCase(who: Who): Promise<OfficerWindow> {
    const window = await this.window(who)
    await window.toCase(this.caseId)
    return window
  }

  /** Looks at the clocks that run after a step. */
  async note(what: string, window: OfficerWindow): Promise<void> {
    await this.deadlines.look(this.client(this.holder), this.caseId)
    await window.look(what)
  }

  async #take(step: Step): Promise<void> {
    switch (step.do) {
      case 'act':
        return await this.#act(step)
      case 'join':
        return await this.#join(step)
      // The centre's own screens are walked in a test of their own; here its desk does its part in time.
      case 'admit':
        return await this.#admit(step)
      case 'acknowledge':
        return await this.#acknowledge(step)
      case 'eligible':
        return await this.#eligible(step)
      case 'extend':
        return await this.#extend(step)
      case 'handOver':
        return await handOver(this, step)
      case 'refusedAct':
        return await this.#refusedAct(step)
      case 'refusedHandOver':
        return await refusedHandOver(this, step)
    }
  }

  async #open(): Promise<void> {
    const { story } = this.options
    const { crimes } = await this.client('po').get('/api/v1/reference', CRIME)
    const charge = crimes.find(({ code }) => code === story.chargeCode)?.zh ?? story.chargeCode
    const window = await this.window('po')
    const { page } = window
    await page.getByRole('button', { name: '受案登记' }).first().click()
    await choose(page, page.getByRole('combobox', { name: '案件来源' }), '报案')
    await page.getByLabel('受案时间').fill(story.openedAt)
    await choose(page, page.getByRole('combobox', { name: '案由' }), charge)
    await page.getByLabel('案发时间').fill(story.openedAt)
    await page.getByLabel('案发地点').fill('泉州市')
    await page.getByLabel('简要案情').fill(story.zh)
    await page.getByRole('button', { name: '登记受案' }).click()
    await page.locator('.case-head').waitFor()
    this.caseId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    await this.note('受案登记', window)
  }

  async #join({ at, by, person, summoned }: Of<'join'>): Promise<void> {
    await this.runTo(at)
    const accused = this.options.story.persons[person]
    if (accused === undefined) throw new RangeError(`no person ${person}`)
    const window = await this.atCase(by)
    const { page } = window
    await (await window.button(transitionOf('joinPerson').zh)).click()
    await page.getByLabel('证件号码').fill(accused.idNo)
    await page.getByLabel('姓名').fill(accused.name)
    await page.getByLabel('到案时间').fill(at)
    if (summoned) await page.getByRole('checkbox', { name: /^经传唤到案/ }).check()
    await page.getByRole('button', { name: '登记到案' }).click()
    await page.locator('.case-head').waitFor()
    const { persons } = await this.view()
    const joined = persons.find(({ name }) => name === accused.name)
    if (joined === undefined) throw new Error(`${accused.name} is not on the case`)
    this.#persons.set(person, joined.id)
    await this.note('登记犯罪嫌疑人', window)
  }

  async #act({ at, by, act, person, data = {} }: Of<'act'>): Promise<void> {
    await this.runTo(at)
    const { zh, fields } = transitionOf(act)
    const asked = act === 'takeEffect' ? [] : [OCCURRED, ...fields]
    const window = await this.atCase(by)
    await window.act(zh, asked, { occurredAt: at, ...data }, this.#whom(person))
    await this.note(zh, window)
  }

  /** The name that a button carries where several persons are on the case. */
  #whom(person: string | undefined): string | undefined {
    return this.#persons.size > 1 && person !== undefined ? this.options.story.persons[person]?.name : undefined
  }

  async #admit({ at, by, person, warrant }: Of<'admit'>): Promise<void> {
    await this.runTo(at)
    const accused = this.options.story.persons[person]
    if (accused === undefined) throw new RangeError(`no person ${person}`)
    await admitPerson(this.client(by), { ...accused, casePersonId: this.personOf(person), warrant, at: instant(at).toISOString() })
  }

  async #acknowledge({ at, by, person, until }: Of<'acknowledge'>): Promise<void> {
    await this.runTo(at)
    await acknowledgePaper(this.client(by), this.personOf(person), until)
  }

  async #eligible({ at, by, months }: Of<'eligible'>): Promise<void> {
    await this.runTo(at)
    const { rows } = await this.client(by).get(`/api/v1/cases/${this.caseId}/fast-track`, Eligibility)
    const open = rows.filter(row => row.mayAnswer && row.holds === 'unknown' && row.isTrial)
    if (open.length === 0) throw new Error(`nothing to answer for ${by}`)
    const window = await this.atCase(by)
    await window.tab('速裁')
    await window.page.getByRole('button', { name: '填写条件' }).click()
    const form = window.page.getByRole('dialog')
    for (const { code, kind, wanted } of open) {
      const name = new RegExp(`^${code} `)
      if (kind === 'integer') await form.getByRole('textbox', { name }).fill(String(months))
      else await choose(window.page, form.getByRole('combobox', { name }), wanted === true ? '是' : '否')
    }
    await window.look('填写速裁条件')
    await form.getByRole('button', { name: '保存填写' }).click()
    await form.waitFor({ state: 'hidden' })
    await this.note('查明速裁条件', window)
  }

  async #extend({ at, asks, grants, period, extension, length, documentNo }: Of<'extend'>): Promise<void> {
    await this.runTo(at)
    const { items } = await this.client(asks).get(`/api/v1/cases/${this.caseId}/clocks`, CLOCKS)
    const clock = items.findLast(
      item => item.code === period && item.may.some(({ code, blocked }) => code === extension && blocked === null),
    )
    const option = clock?.may.find(({ code }) => code === extension)
    if (clock === undefined || option === undefined) throw new Error(`${extension} cannot be asked for`)
    const window = await this.atCase(asks)
    const { page } = window
    await window.tab('期限')
    await page.getByRole('button', { name: `${clock.zh} 自 ${wallClock(clock.startedAt)} 起` }).press('Enter')
    const explained = page.getByRole('dialog', { name: '解释此日期' })
    await explained
      .getByRole('listitem')
      .filter({ has: page.getByText(option.zh, { exact: true }) })
      .getByRole('button', { name: '提出申请' })
      .click()
    const form = page.getByRole('dialog', { name: `申请：${option.zh}` })
    await form.getByLabel('决定时间').fill(at)
    await form.getByLabel('决定书文号').fill(documentNo)
    // A length that the law fixes is not asked for.
    if (length !== undefined && option.minLength !== null) await form.getByLabel(/^长度/).fill(String(length))
    await window.look(`申请${option.zh}`)
    await form.getByRole('button', { name: '提出申请' }).click()
    await form.waitFor({ state: 'hidden' })
    const second = await this.atCase(grants)
    await second.tab('期限')
    await second.page.getByRole('button', { name: '批准', exact: true }).click()
    await second.page.getByText('已批准，期限已重新计算').waitFor()
    await this.note(`批准${option.zh}`, second)
  }

  async #refusedAct({ at, by, act, code, person }: Of<'refusedAct'>): Promise<void> {
    await this.runTo(at)
    const window = await this.atCase(by)
    const { zh } = transitionOf(act)
    await this.refuses(await window.button(this.#whom(person) === undefined ? zh : `${zh} · ${this.#whom(person)}`), code, act)
    await window.look(`${zh}：不能办理`)
    await window.page.mouse.move(0, 0)
  }

  /** Sees that a step cannot be taken, and reads why and by which article. */
  async refuses(button: Locator, code: string, what: string): Promise<void> {
    if ((await button.getAttribute('aria-disabled')) !== 'true') throw new Error(`“${what}” is not refused`)
    const said = await reasonOf(button)
    const [, basis = null] = /依据：(.+)$/.exec(said) ?? []
    if (basis === null) throw new Error(`refused without an article: ${said}`)
    this.refused.push({ code, basis, what: `${what}：${said}` })
  }
}

const TRIES = 10

/** What a blocked button says to the pointer. A page that is just drawn anew takes the words away, and the pointer comes again. */
async function reasonOf(button: Locator): Promise<string> {
  const tip = button.page().getByRole('tooltip')
  for (let tried = 1; ; tried++) {
    // Only a pointer that comes to the button is told.
    await button.page().mouse.move(0, 0)
    await button.hover()
    try {
      return (await tip.textContent({ timeout: 5_000 })) ?? ''
    } catch (error) {
      if (tried === TRIES) throw error
    }
  }
}
