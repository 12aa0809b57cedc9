import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { revokePaper } from '../../src/custody/certificate/commands.ts'
import { drawPapers } from '../../src/custody/certificate/draw-papers.ts'
import { forCase } from '../../src/db/orm.ts'
import { aPreparedTransfer, officers } from '../support/a-case.ts'
import { aBody, announced, aPlatform, drawingDeps, issue } from '../support/a-certificate.ts'
import { axeFindings, screensAreBuilt, startBrowser } from '../support/browser.ts'
import { commandLine } from '../support/command-line.ts'
import { startStack } from '../support/stack.ts'

t.setTimeout(240_000)

const { keys: strangeKeys } = await aPlatform()

t.test('the page where anybody checks a custody document', async t => {
  await screensAreBuilt()
  const stack = await startStack(t)
  const browsing = await startBrowser(t, stack.url)
  const who = await officers(stack.url)
  const { caseId, personId } = await aPreparedTransfer(who)
  const deps = await drawingDeps(t, stack)
  const file = async (paperId: string): Promise<Buffer> => {
    await drawPapers(deps, { caseId, paperIds: [paperId] })
    const answer = await fetch(`${stack.url}/api/v1/custody-papers/${paperId}/pdf`, { headers: { cookie: who.po.cookie } })
    return Buffer.from(await answer.arrayBuffer())
  }
  /** What the code on the paper says; the file carries it too. */
  const codeOf = (pdf: Buffer): string => /stream\n(1\|[^\n]+)\nendstream/.exec(pdf.toString('utf8'))?.[1] ?? ''
  const body = announced()
  const first = codeOf(await file(await issue(deps.orm, caseId, personId, body)))
  const page = await browsing.window(null, `/verify#${encodeURIComponent(first)}`)
  const verdict = page.locator('#verdict')
  const scan = async (code: string): Promise<void> => {
    await page.goto('about:blank')
    await page.goto(`${stack.url}/verify#${encodeURIComponent(code)}`)
  }

  await t.test('a scanned code is valid, with holder and period, and names nobody', async t => {
    await verdict.getByRole('heading', { name: '有效', exact: true }).waitFor()
    const said = await page.locator('main').textContent()
    for (const part of [body.certNo, '移送审查起诉', '泉州市公安局丰泽分局', '2027-01-02 24:00', '第 1 版']) t.match(said, part)
    t.notMatch(said, /林志远|350503198806149916|泉看2026/)
    t.same(await axeFindings(page), [])
  })

  await t.test('a telephone shows it without scrolling sideways', async t => {
    await page.setViewportSize({ width: 360, height: 800 })
    t.equal(await page.evaluate('document.documentElement.scrollWidth'), 360)
    const pictures = process.env.ANLIAN_PICTURES
    if (pictures !== undefined) await page.screenshot({ path: join(pictures, 'verify.png') })
  })

  await t.test('a changed code is refused, and what is no code at all', async t => {
    await scan(first.replace(body.certNo, body.certNo.replace('泉丰', '泉安')))
    await verdict.getByRole('heading', { name: '已被更改' }).waitFor()
    await scan('anything at all')
    await verdict.getByRole('heading', { name: '无法识别' }).waitFor()
    t.equal(await verdict.locator('dd').count(), 0, 'of what cannot be proved nothing is shown')
    await page.getByLabel('二维码内容或者网址').fill(`${stack.url}/verify#${encodeURIComponent(first)}`)
    await page.getByRole('button', { name: '核验' }).click()
    await verdict.getByRole('heading', { name: '有效', exact: true }).waitFor()
  })

  await t.test('superseded and revoked are told', async t => {
    const second = codeOf(await file(await issue(deps.orm, caseId, personId, { ...aBody(), certNo: body.certNo, edition: 2 })))
    await scan(first)
    await verdict.getByRole('heading', { name: '已被新版本取代' }).waitFor()
    t.match(await verdict.textContent(), '现为第 2 版')
    await scan(second)
    await verdict.getByRole('heading', { name: '有效', exact: true }).waitFor()
    t.match(await verdict.textContent(), '泉州市丰泽区人民检察院')
    await forCase(deps.orm, caseId).transactional(async em => await revokePaper(em, body.certNo))
    await scan(second)
    await verdict.getByRole('heading', { name: '已撤销' }).waitFor()
  })

  await t.test('with the network cut the page opens and proves the signature', async t => {
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)')
    const context = page.context()
    await context.setOffline(true)
    await scan(first)
    await verdict.getByRole('heading', { name: '签名真实，状态未知' }).waitFor()
    t.match(await verdict.textContent(), '无法联网查询')
    await scan(first.replace('TRANSFER_PROSECUTION', 'INDICT'))
    await verdict.getByRole('heading', { name: '已被更改' }).waitFor()
    await context.setOffline(false)
  })

  await t.test('the page without network proves a file that is dropped on it, and a code', async t => {
    const folder = t.testdir()
    const path = join(folder, 'verify.html')
    t.equal((await commandLine(stack.url)('certificate', 'page', '--out', path)).code, 0)
    const good = await file(await issue(deps.orm, caseId, personId, aBody()))
    const changed = Buffer.from(good)
    changed[20_000] = (changed[20_000] ?? 0) ^ 1
    await writeFile(join(folder, 'changed.pdf'), changed)
    await writeFile(join(folder, 'good.pdf'), good)
    await page.context().setOffline(true)
    await page.goto(pathToFileURL(path).href)
    await page.setInputFiles('#file', join(folder, 'good.pdf'))
    await verdict.getByRole('heading', { name: '文件真实' }).waitFor()
    t.match(await verdict.textContent(), '泉州市丰泽区人民检察院')
    t.notMatch(await verdict.textContent(), '林志远')
    await page.setInputFiles('#file', join(folder, 'changed.pdf'))
    await verdict.getByRole('heading', { name: '文件已被更改' }).waitFor()
    await page.getByLabel('二维码内容或者网址').fill(first)
    await page.getByRole('button', { name: '核验' }).click()
    await verdict.getByRole('heading', { name: '签名真实' }).waitFor()
    t.same(await axeFindings(page), [])
    const strange = (await readFile(path, 'utf8')).replace(
      /(id="keys">).*?(<\/script>)/,
      (_, a, b) => `${a}${JSON.stringify(strangeKeys)}${b}`,
    )
    await writeFile(path, strange)
    await page.goto(pathToFileURL(path).href)
    await page.setInputFiles('#file', join(folder, 'good.pdf'))
    await verdict.getByRole('heading', { name: '签章证书不是由可信的签发中心签发' }).waitFor()
  })

  t.same(
    browsing.faults.filter(fault => !/ERR_INTERNET_DISCONNECTED/.test(fault)),
    [],
  )
})
