import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, type Dialog, errors, type Frame, type Page, type Response } from 'playwright-core'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { SystemFault } from '../model.ts'
import type { RobotMap } from './map.ts'

const Seen = Type.Array(Type.Union([Type.String(), Type.Null()]))
type Call = 'prepare' | 'put' | 'take' | 'see' | 'press' | 'search' | 'found' | 'pick'

const SCRIPT = readFileSync(join(import.meta.dirname, 'in-page.js'), 'utf8')
const PICTURE_WITHIN_MS = 10_000
const DEFAULT_PATIENCE_S = 20
const BLOCKED = new Set(['image', 'font', 'media'])
const VIEWPORT = { width: 1280, height: 900 }

/** A call of a function of in-page.js, with all that it needs, as one expression. */
export const script = (call: Call, given: readonly unknown[]): string =>
  `(() => {${SCRIPT}\nreturn ${call}(${given.map(value => JSON.stringify(value)).join(', ')})})()`

/** Thrown inside the robot: the page that came is the one for signing in. */
export class SignedOut extends Error {}

/** The window in which the robot works: opens pages, presses buttons, and says what kept it from that. */
export class Window {
  readonly page: Page
  readonly #map: RobotMap
  readonly #baseUrl: string
  readonly #context: BrowserContext
  readonly #patienceMs: number
  #picturing = false
  /** What a message box may ask that is agreed to; null for none. */
  #agreeTo: string | null = null
  #onDialog: (dialog: Dialog) => void = () => undefined

  private constructor(map: RobotMap, baseUrl: string, context: BrowserContext, page: Page) {
    this.#map = map
    this.#baseUrl = baseUrl
    this.#context = context
    this.page = page
    this.#patienceMs = (map.patience ?? DEFAULT_PATIENCE_S) * 1_000
  }

