import t from 'tap'
import { officers, until } from '../support/a-case.ts'
import { axeFindings, screensAreBuilt, startBrowser } from '../support/browser.ts'
import { ok } from '../support/carrying.ts'
import { untilSql } from '../support/case-end.ts'
import { aHeldCase, type Leg, send, wall } from '../support/held-case.ts'
import { choose } from '../support/screen-forms.ts'
import { startStack } from '../support/stack.ts'
import { setClock } from '../support/watched.ts'

t.setTimeout(290_000)

t.test('the custody side of a case', async t => {
  await screensAreBuilt()
  const stack = await startStack(t, { worker: true })
  const admin = await stack.as('admin')
  const browsing = await startBrowser(t, stack.url)
  const who = await officers(stack.url)
  const { pl, pc, pp } = who
  const { caseId, officer, centre } = await aHeldCase(stack.url, admin, who)
  const look = async (name: string, page = police): Promise<void> => {
    if (process.env.ANLIAN_PICTURES) await page.screenshot({ path: `${process.env.ANLIAN_PICTURES}/${name}.png`, fullPage: true })
  }
  const untilState = async (state: string): Promise<void> =>
    await untilSql(admin, "exists (select 1 from custody_dispatch where case_id = $1 and state = $2 and paper = 'transfer')", [
      caseId,
      state,
    ])
  const police = await browsing.window('吴建国')

  await t.test('what the agency is told of somebody in custody stands above its cases until it is noted', async t => {
    await police.goto(`${stack.url}/cases`)
    const told = police.getByRole('region', { name: /^羁押通知/ })
    await told.getByText('陈大勇').first().waitFor()
    t.same(await axeFindings(police), [])
    const before = await told.getByRole('listitem').count()
    await told
      .getByRole('button', { name: /^已知悉/ })
      .first()
      .click()
    await told
      .getByRole('listitem')
      .nth(before - 1)
      .waitFor({ state: 'detached' })
  })

  await t.test('the chain is drawn, and stands in a table for who does not see it', async t => {
    await police.goto(`${stack.url}/cases/${caseId}/custody`)
    const table = police.getByRole('table', { name: '羁押名义明细' })
    await table.getByRole('row').filter({ hasText: '丰泽分局' }).filter({ hasText: '在押' }).waitFor()
    await police.locator('.chain .title').waitFor()
    await police.locator('summary', { hasText: '羁押期限的变动' }).click()
    await police.getByRole('table', { name: '羁押期限的变动' }).getByText('2026-01-15 16:30 → 2026-02-11 16:30').waitFor()
    t.same(await axeFindings(police), [])
  })

  await t.test('the holder issues a permit, good until custody ends', async t => {
    await police.getByRole('button', { name: '开具提讯提解证' }).click()
    const form = police.getByRole('dialog', { name: '开具提讯提解证' })
    t.same(await axeFindings(police), [], 'the form')
    await form.getByRole('button', { name: '开具提讯提解证' }).click()
    await form.waitFor({ state: 'hidden' })
    await look('permit')
    await police.getByRole('table', { name: '提讯提解证' }).getByRole('row').filter({ hasText: '陈大勇' }).waitFor()
  })

  const way: Leg = { leg: 'transferForProsecution', toAgency: '350503-PRO', prepares: officer, sends: pl, desk: pc, gets: pp }
  await setClock(admin, new Date(wall('04-03 09:00')))
  const id = await send(caseId, way)
  await until(pc, id, 'delivered')
  ok(await pc.post(`/hand-overs/${id}/receive`, {}))
  const clerk = await browsing.window('许文斌')

  await t.test(
    'before the receiver’s click it is said for whom a certificate is completed; after it, its number and the new end',
    async t => {
      await clerk.goto(`${stack.url}/hand-overs/${id}?do=accept`)
      const form = clerk.getByRole('dialog')
      await form.getByText('受理后将完成换押证 1 份').waitFor()
      await form.getByText(/陈大勇：丰公换〔2026〕1号/).waitFor()
      await form.getByText(/移送单位期限至 2026-04-10 24:00/).waitFor()
      t.same(await axeFindings(clerk), [], 'the acceptance')
      await look('accept', clerk)
      await choose(clerk, form.getByRole('combobox', { name: '承办人' }), '林婉清')
      await form.getByRole('button', { name: /受理/ }).click()
      const told = clerk.getByRole('region', { name: '换押证已完成' })
      await told.getByText('陈大勇：丰公换〔2026〕1号，羁押期限至 2026-05-03 24:00').waitFor()
      await look('accepted', clerk)
    },
  )

  await t.test('the new holder sees the papers with their times, and the receipt after the centre’s answer', async t => {
    await untilState('delivered')
    const found = ok(await centre.get('/custody/desk?state=delivered')).at('items')
    const ids = Array.isArray(found) ? found.map((item: { dispatch: { id: string } }) => item.dispatch.id) : []
    ok(await centre.post('/custody/dispatches/acknowledge', { ids }))
    await untilSql(admin, 'not exists (select 1 from custody_dispatch where case_id = $1 and receipt is null)', [caseId])
    await setClock(admin, new Date(wall('04-20 10:00')))
    const prosecutor = await browsing.window('林婉清')
    await prosecutor.goto(`${stack.url}/cases/${caseId}/custody`)
    const paper = prosecutor.getByRole('listitem', { name: '陈大勇 丰公换〔2026〕1号' })
    await paper.getByText('看守所已确认').waitFor()
    const href = await paper.getByRole('link', { name: '换押证 PDF' }).getAttribute('href')
    t.equal((await (await prosecutor.request.get(`${stack.url}${href}`)).body()).subarray(0, 5).toString(), '%PDF-')
    await paper.getByRole('button', { name: '回执' }).click()
    await prosecutor.getByRole('dialog', { name: /回执/ }).getByText('SHA-256 摘要').waitFor()
    t.same(await axeFindings(prosecutor), [], 'the receipt')
    await prosecutor.keyboard.press('Escape')
    const table = prosecutor.getByRole('table', { name: '羁押名义明细' })
    t.match(
      await table.textContent(),
      /丰泽分局2026-01-12 16:302026-04-03 09:00换押.*人民检察院2026-04-03 09:00在押/s,
      'no instant between',
    )
    await prosecutor.getByRole('table', { name: '提讯提解证' }).getByText('已失效').waitFor()
    await look('case-custody', prosecutor)
    await prosecutor.setViewportSize({ width: 360, height: 800 })
    t.equal(await prosecutor.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth'), false, '360 wide')
    await look('case-narrow', prosecutor)
  })

  await t.test('a case in which nobody is held says so', async t => {
    const opened = ok(await officer.post('/cases', { source: 'report', occurredAt: wall('04-03 08:00'), chargeCode: 'X042' }))
    const page = await browsing.window('黄晓东')
    await page.goto(`${stack.url}/cases/${opened.text('caseId')}/custody`)
    await page.getByText('本案没有人员羁押').waitFor()
    t.same(await axeFindings(page), [])
  })

  t.same(browsing.faults, [], 'no script failed and no policy refused anything')
})
