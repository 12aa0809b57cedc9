import t from 'tap'
import { aPaper, aPreparedTransfer, officers, until } from '../support/a-case.ts'
import { axeFindings, screensAreBuilt, startBrowser } from '../support/browser.ts'
import { ok } from '../support/carrying.ts'
import { startStack } from '../support/stack.ts'

t.setTimeout(280_000)

t.test('a paper is replaced after it was sent, and its receiver says that he knows', async t => {
  await screensAreBuilt()
  const stack = await startStack(t, { worker: true })
  const who = await officers(stack.url)
  const { caseId, handOverId } = await aPreparedTransfer(who)
  const documentId = ok(await who.po.get(`/cases/${caseId}/dossier`)).text('volumes.0.documents.0.id')
  ok(await who.pl.post(`/hand-overs/${handOverId}/send`, {}))
  await until(who.pc, handOverId, 'delivered')
  ok(await who.pc.post(`/hand-overs/${handOverId}/receive`, {}))
  const browsing = await startBrowser(t, stack.url)

  const police = await browsing.window('陈志强', `/cases/${caseId}/dossier?doc=${documentId}`)
  await t.test('its maker gives the new version and the reason; the old one stays and says so', async t => {
    await police.locator('.doc-card summary').click()
    await police.getByRole('button', { name: '更换新版本' }).click()
    const drawer = police.getByRole('dialog', { name: /^更换“/ })
    const { name, bytes, type } = await aPaper('GA01')
    await drawer.locator('input[type=file]').setInputFiles({ name, buffer: Buffer.from(bytes), mimeType: type })
    await drawer.getByLabel('理由').fill('时间笔误')
    t.same(await axeFindings(police), [])
    await drawer.getByRole('button', { name: '更换', exact: true }).click()
    await drawer.waitFor({ state: 'detached' })
    await police.locator('.doc-card summary').getByText('已被新版本更换').waitFor()
    t.equal(await police.getByRole('button', { name: '更换新版本' }).count(), 0, 'once')
    if (process.env.SHOTS) await police.screenshot({ path: `${process.env.SHOTS}/replaced.png` })
  })

  const desk = await browsing.window('许文斌', `/cases/${caseId}`)
  await t.test('the desk is told on the page of the case, is led there, reads why, and says that it knows', async t => {
    await desk.getByRole('link', { name: /已更换新版本，请确认知悉$/ }).click()
    await desk.getByText('更换理由：时间笔误').waitFor()
    await desk.getByText(/尚未确认知悉/).waitFor()
    t.same(await axeFindings(desk), [])
    if (process.env.SHOTS) await desk.screenshot({ path: `${process.env.SHOTS}/acknowledge.png` })
    await desk.getByRole('button', { name: '确认知悉新版本' }).click()
    await desk.getByRole('button', { name: '确认知悉新版本' }).waitFor({ state: 'detached' })
    await desk.goto(`${stack.url}/cases/${caseId}`)
    await desk
      .getByText(/危险驾驶/)
      .first()
      .waitFor()
    t.equal(await desk.getByText(/请确认知悉/).count(), 0)
    t.match(await who.pc.post(`/hand-overs/${handOverId}/accept`, { assignTo: who.pp.userId }), { status: 200 })
  })
  await t.test('its maker sees who said so and when', async t => {
    await police.reload()
    await police.locator('button.doc', { hasText: '新版本' }).filter({ hasNotText: '更换' }).click()
    await police.locator('.doc-card summary').click()
    await police.getByText(/许文斌 \d{4}-\d{2}-\d{2} \d{2}:\d{2} 已确认知悉/).waitFor()
    t.same(await axeFindings(police), [])
  })
  t.same(browsing.faults, [])
})
