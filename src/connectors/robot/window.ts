import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, type Dialog, errors, type Frame, type Page, type Response } from 'playwright-core'
import { SystemFault } from '../model.ts'
import type { RobotMap } from './map.ts'

const SCRIPT = readFileSync(join(import.meta.dirname, 'in-page.js'), 'utf8')
const PICTURE_WITHIN_MS = 10_000
const BLOCKED = new Set(['image', 'font', 'media'])

/** Thrown inside the robot: the page that came is the one for signing in. */
export class SignedOut extends Error {}

/** The window in which the robot works: opens pages, presses buttons, and says what kept it from that. */
export class Window {
  readonly #map: RobotMap
  readonly #baseUrl: string
  readonly #context: BrowserContext
  readonly page: Page
  readonly #patienceMs: number
  #picturing = false
  /** The message box that is expected and agreed to; null for none. */
  #agreeTo: string | null = null
  #onDialog: (dialog: Dialog) => void = () => undefined

  private constructor(map: RobotMap, baseUrl: string, context: BrowserContext, page: Page) {
    this.#map = map
    this.#baseUrl = baseUrl
    this.#context = context
    this.page = page
    this.#patienceMs = (map.patience ?? 20) * 1_000
  }

  static async open(browser: Browser, map: RobotMap, baseUrl: string): Promise<Window> {
    const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    const window = new Window(map, baseUrl, context, page)
    context.setDefaultTimeout(window.#patienceMs)
    await context.route('**/*', async route => {
      const isSpared = !window.#picturing && BLOCKED.has(route.request().resourceType())
      await (isSpared ? route.abort() : route.continue())
    })
    page.on('dialog', dialog => {
      const isAgreed = window.#agreeTo !== null && dialog.type() === 'confirm' && dialog.message().includes(window.#agreeTo)
      if (!isAgreed)
        window.#onDialog(dialog)
        // A page that is gone takes its message box with it.
      ;(isAgreed ? dialog.accept() : dialog.dismiss()).catch(() => undefined)
    })
    return window
  }

  /** Where the work is done: the page, or its frame of that name. */
  get frame(): Frame {
    const { frame } = this.#map
    if (frame === undefined) return this.page.mainFrame()
    return this.page.frame({ name: frame.name }) ?? this.page.mainFrame()
  }

  /** Opens a page of the system. @throws SignedOut, SystemFault */
  async open(path: string): Promise<void> {
    const { frame } = this.#map
    if (frame !== undefined && this.page.frame({ name: frame.name }) === null) await this.#go(this.page.mainFrame(), frame.page)
    await this.#go(this.frame, path)
    await this.heed()
  }

  /** Opens the page for signing in, in the whole window. */
  async openLogin(): Promise<void> {
    await this.#go(this.page.mainFrame(), this.#map.login.page)
    await this.refuseCaptcha()
  }

  async #go(frame: Frame, path: string): Promise<void> {
    const url = new URL(path, this.#baseUrl)
    if (url.origin !== new URL(this.#baseUrl).origin) throw new SystemFault('formChanged', `${this.#map.system}: 地址不在该系统内`)
    this.#sound(
      await this.#answered(frame.goto(url.href, { waitUntil: 'domcontentloaded', timeout: this.#patienceMs }), `打开 ${url.pathname}`),
    )
  }

  /** Waits for what the system does; a wait too long and a line that breaks become what they are. */
  async #answered<T>(work: Promise<T>, doing: string): Promise<T> {
    try {
      return await work
    } catch (error) {
      if (error instanceof errors.TimeoutError) throw new SystemFault('slow', `${this.#map.system}: ${doing}`)
      if (error instanceof Error && /net::ERR|NS_ERROR|has been closed/.test(error.message))
        throw new SystemFault('down', `${this.#map.system}: ${doing}`)
      throw error
    }
  }

  #sound(response: Response | null): void {
    const status = response?.status() ?? 200
    if (status >= 500) throw new SystemFault('down', `${this.#map.system}: ${status}`)
  }

