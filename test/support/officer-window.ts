import type { Locator, Page } from 'playwright-core'
import type { Field } from '../../src/cases/model.ts'
import type { User } from '../../src/cli/answers.ts'
import type { Browsing } from './browser.ts'
import { type Filling, fillIn, submit } from './screen-forms.ts'

/** Told of a screen that is worth a look, with what is on it. */
export type Look = (what: string, page: Page) => Promise<void>

/** One officer at his own window, which stays open from one step to the next. */
export class OfficerWindow {
  readonly page: Page
  readonly #look: Look

  private constructor(page: Page, look: Look) {
    this.page = page
    this.#look = look
  }

  /** Signs in by the card of this person, also where it lies under the other districts. */
  static async of(browsing: Browsing, user: User, look: Look): Promise<OfficerWindow> {
    const page = await browsing.window(null)
    const cards = page.getByRole('region', { name: user.agency.zh, exact: true })
    await page.locator('.demo-agency button').first().waitFor()
    if (!(await cards.isVisible())) await page.getByText(/^其他区县和监狱/).click()
    await cards.getByRole('button', { name: user.name }).click()
    await page.locator('header.top').waitFor()
    return new OfficerWindow(page, look)
  }

  /** Opens a case from the list of one's own cases, else from the list of the agency. */
  async toCase(caseId: string): Promise<void> {
    const { page } = this
    await page
      .locator('header.top nav')
      .getByRole('link', { name: /^我的案件/ })
      .click()
    const row = page.locator(`a.main[href="/cases/${caseId}"]`)
    await page
      .locator('nav.tabs')
      .getByRole('link', { name: /^本单位/ })
      .click()
    await row.click()
    await page.locator('.case-head').waitFor()
  }

  async look(what: string): Promise<void> {
    await this.#look(what, this.page)
  }

  async tab(name: string): Promise<void> {
    await this.page.locator('nav.tabs').getByRole('link', { name, exact: true }).click()
  }

  /** The button of a step; what seldom comes next is unfolded first. */
  async button(name: string): Promise<Locator> {
    const { page } = this
    const head = page.locator('.case-head')
    const found = head.locator('.actions').getByRole('button', { name, exact: true, includeHidden: true })
    await found.waitFor({ state: 'attached' })
    if (!(await found.isVisible())) await head.locator('details.more-actions > summary').click()
    return found
  }

  /** Presses a step, fills its form and confirms it. */
  async act(name: string, fields: readonly Field[], filling: Filling, whom?: string): Promise<void> {
    const button = await this.button(whom === undefined ? name : `${name} · ${whom}`)
    await button.click()
    await this.confirm(name, fields, filling)
  }

  /** Fills the drawer that is open and confirms it by the button that has its name. */
  async confirm(name: string, fields: readonly Field[], filling: Filling): Promise<void> {
    const form = this.page.getByRole('dialog')
    await fillIn(this.page, form, fields, filling)
    await this.look(`${name}：填写`)
    await submit(form, name)
  }
}
