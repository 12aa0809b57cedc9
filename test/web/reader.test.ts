import type { Page } from 'playwright-core'
import t from 'tap'
import { aFiledCase, officers } from '../support/a-case.ts'
import { aScan } from '../support/a-scan.ts'
import { screensAreBuilt, startBrowser } from '../support/browser.ts'
import { startStack } from '../support/stack.ts'

const PAGES = 800
const WANTED = 731
const MOST_BYTES = 1_000_000
const MOST_REQUESTS = 8

/** What a window fetched of a file since it was asked to count. */
function countFetches(page: Page, path: string): { bytes: number; requests: number } {
  const counted = { bytes: 0, requests: 0 }
  page.on('request', request => {
    if (request.url().includes(path)) counted.requests++
  })
  page.on('response', response => {
    if (response.url().includes(path)) counted.bytes += Number(response.headers()['content-length'] ?? '0')
  })
  return counted
}

const shown = async (page: Page, number: number): Promise<void> =>
  await page.locator(`.page-frame[aria-label="第 ${number} 页"][aria-busy="false"] canvas`).waitFor()

t.setTimeout(290_000)

t.test('the reader', async t => {
  await screensAreBuilt()
  const stack = await startStack(t)
  const browsing = await startBrowser(t, stack.url)
  const who = await officers(stack.url)
  const { caseId } = await aFiledCase(who)
  const scan = await aScan(PAGES, 60)
  t.ok(scan.length > PAGES * 55_000, `the scan is ${Math.round(scan.length / 1e6)} MB`)
  const stored = await who.po.upload(caseId, { name: 'GA41_讯问笔录.pdf', bytes: scan, type: 'application/pdf' })
  t.equal(stored.status, 201, 'the scan is taken')
  const documentId = stored.text('id')

  for (const [title, doc, path] of [
    ['a document', documentId, '/view'],
    ['the merged dossier', 'bundle', '/dossier.pdf'],
  ] as const) {
    await t.test(`page ${WANTED} of ${title} costs one megabyte and eight requests at most`, async t => {
      const page = await browsing.window('陈志强')
      const counted = countFetches(page, path)
      await page.goto(`${stack.url}/cases/${caseId}/dossier?doc=${doc}&page=${WANTED}`)
      await shown(page, WANTED)
      t.comment(`${counted.bytes} bytes in ${counted.requests} requests`)
      t.ok(counted.bytes > 0 && counted.bytes <= MOST_BYTES, `${counted.bytes} bytes`)
      t.ok(counted.requests > 0 && counted.requests <= MOST_REQUESTS, `${counted.requests} requests`)
    })
  }

  await t.test('a jump from page 1 costs no more, and the page stands in the address', async t => {
    const page = await browsing.window('陈志强', `/cases/${caseId}/dossier?doc=${documentId}`)
    await shown(page, 1)
    const counted = countFetches(page, '/view')
    await page.getByRole('textbox', { name: '跳到页码' }).fill(String(WANTED))
    await page.keyboard.press('Enter')
    await shown(page, WANTED)
    t.ok(counted.bytes <= MOST_BYTES && counted.requests <= MOST_REQUESTS, `${counted.bytes} bytes in ${counted.requests} requests`)
    t.match(page.url(), new RegExp(`page=${WANTED}`))
    await page.reload()
    await shown(page, WANTED)
  })

  await t.test('the pages that were read are told to the audit trail', async t => {
    const page = await browsing.window('陈志强', `/cases/${caseId}/dossier?doc=${documentId}&page=12`)
    const told = page.waitForRequest(request => request.url().endsWith('/page-views'))
    await shown(page, 12)
    await page.getByRole('link', { name: '概览' }).click()
    t.same((await told).postDataJSON(), { documentId, pages: [12] })
    t.equal((await (await told).response())?.status(), 204)
  })

  t.same(browsing.faults, [], 'no script failed and no policy refused anything')
})
