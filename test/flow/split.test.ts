import { randomUUID } from 'node:crypto'
import t from 'tap'
import { officers } from '../support/a-case.ts'
import type { Answer, Person } from '../support/http-client.ts'
import { intact } from '../support/intact.ts'
import { startStack } from '../support/stack.ts'
import { twoDefendants } from '../support/two-defendants.ts'
import { setClock } from '../support/watched.ts'

t.setTimeout(240_000)

const taken = (answer: Answer): Answer => {
  if (answer.status >= 400) throw new Error(JSON.stringify(answer.body))
  return answer
}

/** What runs in a case, by person: code, start and end. */
async function running(who: Person, caseId: string): Promise<Map<string | null, string[]>> {
  const found = new Map<string | null, string[]>()
  const periods = taken(await who.get(`/cases/${caseId}`)).at('periods')
  for (const one of Array.isArray(periods) ? periods : [])
    if (one.endedAt === null)
      found.set(
        one.casePersonId,
        [...(found.get(one.casePersonId) ?? []), `${one.code} ${one.startedAt} ${one.dueAt}`].toSorted((a, b) => (a < b ? -1 : 1)),
      )
  return found
}

t.test('a defendant on bail is split from one in custody', async t => {
  const stack = await startStack(t, { worker: true })
  await setClock(await stack.as('admin'), new Date('2026-02-20T09:30:00+08:00'))
  const who = await officers(stack.url)
  const { pl, pc } = who
  const { caseId, held, bailed, officer } = await twoDefendants(stack.url, who)
  const before = await running(pl, caseId)
  const papers = taken(await officer.get(`/cases/${caseId}/dossier`))
  t.ok((before.get(held) ?? []).length > 0 && (before.get(bailed) ?? []).length > 0, 'both have periods that run')

  await t.test('who does not sign for the holder splits nothing, and somebody stays', async t => {
    const body = { persons: [bailed], reason: '分案处理' }
    t.equal((await officer.post(`/cases/${caseId}/split`, body)).status, 403)
    t.match((await pc.post(`/cases/${caseId}/split`, body)).status, /403|404/)
    t.match(await pl.post(`/cases/${caseId}/split`, { ...body, persons: [bailed, held] }), {
      status: 409,
      body: { code: 'split-leaves-nobody' },
    })
    t.match(await pl.post(`/cases/${caseId}/split`, { ...body, persons: [caseId] }), { status: 422, body: { code: 'person-required' } })
    t.same(await running(pl, caseId), before, 'nothing has changed')
  })

  const split = taken(await pl.post(`/cases/${caseId}/split`, { persons: [bailed], reason: '吴小梅取保候审，另案起诉' }))
  const childId = split.text('caseId')
  await t.test('each goes on in his own case with the dates that he had', async t => {
    const [child, parent] = [taken(await pl.get(`/cases/${childId}`)), taken(await pl.get(`/cases/${caseId}`))]
    t.equal(split.text('platformNo'), `${parent.text('platformNo')}-S1`)
    const moved = child.text('persons.0.id')
    t.match(child.body, { persons: [{ name: '吴小梅', stage: 'INVESTIGATION', measure: { code: '02' } }], name: '吴小梅盗窃案' })
    t.same((await running(pl, childId)).get(moved), before.get(bailed), 'her periods')
    t.same((await running(pl, caseId)).get(held), before.get(held), 'his periods')
    t.same((await running(pl, caseId)).get(bailed), undefined, 'none of hers runs in the parent')
    t.equal(parent.at('persons.1'), undefined, 'she is no longer of the parent')
    t.notSame(child.at('numbers'), parent.at('numbers'), 'a number of its own')
  })
  await t.test('the papers of all and her own are there, and no byte is stored again', async t => {
    const sql = await stack.as('owner')
    const { rows } = await sql.query('select count(*)::int as n, count(distinct object_key)::int as objects from document')
    const inChild = await sql.query('select count(*)::int as n, count(case_person_id)::int as own from document where case_id = $1', [
      childId,
    ])
    t.ok(inChild.rows[0].n > 0 && papers.status === 200)
    t.equal(rows[0].n, rows[0].objects + inChild.rows[0].n)
    t.equal(inChild.rows[0].own, 0, 'those of the other defendant stay')
    const document = taken(await officer.get(`/cases/${childId}/dossier`)).text('volumes.0.documents.0.id')
    t.equal((await officer.get(`/cases/${childId}/documents/${document}/content`)).status < 500, true)
  })
  await t.test('the two pages name each other, and the buttons are there for who signs', async t => {
    const [child, parent] = [taken(await pl.get(`/cases/${childId}`)), taken(await pl.get(`/cases/${caseId}`))]
    t.match(child.at('related'), { cases: [{ relation: 'parent', id: caseId }], moved: [] })
    t.match(parent.at('related'), { cases: [{ relation: 'child', id: childId }], moved: [{ name: '吴小梅', caseId: childId }] })
    const kinds = (answer: Answer): unknown[] =>
      [answer.at('actions')].flat().map(one => (one instanceof Object && 'kind' in one ? one.kind : null))
    t.ok(kinds(parent).includes('merge') && !kinds(parent).includes('split'), 'nobody can be split from one who is alone')
    t.notOk(kinds(taken(await officer.get(`/cases/${caseId}`))).includes('merge'))
  })
  await intact(t, stack)

  await t.test('put together again, both have what they had, and the other case is closed', async t => {
    const platformNo = split.text('platformNo')
    t.match(await officer.post(`/cases/${caseId}/merge`, { platformNo, reason: '并案' }), { status: 403 })
    t.match(await pl.post(`/cases/${caseId}/merge`, { platformNo: 'ETZF-000000-2026-000001', reason: '并案' }), { status: 404 })
    t.match(await pl.post(`/cases/${childId}/merge`, { platformNo, reason: '并案' }), { status: 409, body: { code: 'merge-not-possible' } })
    const key = { 'idempotency-key': randomUUID() }
    const merged = taken(await pl.post(`/cases/${caseId}/merge`, { platformNo, reason: '并案侦查' }, key))
    t.same((await pl.post(`/cases/${caseId}/merge`, { platformNo, reason: '并案侦查' }, key)).body, merged.body, 'asked twice, done once')
    const page = taken(await pl.get(`/cases/${caseId}`))
    t.match(page.at('persons'), [{ name: '陈大勇' }, { name: '吴小梅', stage: 'INVESTIGATION', measure: { code: '02' } }])
    const now = await running(pl, caseId)
    t.same(now.get(page.text('persons.1.id')), before.get(bailed), 'hers')
    t.same(now.get(held), before.get(held), 'his')
    t.same([...(await running(pl, childId)).keys()], [], 'nothing runs in the merged case')
    const closed = taken(await pl.get(`/cases/${childId}`))
    t.match(closed.body, { stage: 'CLOSED_MOVED', persons: [], related: { moved: [{ caseId }] } })
    const list = taken(await pl.get('/cases?view=agency')).at('items')
    t.match(Array.isArray(list) && list.find(one => one.id === childId), {
      mergedInto: { id: caseId, platformNo: page.text('platformNo') },
    })
    t.equal((await pl.post(`/cases/${childId}/split`, { persons: [held], reason: '无' })).status, 403, 'a closed case is worked on no more')
  })
  await t.test('both trails say who did it and why', async t => {
    const sql = await stack.as('owner')
    const { rows } = await sql.query(
      "select distinct act from case_event where case_id in ($1, $2) and data ->> 'reason' <> '' and act ~ '^(split|merge)(In|Off)$' order by act",
      [caseId, childId],
    )
    t.same(
      rows.map(({ act }) => act),
      ['mergeIn', 'mergeOff', 'splitIn', 'splitOff'],
    )
  })
  await intact(t, stack)
})
