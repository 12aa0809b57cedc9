import { type Browser, errors } from 'playwright-core'
import type { AgencySystem, CardSnapshot, Placed, SystemListing, SystemRecord } from '../model.ts'
import { SystemFault } from '../model.ts'
import { checkForm, fillForm, openForm } from './form.ts'
import type { RobotMap } from './map.ts'
import { Pace } from './pace.ts'
import { filledUrl, placedOf, planOf } from './plan.ts'
import { readTaken, recordFrom, soughtBy } from './reading.ts'
import { SignedOut, Window } from './window.ts'

const MOST_LIST_PAGES = 20
/** Where the account of the officer stands among the raw words. */
const OFFICER = 'officer'

/** What a robot needs to work at one system. `pace` is how many cards a minute it writes at most. */
export type RobotOptions = {
  readonly map: RobotMap
  readonly baseUrl: string
  readonly account: string
  readonly password: string
  readonly browser: Browser
  readonly pace: number
}

/** A robot (案管机器人) at the screens of an agency's own system, led by its map alone. It signs in when it first has to. */
export const openRobot = (options: RobotOptions): AgencySystem => new Robot(options)

class Robot implements AgencySystem {
  readonly #options: RobotOptions
  readonly #map: RobotMap
  readonly #pace: Pace
  #window: Window | null = null
  #isSignedIn = false

  constructor(options: RobotOptions) {
    this.#options = options
    this.#map = options.map
    this.#pace = new Pace(options.pace)
  }

