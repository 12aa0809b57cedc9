import { mkdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContext, Page } from 'playwright-core'
import { buildScreens } from '../../infra/screens.ts'
import { launchBrowser } from '../../src/browser/chromium.ts'

type Test = { teardown(end: () => Promise<void>): void; comment(text: string): void }

/** A browser for one test file; every window is a person of its own with cookies of its own. */
export type Browsing = {
  /** A new window on a path of the screens, signed in by the card of this person; nobody for null. */
  window(name: string | null, path?: string, width?: number): Promise<Page>
  /** What the windows reported: scripts that failed, and refusals of the content security policy. */
  readonly faults: string[]
}

const LOCK_STALE_MS = 180_000
/** The component library measures scroll bars by two inline styles, which the policy refuses without harm. */
const KNOWN = /Applying inline style violates/
/** The browser itself notes every answer of 400 and more. */
const NETWORK = /^Failed to load resource/

/** Builds the screens where they are not new, one test file at a time. */
export async function screensAreBuilt(): Promise<void> {
  const lock = join(tmpdir(), 'anlian-screens.lock')
  for (;;) {
    try {
      mkdirSync(lock)
      break
    } catch {
      const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs
      if (since !== undefined && Date.now() - since > LOCK_STALE_MS) rmSync(lock, { recursive: true, force: true })
      await sleep(100)
    }
  }
  try {
    await buildScreens(() => undefined)
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

/** Starts a browser on the screens of a server; it ends with the test. The screens must be built before the server starts. */
export async function startBrowser(t: Test, url: string): Promise<Browsing> {
  const browser = await launchBrowser()
  t.teardown(async () => await browser.close())
  const faults: string[] = []
  // A person has few sessions at once, so all windows of one person share the first one's.
  const contexts = new Map<string, BrowserContext>()
  const watch = (page: Page): void => {
    page.on('pageerror', error => faults.push(`${page.url()}: ${error.message}`))
    page.on('console', message => {
      const text = message.text()
      if (message.type() === 'error' && !KNOWN.test(text) && !NETWORK.test(text)) faults.push(`${page.url()}: ${text}`)
    })
  }
  return {
    faults,
    async window(name, path = '/', width = 1440) {
      const known = name === null ? undefined : contexts.get(name)
      const context = known ?? (await browser.newContext({ locale: 'zh-CN', timezoneId: 'Europe/Paris' }))
      context.setDefaultTimeout(60_000)
      const page = await context.newPage()
      await page.setViewportSize({ width, height: 900 })
      watch(page)
      await page.goto(`${url}${path}`)
      if (name === null) return page
      if (known === undefined) await page.locator('.demo-agency button', { hasText: name }).click()
      contexts.set(name, context)
      await page.locator('header.top').waitFor()
      return page
    },
  }
}

/** What axe finds on a page, each with the place where it was found. */
export async function axeFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}
