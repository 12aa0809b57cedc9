import t from 'tap'
import { officers } from '../support/a-case.ts'
import { ARREST_PAPERS, bring, carry, filePapers, ok, twoDetained, type Way } from '../support/carrying.ts'
import { untilSql } from '../support/case-end.ts'
import { signIn } from '../support/http-client.ts'
import { startStack } from '../support/stack.ts'

t.test('a request for arrest', async t => {
  const stack = await startStack(t, { worker: true })
  const who = await officers(stack.url)
  const admin = await stack.as('admin')
  const way = (persons: readonly string[]): Way => ({
    leg: 'arrestRequest',
    prepares: who.po,
    sends: who.pl,
    desk: who.pc,
    gets: who.pp,
    toAgency: '350503-PRO',
    persons,
  })
  const clock = async (caseId: string, code: string, casePersonId: string): Promise<string | undefined> => {
    const items = (await who.pl.get(`/cases/${caseId}/clocks`)).at('items')
    return Array.isArray(items) ? items.find(one => one.code === code && one.casePersonId === casePersonId)?.state : undefined
  }

  await t.test(
    'two persons, two decisions: the police keep the case, the prosecutor reads what was frozen for him and no more',
    async t => {
      const { caseId, persons } = await twoDetained(who)
      const [first = '', second = ''] = persons
      t.match((await who.po.post(`/cases/${caseId}/hand-overs`, { leg: 'arrestRequest', toAgency: '350503-PRO' })).body, {
        code: 'person-required',
      })
      const gate = await who.po.get(`/cases/${caseId}/gates?leg=arrestRequest&toAgency=350502-PRO&persons=${persons.join(',')}`)
      t.match(JSON.stringify(gate.at('checks')), /"code":"jurisdiction"[^}]*"ok":false|"ok":false[^}]*"code":"jurisdiction"/)
      await filePapers(who.po, caseId, ARREST_PAPERS, persons)
      const id = await carry(caseId, way(persons))
      const view = await who.pp.get(`/cases/${caseId}`)
      t.match([view.text('stage'), view.text('holder.code'), view.text('turn.agency.code')], ['INVESTIGATION', '350503-PSB', '350503-PRO'])
      for (const person of persons) t.equal(await clock(caseId, 'ARREST_REVIEW_DETAINED', person), 'running')
      t.equal(await clock(caseId, 'DET_ARREST_REQUEST', first), 'met')
      await filePapers(who.po, caseId, ['GA43'], [])
      const codes = async (person = who.pp): Promise<string> => JSON.stringify((await person.get(`/cases/${caseId}/dossier`)).body)
      t.match(await codes(), /"GA13"/)
      t.notMatch(await codes(), /"GA43"/, 'what the police add later is not for him')
      t.match(await codes(who.po), /"GA43"/)
      t.equal(
        (await who.pp.post(`/cases/${caseId}/acts/bail`, { casePersonId: first, measure: '02' })).status,
        403,
        'nor the holder’s steps',
      )
      t.equal((await who.pp.post(`/cases/${caseId}/imports`, { source: 'folder', name: 'x', totalFiles: 1, totalBytes: 1 })).status, 403)
      t.equal((await signIn(stack.url, 'lc-pp').then(one => one.get(`/cases/${caseId}`))).status, 404)

      ok(await who.pp.post(`/cases/${caseId}/acts/approveArrest`, { casePersonId: first, docNo: '丰检批捕〔2026〕9号' }))
      t.match(await codes(), /"GA13"/, 'the other is not decided yet')
      ok(
        await who.pp.post(`/cases/${caseId}/acts/rejectArrest`, {
          casePersonId: second,
          ground: 'noNeed',
          reason: '无社会危险性',
          docNo: '丰检不捕〔2026〕3号',
        }),
      )
      ok(await who.pl.post(`/cases/${caseId}/acts/executeArrest`, { casePersonId: first, docNo: '丰公捕字〔2026〕9号' }))
      t.equal(
        (await who.pl.post(`/cases/${caseId}/acts/executeArrest`, { casePersonId: second, docNo: '1号' })).text('code'),
        'state-conflict',
      )
      t.equal(await clock(caseId, 'INV_CUSTODY', first), 'running')
      t.equal(await clock(caseId, 'INV_CUSTODY', second), undefined)
      t.equal((await who.po.get(`/cases/${caseId}`)).text('turn.agency.code'), '350503-PSB', 'it is the turn of the police again')
      ok(await who.po.post(`/cases/${caseId}/acts/receiveNonArrest`, { casePersonId: second }))
      t.match(await codes(), /"GA13"/, 'while the police may ask for reconsideration')
      await untilSql(admin, "exists (select 1 from receipt where hand_over_id = $1 and kind = 'acceptance')", [id])
      t.match((await who.po.get(`/hand-overs/${id}`)).body, { outcome: 'ACCEPTED', persons, personCount: 2 })
    },
  )

  await t.test('approved for all, the papers close to the prosecutor; the transfer later opens the whole dossier', async t => {
    const { caseId, persons } = await twoDetained(who)
    await filePapers(who.po, caseId, ARREST_PAPERS, persons)
    await carry(caseId, way(persons))
    for (const casePersonId of persons) ok(await who.pp.post(`/cases/${caseId}/acts/approveArrest`, { casePersonId, docNo: '9号' }))
    t.notMatch(JSON.stringify((await who.pp.get(`/cases/${caseId}/dossier`)).body), /"GA13"/)
    t.equal((await who.pp.get(`/cases/${caseId}`)).status, 200, 'the card says what was decided')
  })

  await t.test('returned for jurisdiction: nothing has begun, the days of the police run on', async t => {
    const { caseId, persons } = await twoDetained(who)
    const [first = ''] = persons
    await filePapers(who.po, caseId, ARREST_PAPERS, persons)
    const id = await bring(caseId, way([first]))
    const refusal = { outcome: 'RETURNED_NO_JURISDICTION', reason: '犯罪地不在本区', basis: '规则 第157条' }
    t.equal((await who.pc.post(`/hand-overs/${id}/return`, refusal)).status, 200)
    t.match((await who.pl.get(`/hand-overs/${id}`)).at('answers'), [{ ...refusal, by: '许文斌' }])
    t.equal(await clock(caseId, 'DET_ARREST_REQUEST', first), 'running')
    t.equal(await clock(caseId, 'ARREST_REVIEW_DETAINED', first), undefined)
    t.equal((await who.pp.get(`/cases/${caseId}`)).status, 404)
    t.equal((await who.po.get(`/cases/${caseId}`)).text('turn.agency.code'), '350503-PSB')
    const again = await bring(caseId, way([first]))
    t.equal((await who.pl.post(`/hand-overs/${again}/recall`, { reason: '补充证据' })).status, 200)
    const third = await bring(caseId, way([first]))
    t.equal((await who.pl.post(`/hand-overs/${third}/recall`, { reason: '再次' })).text('code'), 'state-conflict', 'once')
  })
})
