import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from 'pg'
import t from 'tap'
import { aFiledCase, aPaper, aReviewedCase, type Officers, officers } from '../support/a-case.ts'
import { type Answer, type Person, signIn } from '../support/http-client.ts'
import { intact } from '../support/intact.ts'
import { type Stack, startStack } from '../support/stack.ts'

let stack: Stack
let admin: Client
let who: Officers

t.before(async () => {
  stack = await startStack(t, { worker: true })
  admin = await stack.as('admin')
  who = await officers(stack.url)
})

type Field = Record<string, unknown> & {
  path: string
  key: string
  personId: string | null
  state: string
  value: unknown
  version: number
}
const isField = (value: unknown): value is Field => typeof value === 'object' && value !== null && 'path' in value
const rows = (answer: Answer, at: string): Record<string, unknown>[] => {
  const list = answer.at(at)
  return Array.isArray(list) ? list.filter(one => typeof one === 'object' && one !== null) : []
}

/** Asks again until the cards are filled as far as is waited for; whatever is wrong shows in the last answer. */
async function settled(ask: () => Promise<Answer>, isSo: (answer: Answer) => boolean): Promise<Answer> {
  for (let turn = 0; ; turn++) {
    const answer = await ask()
    if (isSo(answer) || turn > 400) return answer
    await pause(25)
  }
}

async function cardOf(person: Person, caseId: string, stage: string): Promise<string> {
  const answer = await settled(
    async () => await person.get(`/cases/${caseId}/cards`),
    one => rows(one, 'cards').some(card => card.stage === stage),
  )
  return String(rows(answer, 'cards').find(card => card.stage === stage)?.id)
}

const fieldIn = (answer: Answer, key: string): Field => {
  const found = rows(answer, 'fields').find(one => one.key === key)
  if (!isField(found)) throw new Error(`no field ${key} in ${JSON.stringify(answer.body).slice(0, 200)}`)
  return found
}
const field = async (person: Person, cardId: string, key: string, isSo: (one: Field) => boolean = () => true): Promise<Field> =>
  fieldIn(
    await settled(
      async () => await person.get(`/cards/${cardId}`),
      one => one.status === 200 && isSo(fieldIn(one, key)),
    ),
    key,
  )

/** What a paper of the case says of a field, as its reading found it. */
async function aReading(caseId: string, code: string, findings: readonly object[]): Promise<string> {
  const { rows: found } = await admin.query<{ id: string }>('select id from document where case_id = $1 and code = $2 limit 1', [
    caseId,
    code,
  ])
  const id = found[0]?.id ?? ''
  await admin.query(
    `insert into document_reading (document_id, case_id, pages, state, step, findings, read_at) values ($1, $2, 1, 'read', 'done', $3, now())
     on conflict (document_id) do update set state = 'read', step = 'done', error = null, findings = excluded.findings`,
    [id, caseId, JSON.stringify(findings)],
  )
  await admin.query('insert into card_due (case_id) values ($1) on conflict do nothing', [caseId])
  return id
}
const finding = (key: string, value: unknown, words: string, more: object = {}) => ({
  ...{ key, about: null, value, words, page: 1, box: { x: 0.1, y: 0.2, w: 0.3, h: 0.02 }, confidence: 0.97, rule: 'label' },
  ...more,
})
const put = async (person: Person, cardId: string, body: object): Promise<Answer> =>
  await person.send('PUT', `/cards/${cardId}/field`, body)

t.test('the card of a case that was just opened is filled from what was entered and from its steps', async t => {
  const { caseId } = await aFiledCase(who)
  const cardId = await cardOf(who.po, caseId, 'police')
  t.match(await field(who.po, cardId, 'name', one => one.state !== 'empty'), {
    state: 'confirmed',
    value: '林志远',
    source: { kind: 'entered' },
  })
  t.match(await field(who.po, cardId, 'filedOn'), { state: 'auto', source: { kind: 'computed' }, locked: { zh: /时间线/ } })
  t.match(await field(who.po, cardId, 'nationality'), { state: 'auto', value: 'CHN', shown: '中国' })
  t.match(await field(who.po, cardId, 'jointCrime'), { value: false, shown: '否' })
  t.match(await field(who.po, cardId, 'bench').catch(() => 'not on this card'), 'not on this card')
})

