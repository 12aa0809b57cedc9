import t from 'tap'
import { aPaper, aPreparedTransfer, officers, until } from '../support/a-case.ts'
import { ok } from '../support/carrying.ts'
import type { Answer, Person } from '../support/http-client.ts'
import { intact } from '../support/intact.ts'
import { startStack } from '../support/stack.ts'

t.setTimeout(240_000)

t.test('a paper is replaced after it was sent', async t => {
  const stack = await startStack(t, { worker: true })
  const who = await officers(stack.url)
  const { po, pl, pc, pp } = who
  const { caseId, handOverId } = await aPreparedTransfer(who)
  const first = ok(await po.get(`/cases/${caseId}/dossier`)).text('volumes.0.documents.0.id')
  const second = ok(await po.get(`/cases/${caseId}/dossier`)).text('volumes.0.documents.1.id')
  const replace = async (by: Person, documentId: string, reason: string | null = '笔误'): Promise<Answer> =>
    await by.sendFile(`/cases/${caseId}/documents/${documentId}/versions`, await aPaper('GA01'), reason === null ? {} : { reason })
  const paper = async (by: Person, id: string): Promise<unknown> => {
    const volumes = ok(await by.get(`/cases/${caseId}/dossier`)).at('volumes')
    return [volumes]
      .flat()
      .flatMap(one => (one instanceof Object && 'documents' in one ? [one.documents].flat() : []))
      .find(one => one instanceof Object && 'id' in one && one.id === id)
  }

  t.match(await replace(po, first), { status: 409, body: { code: 'state-conflict' } }, 'what was not sent is withdrawn, not replaced')
  ok(await pl.post(`/hand-overs/${handOverId}/send`, {}))
  await until(pc, handOverId, 'delivered')
  ok(await pc.post(`/hand-overs/${handOverId}/receive`, {}))

  await t.test('while the file is on the desk: the old one stays, and nothing goes on until the new one is known', async t => {
    t.match(await replace(po, first, null), { status: 422, body: { code: 'fact-required' } })
    t.equal((await replace(pc, first)).status, 403, 'only its maker')
    const version = ok(await replace(po, first)).text('id')
    t.match(await replace(po, first), { status: 409, body: { code: 'state-conflict' } }, 'once')
    t.match(await paper(pc, first), { replacedBy: version })
    t.match(await paper(pc, version), { replaces: first, replacement: { reason: '笔误', awaitsMe: true } })
    t.equal((await pc.get(`/cases/${caseId}/documents/${first}/content`)).status, 200, 'the old one can be read')
    t.match((await pc.get(`/cases/${caseId}`)).at('related'), { unread: [{ id: version }] })
    t.match((await po.get(`/cases/${caseId}`)).at('related'), { unread: [] })
    t.match(await pc.post(`/hand-overs/${handOverId}/accept`, { assignTo: pp.userId }), {
      status: 409,
      body: { code: 'replacement-not-acknowledged' },
    })
    t.match(await pl.post(`/cases/${caseId}/documents/${version}/acknowledge`, {}), { status: /403|404/ }, 'not by the maker')
    ok(await pc.post(`/cases/${caseId}/documents/${version}/acknowledge`, {}))
    t.match(await paper(pc, version), {
      replacement: { awaitsMe: false, receivers: [{ agency: { code: '350503-PRO' }, by: /./, at: /^20/ }] },
    })
    t.equal((await pc.post(`/cases/${caseId}/documents/${version}/acknowledge`, {})).status, 404, 'once')
    ok(await pc.post(`/hand-overs/${handOverId}/accept`, { assignTo: pp.userId }))
  })
  await t.test('after the case has gone on: the holder does not send on before he knows', async t => {
    const version = ok(await replace(po, second, '补正页码')).text('id')
    const draft = ok(await pc.post(`/cases/${caseId}/hand-overs`, { leg: 'indictment', toAgency: '350503-CRT' })).text('handOverId')
    t.match(await pp.post(`/hand-overs/${draft}/send`, {}), { status: 409, body: { code: 'replacement-not-acknowledged' } })
    ok(await pp.post(`/cases/${caseId}/documents/${version}/acknowledge`, {}))
    t.match(await pp.post(`/hand-overs/${draft}/send`, {}), { status: 409, body: { code: 'gate-not-passed' } }, 'what is left is the gate')
  })
  await intact(t, stack)
})
