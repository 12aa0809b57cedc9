import { writeFileSync } from 'node:fs'
import t from 'tap'
import { PdfReader } from '../pdf/fixtures/pdf-reader.ts'
import { anonymous, type Person, signIn } from '../support/http-client.ts'
import { LIN_ZHIYUAN } from '../support/identity.ts'
import { startStack } from '../support/stack.ts'
import { setClock } from '../support/watched.ts'

const at = (text: string): Date => new Date(`${text}+08:00`)

t.test('what is due, in a calendar and on paper', async t => {
  const stack = await startStack(t)
  const admin = await stack.as('admin')
  const [po, pl, po2, lcpl, qzdo, sa, sv] = await Promise.all(
    ['fz-po', 'fz-pl', 'fz-po2', 'lc-pl', 'qz-do', 'sa', 'fz-sv'].map(async login => await signIn(stack.url, login)),
  )
  if (!po || !pl || !po2 || !lcpl || !qzdo || !sa || !sv) throw new Error('somebody is missing')
  await setClock(admin, at('2026-12-01T09:00:00'))

  const ok = (answer: { status: number; body: unknown }): void => {
    if (answer.status >= 400) throw new Error(JSON.stringify(answer.body))
  }
  /** A filed case of one officer with a person whom the approver has detained. */
  const detained = async (officer: Person, name: string, idNo: string | null, since: string): Promise<string> => {
    const opened = await officer.post('/cases', { source: 'report', occurredAt: `${since}T08:00:00+08:00`, chargeCode: 'X001' })
    ok(opened)
    const caseId = opened.text('caseId')
    ok(await pl.post(`/cases/${caseId}/acts/file`, { occurredAt: `${since}T08:30:00+08:00` }))
    const joined = await officer.post(`/cases/${caseId}/persons`, {
      occurredAt: `${since}T09:00:00+08:00`,
      summoned: false,
      name,
      sex: '1',
      ...(idNo ? { idType: '111', idNo } : { idType: '990', birthDate: '2009-05-01', nameBasis: 'selfStated' }),
    })
    ok(joined)
    ok(
      await pl.post(`/cases/${caseId}/acts/detain`, {
        occurredAt: `${since}T10:00:00+08:00`,
        casePersonId: joined.text('casePersonId'),
        docNo: '泉丰公（刑）拘字〔2026〕1号',
      }),
    )
    return caseId
  }
  const late = await detained(po, '林志远', LIN_ZHIYUAN, '2026-11-30')
  await detained(po2, '陈小宝', null, '2026-11-29')
  const numberOf = async (caseId: string): Promise<string> => (await po.get(`/cases/${caseId}`)).text('platformNo')
  const platformNo = await numberOf(late)

  const printed = async (who: Person, day = ''): Promise<{ text: string; pages: number; bytes: Buffer }> => {
    const response = await fetch(`${stack.url}/api/v1/agencies/own/custody-list.pdf${day}`, { headers: { cookie: who.cookie } })
    t.equal(response.status, 200)
    const bytes = Buffer.from(await response.arrayBuffer())
    const reader = await PdfReader.open(bytes)
    const text = (await Promise.all(Array.from({ length: reader.pageCount }, async (_, page) => await reader.text(page + 1)))).join('\n')
    return { text: text.replaceAll(/\s/g, ''), pages: reader.pageCount, bytes }
  }

  await t.test('the list names everybody in custody, the least time first, with what must be done and by whom', async t => {
    const { text, bytes } = await printed(pl)
    if (process.env.KEEP_PAPER) writeFileSync(process.env.KEEP_PAPER, bytes)
    t.match(text, '羁押期限届满一览表')
    t.match(text, '本单位负责的全部在押人员，共2人')
    t.match(text, /林志远.*2026-12-0310:00/)
    t.ok(text.indexOf('陈某某（未成年）') < text.indexOf('林志远'), 'who was detained a day earlier stands first')
    t.notMatch(text, '陈小宝', 'a minor’s name is on no list')
    t.match(text, '提请批准逮捕')
    t.match(text, '黄晓东')
    t.match(text, /2日\d+小时/)
    t.match(text, '断网时据此办理')
    t.match(text, '打印于2026-12-0109:')
    t.match(text, '第1页，共1页')
  })

  await t.test('an officer gets his own cases, a detention centre those of its divisions, others nothing', async t => {
    const { text } = await printed(po)
    t.match(text, '本人承办案件的在押人员，共1人')
    t.notMatch(text, '未成年')
    t.match((await printed(qzdo)).text, '共2人')
    t.match((await printed(lcpl)).text, '共0人', 'another division')
    for (const other of [sa, sv]) t.equal((await other.get('/agencies/own/custody-list.pdf')).status, 403)
    t.equal((await anonymous(stack.url, 'GET', '/api/v1/agencies/own/custody-list.pdf')).status, 401)
    await admin.query("insert into case_recusal (case_id, user_id, ground) values ($1, $2, '近亲属')", [late, pl.userId])
    t.match((await printed(pl)).text, '共1人', 'who is recused does not see the case here either')
    await admin.query('delete from case_recusal')
  })

  await t.test('it is printed for today and a week ahead, and leaves an entry in the trail', async t => {
    t.match((await printed(pl, '?day=2026-12-02')).text, /1日\d+小时/)
    for (const day of ['2026-11-30', '2026-12-09'])
      t.equal((await pl.get(`/agencies/own/custody-list.pdf?day=${day}`)).text('code'), 'validation')
    const { rows } = await admin.query<{ body: string }>(
      "select body from audit_entry where body like '%custody.list.printed%' order by at desc limit 1",
    )
    t.match(rows[0]?.body ?? '', /"persons":2/)
    t.notMatch(rows[0]?.body ?? '', /林志远/)
  })

  await t.test('a row that is held on nothing stands on top', async t => {
    await admin.query(
      "update period_instance set ended_at = app_now(), next_alert_at = null where case_id = $1 and code = 'DET_ARREST_REQUEST'",
      [late],
    )
    const { text } = await printed(pl)
    t.ok(text.indexOf('林志远') < text.indexOf('陈某某'))
    t.match(text, '没有在途的羁押期限')
    await admin.query("update period_instance set ended_at = null where case_id = $1 and code = 'DET_ARREST_REQUEST'", [late])
  })

  const feed = async (path: string, headers: Record<string, string> = {}) => await fetch(`${stack.url}${path}`, { headers })

  await t.test('a person’s calendar shows the periods of his cases without a name', async t => {
    const made = await po.post('/me/calendar-feed')
    t.equal(made.status, 201)
    const path = made.text('path')
    t.match(path, /^\/api\/v1\/feeds\/[\w-]{43}\.ics$/)
    const answer = await feed(path)
    t.equal(answer.status, 200)
    t.match(answer.headers.get('content-type'), 'text/calendar')
    const text = (await answer.text()).replaceAll('\r\n ', '')
    t.match(text, 'BEGIN:VCALENDAR')
    t.match(text, `SUMMARY:${platformNo} 拘留后提请批准逮捕届满（承办：泉州市公安局丰泽分局）`)
    t.match(text, 'DTSTART:20261203T020000Z')
    t.match(text, /TRIGGER;VALUE=DATE-TIME:2026\d{4}T\d{6}Z/)
    t.notMatch(text, new RegExp(`林志远|陈志强|${LIN_ZHIYUAN}`))
    t.equal(text.split('BEGIN:VEVENT').length - 1, 5, 'his cases alone')
    const uids = [...text.matchAll(/UID:(.+)/g)].map(([, uid]) => uid)
    const tag = answer.headers.get('etag') ?? ''
    t.equal((await feed(path, { 'if-none-match': tag })).status, 304)
    await setClock(admin, at('2026-12-01T10:00:00'))
    const again = await feed(path)
    t.equal(again.headers.get('etag'), tag, 'nothing moved')
    t.same(
      [...(await again.text()).replaceAll('\r\n ', '').matchAll(/UID:(.+)/g)].map(([, uid]) => uid),
      uids,
    )
    const { rows } = await admin.query("select count(*)::int as n from idempotency_key where answer::text like '%/feeds/%'")
    t.same(rows, [{ n: 0 }], 'the secret is kept nowhere')
  })

  await t.test('an address that was renewed, revoked or whose holder lost his post answers as one that never was', async t => {
    const first = (await po.post('/me/calendar-feed')).text('path')
    const second = (await po.post('/me/calendar-feed')).text('path')
    const never = `/api/v1/feeds/${'A'.repeat(43)}.ics`
    t.equal((await feed(first)).status, 404)
    t.equal((await feed(never)).status, 404)
    t.equal((await feed(second)).status, 200)
    await admin.query("update app_user set disabled_at = now() where login = 'fz-po'")
    t.equal((await feed(second)).status, 404)
    await admin.query("update app_user set disabled_at = null, roles = '{}' where login = 'fz-po'")
    t.equal((await feed(second)).status, 404)
    await admin.query("update app_user set roles = '{PO}' where login = 'fz-po'")
    t.equal((await feed(second)).status, 200)
    t.equal((await po.send('DELETE', '/me/calendar-feed')).status, 204)
    t.equal((await feed(second)).status, 404)
  })

  await t.test('nobody reads the addresses or another’s register by raw SQL', async t => {
    await po.post('/me/calendar-feed')
    const app = await stack.as('app')
    t.same((await app.query('select * from calendar_feed')).rows, [])
    t.same((await app.query('select * from calendar_held')).rows, [])
    t.same((await app.query("select * from custody_register('{DET_ARREST_REQUEST}', '{06,07}', '{}')")).rows, [])
    await t.rejects(app.query('select * from calendar_recompute_case'), /permission denied/)
    await t.rejects(app.query('select * from take_recompute(1)'), /permission denied/)
  })

  await t.test('whoever guesses addresses is slowed down', async t => {
    const answers: number[] = []
    for (let guess = 0; guess < 70; guess++) answers.push((await feed(`/api/v1/feeds/${String(guess).padStart(43, 'B')}.ics`)).status)
    t.ok(answers.includes(429))
  })
})
