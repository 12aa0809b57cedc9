import { randomUUID } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import t from 'tap'
import { connected, eventually, SIGNING_KEY } from '../support/connected.ts'
import { signIn } from '../support/http-client.ts'
import { freshIdNo, LIN_ZHIYUAN } from '../support/identity.ts'
import { intact } from '../support/intact.ts'

const AGENCY = '350503-PSB'
const OTHER_KEY = `whsec_${Buffer.alloc(32, 9).toString('base64')}`

t.setTimeout(240_000)

const aRecord = (reference: string, card: Record<string, unknown> = {}, officer: string | null = 'fz-po') => ({
  reference,
  officer,
  card: {
    caseNo: `丰公（刑）受案字〔2026〕${reference}号`,
    caseName: '林志远危险驾驶案',
    acceptedOn: '2026-11-20T09:00:00+08:00',
    filedOn: '2026-11-21',
    source: 'discovery',
    caseCategory: 'X001',
    factSummary: '醉酒驾驶机动车。',
    occurredPlace: { division: '350503', text: '丰泽街一号' },
    persons: [
      { personSeq: 1, name: '林志远', sex: '1', idType: '111', idNo: freshIdNo(LIN_ZHIYUAN), nameBasis: 'verified', phone: '13800000000' },
    ],
    ...card,
  },
})

t.test('a case born in the police’s own system comes in without anybody typing it', async t => {
  const { stack, admin, sa, keep } = await connected(t, { connectors: true }, AGENCY)
  await keep({ direction: 'both', settings: {} })
  const po = await signIn(stack.url, 'fz-po')

  const say = async (data: unknown, { id = randomUUID(), key = SIGNING_KEY, at = new Date() } = {}): Promise<number> => {
    const body = JSON.stringify({ specversion: '1.0', id, source: 'urn:psb', type: 'case.changed', data })
    const headers = {
      'content-type': 'application/cloudevents+json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(key).sign(id, at, body),
    }
    const response = await fetch(`${stack.url}/api/v1/connectors/${AGENCY}/inbound`, { method: 'POST', headers, body })
    await response.body?.cancel()
    return response.status
  }
  type Row = { case_id: string; state: string; why: string | null }
  const recordOf = async (reference: string): Promise<Row | undefined> =>
    (await admin.query<Row>('select case_id, state, why from inbound_record where reference = $1', [reference])).rows[0]
  const settled = async (reference: string): Promise<Row> => {
    await eventually(async () => !['seen', undefined].includes((await recordOf(reference))?.state))
    const row = await recordOf(reference)
    if (row === undefined) throw new Error('no such record')
    return row
  }
  const casesFrom = async (): Promise<number> => (await admin.query('select 1 from criminal_case')).rows.length

  await t.test('it is opened, filed and joined as the record says, by the officer whom it names', async t => {
    t.equal(await say(aRecord('A1')), 202)
    const { state, case_id: caseId, why } = await settled('A1')
    t.same([state, why], ['opened', null])
    const shown = await po.get(`/cases/${caseId}`)
    t.match(shown.body, { stage: 'INVESTIGATION', persons: [{ name: '林志远' }] })
    const offers = await admin.query("select path, value from card_offer where case_id = $1 and path like '%/phone'", [caseId])
    t.match(offers.rows, [{ value: '13800000000' }], 'what the system says is offered to the card')
  })

  await t.test('the same message again, and the same state in another message, change nothing', async t => {
    const before = await casesFrom()
    const id = randomUUID()
    const record = aRecord('A2')
    t.equal(await say(record, { id }), 202)
    await settled('A2')
    t.equal(await say(record, { id }), 200)
    t.equal(await casesFrom(), before + 1)
  })

  await t.test('a wrong signature, an old message and an unknown agency answer alike and leave nothing', async t => {
    t.equal(await say(aRecord('B1'), { key: OTHER_KEY }), 401)
    t.equal(await say(aRecord('B1'), { at: new Date(Date.now() - 600_000) }), 401)
    t.equal(await recordOf('B1'), undefined)
  })

  await t.test('while a key is changed both are good, afterwards the new one alone', async t => {
    await sa.post(`/connectors/${AGENCY}/secrets`, { name: 'signing', secret: OTHER_KEY })
    t.equal(await say(aRecord('C1')), 202)
    t.equal(await say(aRecord('C2'), { key: OTHER_KEY }), 202)
    t.equal((await sa.post(`/connectors/${AGENCY}/rotation-ends`)).at('ended'), true)
    t.equal(await say(aRecord('C3')), 401)
    await sa.post(`/connectors/${AGENCY}/secrets`, { name: 'signing', secret: SIGNING_KEY })
    await settled('C1')
    await settled('C2')
  })

  await t.test('a record without a charge is refused with its reason, a later one with it is taken', async t => {
    t.equal(await say(aRecord('D1', { caseCategory: 'ZZ' })), 202)
    t.match(await settled('D1'), { state: 'refused', why: 'noCharge' })
    const detail = await sa.get(`/connectors/${AGENCY}`)
    t.match(detail.at('refusals'), [{ reference: 'D1', code: 'noCharge', zh: '记录中没有可识别的案由' }])
    t.equal(await say(aRecord('D1')), 202)
    await eventually(async () => (await recordOf('D1'))?.state === 'opened')
  })

  await t.test('an officer of another agency gets no case: it goes to the approver, and that is said', async t => {
    t.equal(await say(aRecord('E1', {}, 'lc-po')), 202)
    const { state, why, case_id: caseId } = await settled('E1')
    t.same([state, why], ['opened', 'officerUnknown'])
    const pl = await signIn(stack.url, 'fz-pl')
    t.equal((await pl.get(`/cases/${caseId}`)).status, 200)
    t.equal((await po.get(`/cases/${caseId}`)).status, 404)
  })

  await t.test('a secret is nowhere to be read', async t => {
    const rows =
      JSON.stringify((await admin.query('select * from audit_entry')).rows) + JSON.stringify((await sa.get(`/connectors/${AGENCY}`)).body)
    t.notMatch(rows, SIGNING_KEY)
    const sealed = await admin.query<{ wrapped: Buffer }>('select wrapped from connector_secret')
    t.notOk(sealed.rows.some(({ wrapped }) => wrapped.includes(Buffer.from(SIGNING_KEY))))
  })
  await intact(t, stack)
})