  static async open(browser: Browser, map: RobotMap, baseUrl: string): Promise<Window> {
    const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: VIEWPORT })
    const page = await context.newPage()
    const window = new Window(map, baseUrl, context, page)
    context.setDefaultTimeout(window.#patienceMs)
    await context.route('**/*', async route => {
      const isSpared = !window.#picturing && BLOCKED.has(route.request().resourceType())
      await (isSpared ? route.abort() : route.continue())
    })
    page.on('dialog', dialog => window.#answerBox(dialog))
    return window
  }

  #answerBox(dialog: Dialog): void {
    const isAgreed = this.#agreeTo !== null && dialog.type() === 'confirm' && dialog.message().includes(this.#agreeTo)
    if (!isAgreed) this.#onDialog(dialog)
    const answered = isAgreed ? dialog.accept() : dialog.dismiss()
    // A page that is gone takes its message box with it.
    answered.catch(() => undefined)
  }

  /** Where the work is done: the page, or its frame of that name. */
  get frame(): Frame {
    const { frame } = this.#map
    return (frame === undefined ? null : this.page.frame({ name: frame.name })) ?? this.page.mainFrame()
  }

  /** Opens a page of the system, and says what stands at these places. @throws SignedOut, SystemFault */
  async open(path: string, ...selectors: readonly string[]): Promise<readonly (string | null)[]> {
    const { frame } = this.#map
    if (frame !== undefined && this.page.frame({ name: frame.name }) === null) await this.#go(this.page.mainFrame(), frame.page)
    await this.#go(this.frame, path)
    return await this.heed(...selectors)
  }

  /** Opens the page for signing in, in the whole window. */
  async openLogin(): Promise<void> {
    await this.#go(this.page.mainFrame(), this.#map.login.page)
    await this.refuseCaptcha()
  }

  async #go(frame: Frame, path: string): Promise<void> {
    const url = new URL(path, this.#baseUrl)
    if (url.origin !== new URL(this.#baseUrl).origin) throw new SystemFault('formChanged', `${this.#map.system}: 地址不在该系统内`)
    const gone = frame.goto(url.href, { waitUntil: 'domcontentloaded', timeout: this.#patienceMs })
    this.#sound(await this.#answered(gone, `打开 ${url.pathname}`))
  }

  /** Waits for what the system does; a wait too long and a line that breaks become what they are. */
  async #answered<T>(work: Promise<T>, doing: string): Promise<T> {
    try {
      return await work
    } catch (error) {
      if (error instanceof errors.TimeoutError) throw new SystemFault('slow', `${this.#map.system}: ${doing}`)
      if (error instanceof Error && /net::ERR|has been closed/.test(error.message))
        throw new SystemFault('down', `${this.#map.system}: ${doing}`)
      throw error
    }
  }

  #sound(response: Response | null): void {
    const status = response?.status() ?? 200
    if (status >= 500) throw new SystemFault('down', `${this.#map.system}: ${status}`)
  }

  /** Stops where the page wants a captcha or a sign-in, and says what stands at these places. @throws SignedOut, SystemFault */
  async heed(...selectors: readonly string[]): Promise<readonly (string | null)[]> {
    const { captcha, signedOut } = this.#map
    const [asked = null, signIn = null, ...words] = await this.see(captcha.join(', '), signedOut, ...selectors)
    if (asked !== null) throw new SystemFault('captcha', this.#map.system)
    if (signIn !== null) throw new SignedOut()
    return words
  }

  /** @throws SystemFault where the page for signing in wants a captcha: people answer those, no robot */
  async refuseCaptcha(): Promise<void> {
    const [asked = null] = await this.see(this.#map.captcha.join(', '))
    if (asked !== null) throw new SystemFault('captcha', this.#map.system)
  }

  /** What stands at these places of the working frame; null where there is none. */
  async see(...selectors: readonly string[]): Promise<readonly (string | null)[]> {
    return Value.Parse(Seen, await this.ask('see', selectors))
  }

  /** Whether any frame shows that somebody is signed in. Frames that are still on their way are waited for. */
  async isSignedIn(): Promise<boolean> {
    if (this.#map.frame !== undefined) await this.#answered(this.page.waitForLoadState('load', { timeout: this.#patienceMs }), '打开框架')
    for (const frame of this.page.frames()) if ((await frame.locator(this.#map.signedIn).count()) > 0) return true
    return false
  }

  /** @throws SystemFault for places that are not on the page */
  async need(what: string, ...selectors: readonly string[]): Promise<void> {
    const missing = (await this.see(...selectors)).flatMap((words, at) => (words === null ? [selectors[at]] : []))
    if (missing.length > 0) throw new SystemFault('formChanged', `${this.#map.system}: 找不到${what}（${missing.join(' ')}）`)
  }

  /** Calls a function of in-page.js in the page. */
  async ask(call: Call, ...given: readonly unknown[]): Promise<unknown> {
    return await this.#answered(this.frame.evaluate<unknown>(script(call, given)), '读取页面')
  }

  /** Types words into inputs of the page. @throws SystemFault for an input that is not there */
  async type(what: string, words: Readonly<Record<string, string>>): Promise<void> {
    await this.need(what, ...Object.keys(words))
    await this.ask(
      'put',
      Object.entries(words).map(([selector, word]) => ({ kind: 'text', selectors: [selector], words: [word] })),
    )
  }

  /**
   * Presses a button and waits for the page that follows. `agreeTo` is what a message box may ask.
   * @returns what a message box said that came instead or before, and that was not agreed to; null for none
   */
  async press(selector: string, doing: string, agreeTo: string | null = null): Promise<string | null> {
    this.#agreeTo = agreeTo
    const said = new Promise<string>(resolve => {
      this.#onDialog = dialog => resolve(dialog.message())
    })
    const next = this.frame.waitForNavigation({ waitUntil: 'domcontentloaded', timeout: this.#patienceMs })
    const answered = this.#answered(next, doing).then(response => {
      this.#sound(response)
      return null
    })
    // Where the button is missing or a message box comes first, nobody waits for the page any more.
    answered.catch(() => undefined)
    try {
      if ((await this.ask('press', selector)) !== true)
        throw new SystemFault('formChanged', `${this.#map.system}: ${doing}，找不到按钮（${selector}）`)
      return await Promise.race([answered, said])
    } finally {
      this.#agreeTo = null
      this.#onDialog = () => undefined
    }
  }

  /** This page of the system as a picture, with its images and out of its frame. @throws SignedOut, SystemFault */
  async pictureOf(path: string): Promise<Uint8Array | null> {
    this.#picturing = true
    try {
      await this.#go(this.page.mainFrame(), path)
      await this.heed()
      return await this.picture()
    } finally {
      this.#picturing = false
    }
  }

  /** The whole screen as a picture. Null where even that does not come. */
  async picture(): Promise<Uint8Array | null> {
    return await this.page.screenshot({ fullPage: true, type: 'png', timeout: PICTURE_WITHIN_MS }).catch(() => null)
  }

  async close(): Promise<void> {
    await this.#context.close()
  }
}