t.test('an officer types a field; a second look at an old page is told; what follows from steps is not typed', async t => {
  const { caseId } = await aFiledCase(who)
  const cardId = await cardOf(who.po, caseId, 'police')
  const employer = await field(who.po, cardId, 'employer')
  const typed = await put(who.po, cardId, { path: employer.path, value: '泉州某某物流公司', version: 0 })
  t.match(typed.body, { state: 'confirmed', shown: '泉州某某物流公司', source: { kind: 'entered' }, version: 1 })
  t.equal((await put(who.po, cardId, { path: employer.path, value: '别的单位', version: 0 })).text('code'), 'version-conflict')
  t.equal((await put(who.po, cardId, { path: '/filedOn', value: '2026-01-01', version: 1 })).text('code'), 'card-follows-events')
  t.equal((await put(who.po, cardId, { path: '/bench', value: {}, version: 0 })).text('code'), 'card-field-unknown')
  t.equal((await put(who.po, cardId, { path: '/lossAmount', value: '三万', version: 0 })).text('code'), 'card-value-refused')
  const before = await field(who.po, cardId, 'idNo')
  const wrong = await put(who.po, cardId, { path: before.path, value: '350503198806149917', version: before.version })
  t.equal(wrong.text('code'), 'card-value-refused')
  t.equal(wrong.text('facts.why'), 'id-number-invalid')
  const emptied = await put(who.po, cardId, { path: employer.path, value: null, version: 1 })
  t.match(emptied.body, { state: 'empty', version: 0 })
  const history = await who.po.get(`/cards/${cardId}/history?path=${employer.path}`)
  t.match(rows(history, 'entries'), [{ value: null }, { shown: '泉州某某物流公司', by: /./ }])
})

t.test('what papers say is proposed with its place; a click confirms it, and it counts as not typed', async t => {
  const { caseId, personId: casePersonId } = await aFiledCase(who)
  const cardId = await cardOf(who.po, caseId, 'police')
  await who.po.upload(caseId, await aPaper('GA38'))
  const documentId = await aReading(caseId, 'GA38', [
    finding('birthplace', { text: '福建省泉州市丰泽区' }, '出生地：福建省泉州市丰泽区', { about: { name: '林志远' } }),
    finding('household', { text: '别处' }, '户籍地：别处', { about: { name: '某证人' } }),
  ])
  const proposed = await field(who.po, cardId, 'birthplace', one => one.state !== 'empty')
  t.match(proposed, {
    state: 'proposed',
    source: { kind: 'extracted', documentId, page: 1, box: { x: 0.1 }, words: /出生地/, zh: /第1页/ },
  })
  t.equal((await field(who.po, cardId, 'household')).state, 'empty', 'a witness in the paper is not the suspect')
  const confirmed = await who.po.post(`/cards/${cardId}/confirmations`, { choices: [{ path: proposed.path }, { path: '/lossAmount' }] })
  t.match(rows(confirmed, 'results'), [
    { ok: true, waits: false },
    { ok: false, code: 'card-nothing-to-confirm' },
  ])
  t.equal((await field(who.po, cardId, 'birthplace')).state, 'confirmed')
  const { rows: kept } = await admin.query('select typed, filled_kind from card_field where path = $1', [
    `/persons/${casePersonId}/birthplace`,
  ])
  t.same(kept, [{ typed: false, filled_kind: 'extracted' }])
})

