import t from 'tap'
import { HOUR_MS } from '../../src/domain/legal-date.ts'
import { openFlowClient } from '../../src/temporal/client.ts'
import { letterFlowId } from '../../workflows/contract.ts'
import { untilSql } from '../support/case-end.ts'
import { aHook, aMailServer } from '../support/gateways.ts'
import { signIn } from '../support/http-client.ts'
import { aPoliceCase, endPeriod, lettersOf } from '../support/lettered.ts'
import { startStack } from '../support/stack.ts'
import { setClock, watchPeriod } from '../support/watched.ts'

const MONDAY = new Date('2026-11-23T09:00:00+08:00')
const hoursOn = (hours: number): Date => new Date(MONDAY.getTime() + hours * HOUR_MS)

t.test('people are told of letters', async t => {
  let held = 0
  const mail = await aMailServer(t, to => (to === 'officer@psb.example' && ++held === 1 ? 'hold' : 'take'))
  await mail.listen()
  const sms = await aHook(t, [503, 200])
  const wecom = await aHook(t, [404])
  const env = {
    SMTP_URL: mail.url,
    ANLIAN_MAIL_FROM: 'anlian@example.org',
    SMS_WEBHOOK_URL: sms.url,
    WECOM_WEBHOOK_URL: wecom.url,
    ANLIAN_PUBLIC_URL: 'https://anlian.example.org',
  }
  const stack = await startStack(t, { worker: true, env })
  const admin = await stack.as('admin')
  const { address, namespace } = stack.servers.temporal
  const { client, close } = openFlowClient(address, namespace)
  t.teardown(close)
  await setClock(admin, MONDAY)
  const [po, pl] = await Promise.all(['fz-po', 'fz-pl'].map(async login => await signIn(stack.url, login)))
  if (!po || !pl) throw new Error('somebody is missing')
  t.equal((await po.post('/me/contact', { email: 'officer@psb.example', mobile: null, wecom: null })).status, 200)
  t.equal((await pl.post('/me/contact', { email: 'gone@psb.example', mobile: '13800000000', wecom: 'approver' })).status, 200)
  t.equal((await pl.post('/me/contact', { email: 'not an address', mobile: null, wecom: null })).status, 400)

  const made = await aPoliceCase(admin, po.userId)
  const periodId = await watchPeriod(admin, made, { code: 'DET_ARREST_REQUEST', dueAt: hoursOn(20) })
  const attempts = async () =>
    (
      await admin.query<{ id: string; channel: string; state: string; attempts: number; problem: string | null }>(
        "select id, channel, state, attempts, problem from letter_delivery where case_id = $1 and channel <> 'in-app' order by channel, user_id",
        [made.caseId],
      )
    ).rows

  await t.test('a worker that is killed while the mail server holds its message sends it again under the same id', async t => {
    while (held === 0) await new Promise(resolve => setTimeout(resolve, 20))
    await stack.kill('worker')
    const waiting = (await attempts()).filter(one => one.state === 'waiting' && one.channel === 'email')
    t.ok(waiting.length >= 1, 'the attempt was kept before it was made')
    await stack.start('worker')
    await untilSql(admin, "not exists (select 1 from letter_delivery where state = 'waiting')")
    const mails = mail.mails.filter(({ to }) => to === 'officer@psb.example')
    t.equal(mails.length, 2, 'the server had it twice')
    t.equal(new Set(mails.map(({ id }) => id)).size, 1, 'and knows it for one')
    t.equal(mails[0]?.id, (await attempts()).find(one => one.channel === 'email' && one.state === 'sent')?.id)
  })

  await t.test('each gateway has its own end: taken, refused for good, taken after an outage', async t => {
    t.match(
      (await attempts())
        .map(({ channel, state, problem }) => ({ channel, state, problem }))
        .toSorted((a, b) => `${a.channel}${a.state}`.localeCompare(`${b.channel}${b.state}`)),
      [
        { channel: 'email', state: 'refused', problem: 'smtp-550' },
        { channel: 'email', state: 'sent' },
        { channel: 'sms', state: 'sent' },
        { channel: 'wecom', state: 'refused', problem: 'http-404' },
      ],
    )
    t.ok(sms.calls.length >= 2, 'the first call met an outage')
    t.equal(new Set(sms.calls.map(({ key }) => key)).size, 1, 'every call bears the id of its attempt')
    t.equal(wecom.calls.length, 1, 'what is refused for good is not tried again')
  })

  await t.test('a message names nobody', async t => {
    const said = [...mail.mails.map(({ text }) => text), ...sms.calls.map(({ body }) => body), ...wecom.calls.map(({ body }) => body)]
    for (const text of said) {
      t.match(text, /1 件案件将于 20 小时内到期/)
      t.match(text, 'https://anlian.example.org/letters')
      t.notMatch(text, /林|某|危险驾驶|ETZF|350503/)
    }
    const letter = (await lettersOf(admin, periodId))[0]
    const history = JSON.stringify(await client.workflow.getHandle(letterFlowId(letter?.id ?? '')).fetchHistory())
    t.notMatch(history, /林志远|officer@psb|13800000000/)
  })

  await t.test('the flow ends when the letter closes', async t => {
    const letter = (await lettersOf(admin, periodId))[0]
    t.equal((await po.post(`/letters/${letter?.id}/acknowledge`)).status, 200)
    await endPeriod(admin, periodId, hoursOn(1))
    t.equal(await client.workflow.getHandle(letterFlowId(letter?.id ?? '')).result(), 'closed')
    t.match((await lettersOf(admin, periodId))[0], { state: 'CLOSED', result: 'inTime' })
  })
})
