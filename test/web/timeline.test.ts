import t from 'tap'
import { aFiledCase, fileAll, officers, POLICE_PAPERS } from '../support/a-case.ts'
import { axeFindings, screensAreBuilt, startBrowser } from '../support/browser.ts'
import { carry, ok } from '../support/carrying.ts'
import { startStack } from '../support/stack.ts'

t.setTimeout(240_000)

t.test('what each step of a case caused', async t => {
  await screensAreBuilt()
  const stack = await startStack(t, { worker: true })
  const who = await officers(stack.url)
  const { caseId } = await aFiledCase(who)
  const drafted = ok(await who.po.post(`/cases/${caseId}/papers`, { code: 'GA73', parts: { found: '查明的事实', evidence: '证据' } }))
  const number = ok(await who.pl.post(`/cases/${caseId}/papers/${drafted.text('paperId')}/issue`)).text('number')
  await fileAll(who.po, caseId, POLICE_PAPERS)
  const way = { leg: 'transferForProsecution', toAgency: '350503-PRO', prepares: who.po, sends: who.pl, desk: who.pc, gets: who.pp }
  const handOverId = await carry(caseId, way)
  const view = await who.pp.get(`/cases/${caseId}`)
  const stepOf = (act: string): unknown => {
    const timeline = view.at('timeline')
    return Array.isArray(timeline) ? timeline.find(one => one.act === act)?.effects : undefined
  }

  await t.test('numbers go with the step that gave them, periods with those that began and ended them', async t => {
    t.match(stepOf('intake'), { numbers: [{ agency: null, no: view.text('platformNo') }, { agency: { code: '350503-PSB' } }], papers: [] })
    t.match(stepOf('file'), { stage: 'FILED', holder: null, handOver: null, numbers: [] })
    t.match(stepOf('bail'), {
      periods: [
        { code: 'SUMMONS_12H', change: 'ended' },
        { code: 'BAIL_POLICE', change: 'started', dueAt: /T23:59:59\+08:00$/ },
      ],
      papers: [{ number }],
    })
    t.match(stepOf('acceptForProsecution'), {
      stage: 'REVIEW',
      holder: { code: '350503-PRO' },
      handOver: { id: handOverId, round: 1 },
      numbers: [{ agency: { code: '350503-PRO' } }],
      periods: [{ code: 'PROC_INTAKE_FAST_SAME_DAY', change: 'ended' }],
    })
  })

  const browsing = await startBrowser(t, stack.url)
  const page = await browsing.window('林婉清', `/cases/${caseId}`)
  await page.setViewportSize({ width: 1366, height: 768 })
  const step = page.locator('.timeline > li', { hasText: '受理审查起诉' })

  await t.test('they stand in one line, and open into a list that leads on', async t => {
    const opener = step.getByRole('button', { name: /办理结果/ })
    await opener.waitFor()
    t.equal(await opener.getAttribute('aria-expanded'), 'false')
    const line = await step.locator('.step-effects').boundingBox()
    t.ok(line && line.height < 30, `one line, not ${line?.height}`)
    t.same(await axeFindings(page), [])
    await step.scrollIntoViewIfNeeded()
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/timeline-closed.png` })
    await opener.press('Enter')
    await step.getByText('承办 泉州市丰泽区人民检察院').waitFor()
    await step
      .getByText(/起算 审查起诉.*，至 \d{4}-\d{2}-\d{2}/)
      .first()
      .waitFor()
    t.same(await axeFindings(page), [])
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/timeline-open.png` })
    await step.getByRole('link', { name: '移送审查起诉 第1次' }).click()
    await page.waitForURL(`**/hand-overs/${handOverId}`)
  })
  await t.test('who may ask for a correction is offered it, and nobody else', async t => {
    t.equal(view.at('mayCorrect'), true)
    t.equal((await who.po.get(`/cases/${caseId}`)).at('mayCorrect'), false, 'the police have handed the case over')
    await page.goto(`${stack.url}/cases/${caseId}`)
    await step.getByRole('button', { name: /更正/ }).waitFor()
    const police = await browsing.window('陈志强', `/cases/${caseId}`)
    await police.locator('.timeline > li', { hasText: '受理审查起诉' }).waitFor()
    t.equal(await police.getByRole('button', { name: /更正/ }).count(), 0)
  })
  t.same(browsing.faults, [])
})