  /** Stops where the page wants a captcha or a sign-in. @throws SignedOut, SystemFault */
  async heed(): Promise<void> {
    await this.refuseCaptcha()
    if (await this.has(this.#map.signedOut)) throw new SignedOut()
  }

  /** @throws SystemFault where the page wants a captcha: people answer those, no robot */
  async refuseCaptcha(): Promise<void> {
    for (const frame of this.page.frames())
      if ((await frame.locator(this.#map.captcha.join(', ')).count()) > 0) throw new SystemFault('captcha', this.#map.system)
  }

  async has(selector: string): Promise<boolean> {
    return (await this.frame.locator(selector).count()) > 0
  }

  /** Whether any frame shows that somebody is signed in. */
  async isSignedIn(): Promise<boolean> {
    for (const frame of this.page.frames()) if ((await frame.locator(this.#map.signedIn).count()) > 0) return true
    return false
  }

  /** Waits until all frames of the page stand. */
  async settle(): Promise<void> {
    if (this.#map.frame !== undefined) await this.#answered(this.page.waitForLoadState('load', { timeout: this.#patienceMs }), '打开框架')
  }

  async wordsAt(selector: string): Promise<string> {
    const found = this.frame.locator(selector).first()
    return (await found.count()) === 0 ? '' : ((await found.textContent()) ?? '').trim()
  }

  /** @throws SystemFault for a place that is not on the page */
  async need(selector: string, what: string): Promise<void> {
    if (!(await this.has(selector))) throw new SystemFault('formChanged', `${this.#map.system}: 找不到${what}（${selector}）`)
  }

  /** Calls a function of in-page.js in the page. */
  async ask(call: 'look' | 'put' | 'setLines' | 'take', ...given: readonly unknown[]): Promise<unknown> {
    const values = given.map(value => JSON.stringify(value)).join(', ')
    return await this.#answered(this.frame.evaluate<unknown>(`(() => {${SCRIPT}\nreturn ${call}(${values})})()`), '读取页面')
  }

  async fill(selector: string, words: string, what: string): Promise<void> {
    await this.need(selector, what)
    await this.frame.locator(selector).first().fill(words)
  }

  /**
   * Presses a button and waits for the page that follows. `agreeTo` is what a message box may ask.
   * @returns what a message box said that came instead or before, and that was not agreed to; null for none
   */
  async press(selector: string, doing: string, agreeTo: string | null = null): Promise<string | null> {
    await this.need(selector, doing)
    const { frame } = this
    this.#agreeTo = agreeTo
    const said = new Promise<string>(resolve => {
      this.#onDialog = dialog => resolve(dialog.message())
    })
    const next = frame.waitForNavigation({ waitUntil: 'domcontentloaded', timeout: this.#patienceMs })
    const pressed = Promise.all([next, frame.locator(selector).first().click({ noWaitAfter: true })])
    const answered = this.#answered(pressed, doing).then(([response]) => {
      this.#sound(response)
      return null
    })
    try {
      return await Promise.race([answered, said])
    } finally {
      // What a message box interrupted goes on in the background and may fail there.
      answered.catch(() => undefined)
      this.#agreeTo = null
      this.#onDialog = () => undefined
    }
  }

  /** The whole page as a picture, with its images. Null where even that does not come. */
  async picture(path: string | null = null): Promise<Uint8Array | null> {
    this.#picturing = true
    try {
      if (path !== null) await this.open(path)
      return await this.page.screenshot({ fullPage: this.#map.frame === undefined, type: 'png', timeout: PICTURE_WITHIN_MS })
    } catch {
      return null
    } finally {
      this.#picturing = false
    }
  }

  async close(): Promise<void> {
    await this.#context.close()
  }
}

/** Values that a page gives to no one. */
export const asTexts = (answer: unknown): readonly string[] =>
  Array.isArray(answer) && answer.every((one): one is string => typeof one === 'string') ? answer : []