  async find(platformCaseId: string): Promise<SystemRecord | null> {
    return await this.#act(async window => {
      const { page, row, reference, box, go } = this.#map.find
      await window.open(filledUrl(page, { platformCaseId }))
      if (box !== undefined && go !== undefined) {
        await window.type('查询框', { [box]: platformCaseId })
        await window.press(go, '查询')
        await window.heed()
      }
      const references = await window.frame.locator(row).locator(reference).allTextContents()
      // The search of the other system may be a loose one. Where it has the case twice, the older is the case.
      for (const one of references.toReversed()) {
        const record = await this.#read(window, one.trim())
        if (record.platformCaseId === platformCaseId) return record
      }
      return null
    })
  }

  async write(
    { card }: CardSnapshot,
    reference: string | null,
    mayStillSubmit: () => Promise<void>,
  ): Promise<{ reference: string; picture: Uint8Array | null }> {
    await this.#pace.turn()
    return await this.#act(async window => {
      await fillForm(window, this.#map, card, reference)
      await mayStillSubmit()
      const saved = await this.#submit(window, card)
      return { reference: saved, picture: await this.#receipt(window, saved) }
    })
  }

  /** Presses the last button. From here on nothing is tried again: the record may be saved whatever comes back. */
  async #submit(window: Window, card: CardSnapshot['card']): Promise<string> {
    const { click, confirm, done, refused, reference } = this.#map.submit
    const said = await window.press(click, '提交后等待应答', confirm ?? null)
    const [signIn = null, answered = null, isDone = null, saved = null] = await window.see(this.#map.signedOut, refused, done, reference)
    if (signIn !== null) throw new SystemFault('loggedOut', `${this.#map.system}: 提交时`)
    const refusal = said ?? answered ?? ''
    if (refusal !== '') throw new SystemFault('rejected', `${this.#map.system}: ${withoutValues(refusal, card)}`)
    if (isDone === null) throw new SystemFault('formChanged', `${this.#map.system}: 找不到保存成功的标志（${done}）`)
    if (saved === null || saved === '') throw new SystemFault('formChanged', `${this.#map.system}: 保存后没有编号（${reference}）`)
    return saved
  }

  /** The saved record as a picture: a proof, and nothing fails for want of it. */
  async #receipt(window: Window, reference: string): Promise<Uint8Array | null> {
    const path = filledUrl(this.#map.record.page, { reference })
    try {
      return await window.pictureOf(path)
    } catch (error) {
      if (!(error instanceof SignedOut)) return null
    }
    return await this.#signIn(window)
      .then(async () => await window.pictureOf(path))
      .catch(() => null)
  }

  async read(reference: string): Promise<SystemRecord> {
    return await this.#act(async window => await this.#read(window, reference))
  }

  async #read(window: Window, reference: string): Promise<SystemRecord> {
    const { page, there, absent } = this.#map.record
    const { officer = there } = this.#map
    const [gone = null, record = null, account = null] = await window.open(filledUrl(page, { reference }), absent, there, officer)
    if (gone !== null) throw new SystemFault('rejected', `${this.#map.system}: 没有这条记录`)
    if (record === null) throw new SystemFault('formChanged', `${this.#map.system}: 找不到记录（${there}）`)
    const taken = []
    for (const sought of soughtBy(this.#map)) taken.push(readTaken(await window.ask('take', sought, {})))
    const { values, raw, missing } = recordFrom(this.#map, taken)
    if (missing.length > 0) throw new SystemFault('formChanged', `${this.#map.system}: 查看页找不到${missing.join('、')}`)
    const mark = values.get('/platformCaseId')
    const named = this.#map.officer === undefined || account === null || account === '' ? [] : [[OFFICER, account] as const]
    return { reference, platformCaseId: typeof mark === 'string' ? mark : null, values, raw: new Map([...raw, ...named]) }
  }

  async list(): Promise<readonly SystemListing[]> {
    return await this.#act(async window => {
      const { page, row, reference, changed, pages = MOST_LIST_PAGES } = this.#map.list
      const found = new Map<string, string>()
      for (let at = 1; at <= pages; at++) {
        await window.open(filledUrl(page, { page: at }))
        const rows = window.frame.locator(row)
        const references = await rows.locator(reference).allTextContents()
        const marks = await rows.locator(changed).allTextContents()
        if (references.length !== marks.length) throw new SystemFault('formChanged', `${this.#map.system}: 列表`)
        const before = found.size
        for (const [n, one] of references.entries()) found.set(one.trim(), (marks[n] ?? '').trim())
        if (found.size === before) break
      }
      return [...found].map(([one, mark]) => ({ reference: one, changed: mark }))
    })
  }

  async trial({ card }: CardSnapshot): Promise<{ placed: readonly Placed[]; picture: Uint8Array | null }> {
    return await this.#act(async window => {
      const plans = planOf(this.#map, card)
      await openForm(window, this.#map, null)
      await checkForm(window, this.#map, plans)
      const [first] = plans
      return { placed: placedOf(plans), picture: first?.url ? await window.pictureOf(first.url) : await window.picture() }
    })
  }

  async close(): Promise<void> {
    await this.#window?.close()
    this.#window = null
    this.#isSignedIn = false
  }

  /** Does a piece of work signed in. Signed out in the middle of it, the robot signs in once more and begins the work anew. */
  async #act<T>(work: (window: Window) => Promise<T>): Promise<T> {
    this.#window ??= await Window.open(this.#options.browser, this.#map, this.#options.baseUrl)
    const window = this.#window
    try {
      if (!this.#isSignedIn) await this.#signIn(window)
      try {
        return await work(window)
      } catch (error) {
        if (!(error instanceof SignedOut)) throw error
        await this.#signIn(window)
        return await work(window)
      }
    } catch (error) {
      throw await this.#explained(error, window)
    }
  }

  async #signIn(window: Window): Promise<void> {
    const { account, password, submit, refused } = this.#map.login
    this.#isSignedIn = false
    await window.openLogin()
    await window.type('登录框', { [account]: this.#options.account, [password]: this.#options.password })
    await window.press(submit, '登录')
    await window.refuseCaptcha()
    const [refusal = null] = await window.see(refused)
    if (refusal !== null && refusal !== '') throw new SystemFault('badCredentials', this.#map.system)
    if (!(await window.isSignedIn())) throw new SystemFault('formChanged', `${this.#map.system}: 登录后的页面（${this.#map.signedIn}）`)
    this.#isSignedIn = true
  }

  /** Every fault of the other system with a picture of the screen; anything else as it is. */
  async #explained(error: unknown, window: Window): Promise<unknown> {
    const fault = faultOf(error, this.#map.system)
    if (fault === null) return error
    if (fault.code === 'loggedOut') this.#isSignedIn = false
    return new SystemFault(fault.code, fault.detail, fault.picture ?? (await window.picture()))
  }
}

function faultOf(error: unknown, system: string): SystemFault | null {
  if (error instanceof SystemFault) return error
  if (error instanceof SignedOut) return new SystemFault('loggedOut', system)
  return error instanceof errors.TimeoutError ? new SystemFault('slow', system) : null
}

/** A refusal in the words of the other system, without what was typed: those may be names. */
function withoutValues(message: string, card: CardSnapshot['card']): string {
  const typed: string[] = []
  JSON.stringify(card, (_, value: unknown) => {
    if (typeof value === 'string' && value.length > 1) typed.push(value)
    return value
  })
  return typed
    .toSorted((a, b) => b.length - a.length)
    .reduce((said, value) => said.replaceAll(value, '…'), message)
    .slice(0, 300)
}
