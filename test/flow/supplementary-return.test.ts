import t from 'tap'
import { aDeliveredTransfer, fileAll, type Officers, officers, until } from '../support/a-case.ts'
import type { Person } from '../support/http-client.ts'
import { startStack } from '../support/stack.ts'

t.test('returned for supplementary investigation', async t => {
  const stack = await startStack(t, { worker: true })
  const who: Officers = await officers(stack.url)
  const { caseId, handOverId } = await aDeliveredTransfer(who)
  await who.pc.post(`/hand-overs/${handOverId}/receive`, {})
  await who.pc.post(`/hand-overs/${handOverId}/accept`, { assignTo: who.pp.userId })

  /** Prepares, sends and delivers one way of the file. */
  async function send(
    from: { prepares: Person; sends: Person; receives: Person },
    leg: string,
    toAgency: string,
    papers: readonly string[],
  ) {
    await fileAll(from.prepares, caseId, papers)
    const prepared = await from.prepares.post(`/cases/${caseId}/hand-overs`, { leg, toAgency })
    const id = prepared.text('handOverId')
    const sent = await from.sends.post(`/hand-overs/${id}/send`, {})
    if (sent.status === 200) await until(from.receives, id, 'delivered')
    return { id, sent }
  }
  const back = { prepares: who.pc, sends: who.pp, receives: who.pl }
  const forth = { prepares: who.po, sends: who.pl, receives: who.pc }
  const clock = async (code: string, state: string): Promise<boolean> => {
    const items = (await who.pp.get(`/cases/${caseId}/clocks`)).at('items')
    return Array.isArray(items) && items.some(one => one.code === code && one.state === state)
  }

  await t.test('a return that the procuratorate recalls leaves the police as readers, as before', async t => {
    const { id } = await send(back, 'supplementaryReturn', '350503-PSB', ['JC05', 'JC06'])
    t.equal((await who.po.get(`/cases/${caseId}`)).status, 200, 'who investigated reads on while it lies on the desk')
    t.equal((await who.pp.post(`/hand-overs/${id}/recall`, { reason: '证据已补齐' })).status, 200)
    t.equal((await who.po.get(`/cases/${caseId}`)).text('holder.code'), '350503-PRO')
    t.equal((await who.po.get(`/cases/${caseId}`)).status, 200)
  })

  await t.test('two rounds: the police must take it, the review starts in full, a third return is refused with its article', async t => {
    for (const round of [1, 2]) {
      const { id } = await send(back, 'supplementaryReturn', '350503-PSB', ['JC05', 'JC06', 'JC43'])
      t.equal((await who.pl.post(`/hand-overs/${id}/receive`, {})).status, 200)
      const refusal = { outcome: 'RETURNED_NO_JURISDICTION', reason: '不应退回', basis: '无' }
      t.equal((await who.pl.post(`/hand-overs/${id}/return`, refusal)).text('code'), 'must-accept', 'the police must take it')
      t.equal((await who.pl.post(`/hand-overs/${id}/accept`, { assignTo: who.po.userId })).status, 200, `round ${round}`)
      const view = await who.po.get(`/cases/${caseId}`)
      t.match([view.text('stage'), view.text('holder.code')], ['SUPPLEMENTARY', '350503-PSB'])
      t.ok(await clock('SUPP_INVEST', 'running'))
      t.notOk((await clock('PROC_REVIEW_FAST', 'running')) || (await clock('PROC_REVIEW', 'running')), 'the time used is lost')
      const { id: again } = await send(forth, 'retransfer', '350503-PRO', ['GA76', 'GA81'])
      const volumes = (await who.po.get(`/cases/${caseId}/dossier`)).at('volumes')
      const supplements = Array.isArray(volumes) ? volumes.filter(({ code }) => code === 'supplementary') : []
      t.same(
        supplements.map(({ zh, seq, documents }) => [zh, seq, documents.length]),
        Array.from({ length: round }, (_, at) => ['补充侦查卷', at + 1, 2]),
        'what the round added stands in a volume of its own',
      )
      t.equal((await who.pc.post(`/hand-overs/${again}/receive`, {})).status, 200)
      t.equal((await who.pc.post(`/hand-overs/${again}/accept`, { assignTo: who.pp.userId })).status, 200)
      t.ok((await clock('PROC_REVIEW_FAST', 'running')) || (await clock('PROC_REVIEW', 'running')))
      t.ok(await clock('SUPP_INVEST', 'met'))
    }
    const { sent } = await send(back, 'supplementaryReturn', '350503-PSB', ['JC05', 'JC06', 'JC43'])
    t.equal(sent.text('code'), 'supplement-returns-used-up')
    t.match(sent.text('basis'), /175/)
    t.equal((await who.pp.get(`/cases/${caseId}`)).text('stage'), 'PROSECUTION_REVIEW', 'and nothing has changed')
  })
})