t.test('papers that contradict each other make a conflict, which holds the case until somebody has chosen', async t => {
  const { caseId } = await aFiledCase(who)
  const cardId = await cardOf(who.po, caseId, 'police')
  await who.po.upload(caseId, await aPaper('GA38'))
  await aReading(caseId, 'GA38', [finding('ethnic', '15', '民族：土家族', { about: {} })])
  const ethnic = await field(who.po, cardId, 'ethnic', one => one.state !== 'empty')
  t.equal(ethnic.state, 'proposed')
  await put(who.po, cardId, { path: ethnic.path, value: '01', version: ethnic.version }).then(answer => t.equal(answer.status, 200))
  await aReading(caseId, 'GA38', [finding('ethnic', '11', '民族：满族', { about: {} })])
  const conflict = await field(who.po, cardId, 'ethnic', one => one.state === 'conflict')
  t.match(conflict, { state: 'conflict', shown: '汉族', alternatives: [{ shown: '满族', source: { documentId: /./ } }] })
  const gate = await who.po.get(`/cases/${caseId}/gates?leg=transferForProsecution`)
  t.match(
    rows(gate, 'checks').find(({ code }) => code === 'card-complete'),
    { ok: false, detail: { zh: /民族/ } },
  )
  const chosen = await who.po.post(`/cards/${cardId}/confirmations`, { choices: [{ path: conflict.path, alternative: 0 }] })
  t.match(rows(chosen, 'results'), [{ ok: true, waits: true }], 'identity that stood waits for a second person')
  const waiting = await field(who.po, cardId, 'ethnic')
  t.match(waiting, { asked: { shown: '满族' }, canConfirmAsked: false })
  const own = await who.po.post(`/cards/${cardId}/second-confirmations`, { path: conflict.path, agree: true })
  t.equal(own.text('code'), 'second-person-required')
  const second = await who.pl.post(`/cards/${cardId}/second-confirmations`, { path: conflict.path, agree: true })
  t.match(second.body, { state: 'confirmed', shown: '满族', asked: null })
  const { rows: person } = await admin.query('select ethnic from case_person where case_id = $1', [caseId])
  t.same(person, [{ ethnic: '11' }], 'and the case works with it')
})

t.test('the prosecutor’s card inherits; legal evaluation is proposed; an override asks for a reason and tells the police', async t => {
  const { caseId, personId: casePersonId } = await aReviewedCase(who)
  const cardId = await cardOf(who.pp, caseId, 'procuratorate')
  t.match(await field(who.pp, cardId, 'name', one => one.state !== 'empty'), {
    state: 'auto',
    value: '林志远',
    source: { kind: 'inherited', fromStage: 'police' },
  })
  t.match(await field(who.pp, cardId, 'caseCategory'), { state: 'proposed', source: { kind: 'inherited' } })
  t.match(await field(who.pp, cardId, 'charges'), { state: 'proposed' })
  t.match(await field(who.pp, cardId, 'transferredOn'), { state: 'auto' })
  const secrecy = await field(who.pp, cardId, 'secrecy')
  t.match(
    (await put(who.pp, cardId, { path: secrecy.path, value: 'workSecret', version: secrecy.version })).text('code'),
    'card-reason-required',
  )
  const changed = await put(who.pp, cardId, {
    path: secrecy.path,
    value: 'workSecret',
    version: secrecy.version,
    reason: '涉案资料为工作秘密',
  })
  t.match(changed.body, { state: 'overridden', reason: '涉案资料为工作秘密' })
  const told = await who.po.get(`/correction-notices?caseId=${caseId}`)
  t.match(rows(told, 'notices'), [{ zh: '密级', new: '工作秘密', reason: '涉案资料为工作秘密', from: { code: '350503-PRO' } }])
  const noticeId = String(rows(told, 'notices')[0]?.id)
  t.equal((await who.pp.post(`/correction-notices/${noticeId}/answers`, { adopt: true })).status, 404, 'it is not for the one who said it')
  t.equal((await who.po.post(`/correction-notices/${noticeId}/answers`, { adopt: true })).status, 200)
  const police = await cardOf(who.po, caseId, 'police')
  t.match(await field(who.po, police, 'secrecy'), { shown: '工作秘密', state: 'overridden' })
  t.equal((await put(who.po, police, { path: `/persons/${casePersonId}/phone`, value: '13800000000', version: 0 })).status, 403)
  const compared = await who.pp.get(`/cards/${cardId}/comparison`)
  t.match(compared.body, { with: { stage: 'police' } })
  t.match(
    rows(compared, 'rows').find(({ path }) => path === '/secrecy'),
    { equal: true },
  )
})

t.test('nobody sees a card that is not his: a later agency’s, a stranger’s, one that is not there', async t => {
  const { caseId } = await aReviewedCase(who)
  const cardId = await cardOf(who.pp, caseId, 'procuratorate')
  t.equal((await who.po.get(`/cards/${cardId}`)).status, 404)
  const stranger = await signIn(stack.url, 'jj-po')
  const [theirs, none] = [await stranger.get(`/cards/${cardId}`), await stranger.get(`/cards/${randomUUID()}`)]
  t.same([theirs.status, theirs.text('code')], [none.status, none.text('code')])
})

t.test('the card goes out as a document of the schema and as paper', async t => {
  const { caseId } = await aFiledCase(who)
  const cardId = await cardOf(who.po, caseId, 'police')
  await field(who.po, cardId, 'name', one => one.state !== 'empty')
  const json = await who.po.get(`/cards/${cardId}/card.json`)
  t.match(json.body, {
    schemaVersion: '1',
    stage: 'police',
    persons: [{ name: '林志远', nameBasis: 'verified' }],
    provenance: { '/persons/0/name': { state: 'confirmed' } },
  })
  const pdf = await who.po.get(`/cards/${cardId}/card.pdf`)
  t.match(pdf.headers.get('content-type'), 'application/pdf')
  t.match(String(pdf.body).slice(0, 5), '%PDF-')
})

t.test('filling again, with nothing new said, changes nothing and leaves no trace', async t => {
  const { caseId } = await aFiledCase(who)
  const cardId = await cardOf(who.po, caseId, 'police')
  await field(who.po, cardId, 'name', one => one.state !== 'empty')
  const again = async (): Promise<unknown[]> => {
    await admin.query('insert into card_due (case_id) values ($1) on conflict do nothing', [caseId])
    while ((await admin.query('select 1 from card_due where case_id = $1', [caseId])).rowCount !== 0) await pause(25)
    return (
      await admin.query('select path, count(*)::int as entries from card_field_entry where card_id = $1 group by path order by path', [
        cardId,
      ])
    ).rows
  }
  const before = await again()
  t.same(await again(), before)
})

t.test('an agency that hands over complete cards only is told what is missing', async t => {
  const { caseId } = await aFiledCase(who)
  const cardId = await cardOf(who.po, caseId, 'police')
  await field(who.po, cardId, 'name', one => one.state !== 'empty')
  const check = async (): Promise<unknown> =>
    rows(await who.po.get(`/cases/${caseId}/gates?leg=transferForProsecution`), 'checks').find(({ code }) => code === 'card-complete')
  t.match(await check(), { ok: true, detail: { zh: /未填/ } })
  t.equal((await who.po.post('/card-settings', { required: true })).status, 403)
  t.equal((await who.pl.post('/card-settings', { required: true })).status, 200)
  t.match(await check(), { ok: false, detail: { zh: /户籍地/ } })
  t.equal((await who.pl.post('/card-settings', { required: false })).status, 200)
})

t.test('the meter counts what was typed, what was not, and what had to be corrected', async t => {
  const meter = await who.pl.get('/card-meter')
  t.match(meter.body, { assumptions: { secondsPerField: 12 }, agency: { code: '350503-PSB' } })
  const [filled, untouched, typed] = ['filled', 'untouched', 'typed'].map(key => Number(meter.at(key)))
  t.equal(filled, Number(untouched) + Number(typed))
  t.ok(Number(typed) > 0)
  t.ok(rows(meter, 'bySource').some(({ kind }) => kind === 'computed'))
  const other = await (await signIn(stack.url, 'fz-sv')).get('/card-meter?agency=350503-PRO')
  t.match(other.body, { agency: { code: '350503-PRO' } })
})

t.test('all checks of the data hold', async t => await intact(t, stack))
