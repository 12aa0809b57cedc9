import { randomUUID } from 'node:crypto'
import t from 'tap'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { aPreparedTransfer, type Officers, officers, until } from '../support/a-case.ts'
import { announced, issue } from '../support/a-certificate.ts'
import { workerDeps } from '../support/acting.ts'
import { ARREST_PAPERS, carry, filePapers, ok, twoDetained } from '../support/carrying.ts'
import { untilSettled } from '../support/case-end.ts'
import { anonymous, signIn } from '../support/http-client.ts'
import { intact } from '../support/intact.ts'
import { startStack } from '../support/stack.ts'

const Paths = Type.Object({ paths: Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown())) })

t.setTimeout(240_000)

t.test('who may see a case', async t => {
  const stack = await startStack(t, { worker: true })
  const who: Officers = await officers(stack.url)
  const { caseId, handOverId, personId, idNo } = await aPreparedTransfer(who)
  const asked = await who.po.post(`/cases/${caseId}/duty-lawyer-requests`, { casePersonId: personId })
  const lawyerRequest = asked.text('requestId')
  await who.pl.post(`/hand-overs/${handOverId}/send`, {})
  await until(who.pc, handOverId, 'delivered')
  const stranger = await signIn(stack.url, 'lc-pl')
  const paperId = (await who.po.post(`/cases/${caseId}/papers`, { code: 'GA31', casePersonId: personId })).text('paperId')

  const custodyPaperId = await issue((await workerDeps(t, stack)).orm, caseId, personId, announced())

  const dispatchId = randomUUID()
  const admin = await stack.as('admin')
  await admin.query(
    `insert into custody_dispatch (id, batch_id, case_id, case_person_id, paper, kind, state, cert_no, from_agency, to_agency, centre, legal_basis, announced_at)
     values ($1, $1, $2, $3, 'transfer', 'TRANSFER_PROSECUTION', 'revoked', '丰公换〔2026〕9999号', '350503-PSB', '350503-PRO', '350500-DET', '无', app_now())`,
    [dispatchId, caseId, personId],
  )

  const cardId = randomUUID()
  await admin.query(
    `insert into case_card (id, case_id, agency_code, stage, opened_at, updated_at) values ($1, $2, '350503-PRO', 'procuratorate', app_now(), app_now())`,
    [cardId, caseId],
  )
  await admin.query(
    `insert into card_field (card_id, path, case_id, value, state, source, updated_at) values ($1, '/source', $2, '"report"', 'auto', '{"kind":"computed"}', app_now())`,
    [cardId, caseId],
  )

  /** Every operation of the API document that names a case, a person or a hand-over, with these ids filled in. */
  async function caseRoutes(of = caseId, by = handOverId): Promise<{ method: string; path: string }[]> {
    const { paths } = Value.Parse(Paths, Value.Clean(Paths, await (await fetch(`${stack.url}/api/openapi.json`)).json()))
    const documentId = (await who.po.get(`/cases/${of}/dossier`)).text('volumes.0.documents.0.id')
    const eventId = (await who.po.get(`/cases/${of}`)).text('timeline.0.id')
    const fill: Record<string, string> = {
      caseId: of,
      handOverId: by,
      documentId,
      eventId,
      receiptId: handOverId,
      importId: handOverId,
      paperId,
      act: 'bail',
      requestId: lawyerRequest,
      step: 'take',
      hearingId: handOverId,
      custodyPaperId,
      dispatchId,
      stayId: handOverId,
      incidentId: handOverId,
      noticeId: handOverId,
      secondCaseId: handOverId,
      entryId: handOverId,
      permitNo: '1号',
      agency: '350503-PRO',
      trialId: handOverId,
      writeBackId: handOverId,
      differenceId: handOverId,
      cardId,
    }
    return Object.entries(paths).flatMap(([path, operations]) =>
      /\{(caseId|documentId|handOverId|importId|requestId|hearingId|custodyPaperId|dispatchId|stayId|incidentId|noticeId|secondCaseId|entryId|permitNo|trialId|writeBackId|differenceId|cardId)\}/.test(
        path,
      )
        ? Object.keys(operations).map(method => ({
            method: method.toUpperCase(),
            path: path.replace('/api/v1', '').replace(/\{(\w+)\}/g, (_, name: string) => fill[name] ?? ''),
          }))
        : [],
    )
  }

  const BODIES: Record<string, unknown> = {
    persons: { occurredAt: '2026-11-20T10:00:00Z', summoned: false, name: '某', sex: '1', idType: '111', idNo },
    'hand-overs': { leg: 'transferForProsecution', toAgency: '350502-PRO' },
    accept: { assignTo: stranger.userId },
    return: { outcome: 'RETURNED_NO_JURISDICTION', reason: '无', basis: '无' },
    recall: { reason: '无' },
    assign: { assignTo: stranger.userId },
    'request-rebind': { reason: '无', basis: '无', dueOn: '2099-12-31' },
    'request-supplement': { reason: '无', basis: '无', documentCodes: ['GA01'], dueOn: '2026-12-31' },
    circumstances: { circumstances: [] },
    imports: { source: 'folder', name: 'x', totalFiles: 1, totalBytes: 1 },
    'deadline-requests': {
      type: 'extend',
      periodCode: 'PROC_REVIEW',
      extension: 'PROC_REVIEW_EXT_15D',
      occurredAt: '2026-11-20T10:00:00Z',
      documentNo: '1号',
    },
    'correction-requests': { reason: '无' },
    answers: { answers: [{ row: 'N4', value: true }] },
    'duty-lawyer-requests': { casePersonId: personId },
    decide: { approve: true },
    split: { persons: [personId], reason: '无' },
    merge: { platformNo: 'ETZF-350503-2026-000001', reason: '无' },
    cancel: { reason: '无' },
    'second-custody-cases': { casePersonId: personId },
    'interrogation-permits': { casePersonId: personId },
    move: { toCentre: '350582-DET', approvalNo: '1号' },
    facts: { kind: 'ILLNESS', note: '无' },
    asked: { answer: 'NO_CLAIM' },
    refuse: { code: 'PERIOD_WRONG' },
    carried: { receivedAt: '2026-11-20T10:00:00Z', receivedBy: '某' },
    check: { purpose: 'ESCORT', officers: 2 },
    close: { reason: 'RELEASED', docNo: '1号' },
    papers: { code: 'GA31' },
    [paperId]: { parts: {} },
    replace: { reason: '无' },
    annulment: { reason: '无' },
    services: { recipient: '某', method: 'direct', servedAt: '2026-11-20T10:00:00Z' },
    settlements: { how: 'leave', note: '无' },
    'correction-notices': { adopt: true },
    field: { path: '/source', value: 'report', version: 0 },
    confirmations: { choices: [{ path: '/source' }] },
    'second-confirmations': { path: '/source', agree: true },
    'page-views': { documentId: handOverId, pages: [1] },
  }

  await t.test('a user of another agency gets by every route what a missing case gives', async t => {
    const routes = await caseRoutes()
    t.ok(routes.length > 20, `${routes.length} routes name a case`)
    for (const { method, path } of routes) {
      const last = path.split('/').at(-1) ?? ''
      const query = last === 'gates' ? '?leg=transferForProsecution' : last === 'history' ? '?path=/source' : ''
      const body =
        method === 'GET'
          ? undefined
          : method === 'DELETE'
            ? { reason: '无' }
            : (BODIES[path.startsWith('/correction-notices/') ? 'correction-notices' : last] ?? {})
      if (last === 'versions') {
        const sent = await stranger.sendFile(
          path,
          { name: 'GA01.pdf', bytes: Buffer.from('%PDF-1.4'), type: 'application/pdf' },
          { reason: '无' },
        )
        t.equal(sent.status, 404, `${method} ${path}`)
        continue
      }
      if (last === 'documents' || last === 'zip') {
        const sent = await stranger.upload(caseId, { name: 'GA01.pdf', bytes: Buffer.from('%PDF-1.4'), type: 'application/pdf' })
        t.equal(sent.status, 404, `${method} ${path}`)
        continue
      }
      const answer = await stranger.send(method, path + query, body)
      t.ok(answer.status === 404 || answer.status === 403, `${method} ${path} answers ${answer.status}`)
      t.notMatch(JSON.stringify(answer.body), new RegExp(`林志远|${idNo}`), 'nothing of the person')
    }
    t.same((await stranger.get('/cases?view=agency')).at('items'), [])
    t.same((await stranger.get('/desk?box=in')).at('items'), [])
    const many = await stranger.post('/hand-overs/bulk', { act: 'receive', handOverIds: [handOverId] })
    t.match(many.at('items'), [{ handOverId, done: false, problem: { code: 'not-found' } }])
    t.same((await stranger.get('/fast-track')).at('items'), [])
  })

  await t.test('nobody without a session reads anything', async t => {
    for (const { method, path } of await caseRoutes())
      t.equal((await anonymous(stack.url, method, `/api/v1${path}`, method === 'GET' ? undefined : {})).status, 401, `${method} ${path}`)
  })

  await t.test('raw SQL under the app role sees nothing of the case, with another context or with none', async t => {
    const sql = await stack.as('app')
    const tables = [
      'criminal_case',
      'case_person',
      'case_event',
      'period_instance',
      'document',
      'document_index',
      'document_reading',
      'document_page_text',
      'hand_over',
      'hand_over_entry',
      'hand_over_answer',
      'receipt',
      'dossier_import',
      'import_item',
      'case_number',
      'case_assignment',
      'case_access',
      'deadline_request',
      'alert',
      'letter',
      'letter_recipient',
      'letter_event',
      'letter_delivery',
      'calendar_held',
      'fast_track_answer',
      'duty_lawyer_request',
      'hearing',
      'fast_track_missed',
      'paper',
      'paper_service',
      'paper_annulment',
      'integrity_finding',
      'document_replacement',
      'custody_paper',
      'custody_title',
      'custody_end',
      'custody_dispatch',
      'custody_stay',
      'custody_centre_fact',
      'custody_centre_report',
      'custody_second_case',
      'interrogation_permit',
      'interrogation_entry',
      'custody_expiry_notice',
      'custody_incident',
      'custody_notice',
      'case_card',
      'card_field',
      'card_field_entry',
      'card_offer',
      'correction_notice',
      'write_back',
      'inbound_record',
      'card_difference',
      'connector_trial',
    ]
    const contexts = [[], ['350502-PSB', stranger.userId, 'PL'], ['350502-PSB', stranger.userId, 'PL,PP,PC,CJ,CC,SA']]
    for (const [agency = '', user = '', roles = ''] of contexts) {
      await sql.query('begin')
      await sql.query("select set_config('app.agency', $1, true), set_config('app.user', $2, true), set_config('app.roles', $3, true)", [
        agency,
        user,
        roles,
      ])
      for (const table of tables) t.equal((await sql.query(`select * from ${table}`)).rows.length, 0, `${table} as ${agency || 'nobody'}`)
      await sql.query('rollback')
    }
    // After a transaction the context of a pooled connection is gone.
    t.equal((await sql.query('select * from criminal_case')).rows.length, 0)
  })
  // Its number was given by no register.
  await admin.query('delete from custody_dispatch where id = $1', [dispatchId])

  await t.test('the app role cannot open a case to itself, nor change or remove an audit row', async t => {
    const sql = await stack.as('app')
    const refused = async (text: string): Promise<string> => {
      await sql.query('begin')
      await sql.query(
        "select set_config('app.agency', '350502-PSB', true), set_config('app.user', $1, true), set_config('app.roles', 'PL', true)",
        [stranger.userId],
      )
      try {
        await sql.query(text)
        return 'allowed'
      } catch (error) {
        return error instanceof Error && 'code' in error ? String(error.code) : 'failed'
      } finally {
        await sql.query('rollback')
      }
    }
    t.equal(await refused(`select open_case_access('${caseId}')`), '42501', 'the case is taken')
    t.equal(await refused(`select settle_case_access('${handOverId}')`), '42501', 'no decision of this agency')
    t.equal(
      await refused(`insert into case_access (case_id, agency_code, mode, since) values ('${caseId}', '350502-PSB', 'former', now())`),
      '42501',
    )
    t.equal(
      await refused(
        `insert into case_assignment (case_id, user_id, agency_code, role, since) values ('${caseId}', '${stranger.userId}', '350502-PSB', 'x', now())`,
      ),
      '42501',
    )
    t.equal(await refused("update audit_entry set body = ''"), '42501')
    t.equal(await refused('delete from audit_entry'), '42501')
    t.equal(await refused('truncate audit_entry'), '42501')
    t.equal(await refused("update app_user set roles = '{PL}'"), '42501')
  })

  await t.test('every table with personal data forces row-level security, and the app owns nothing', async t => {
    const sql = await stack.as('owner')
    const { rows } = await sql.query(
      "select relname, relrowsecurity, relforcerowsecurity from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
    )
    const open = new Set([
      'mikro_orm_migrations',
      'platform',
      'audit_entry',
      'outbox',
      'number_counter',
      'case_access',
      'holiday_calendar',
      'watch_pass',
      'watch_beat',
      'watch_clock_change',
      'watch_report',
      'calendar_state',
      'calendar_alarm',
      'calendar_recompute',
    ])
    for (const { relname, relforcerowsecurity } of rows) if (!open.has(relname)) t.equal(relforcerowsecurity, true, relname)
    const owned = await sql.query(
      "select relname from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname in ('app', 'worker', 'auditor')",
    )
    t.same(owned.rows, [])
    const bypass = await sql.query(
      "select rolname from pg_roles where rolname in ('app', 'worker', 'auditor', 'owner') and (rolbypassrls or rolsuper)",
    )
    t.same(bypass.rows, [])
  })

  await t.test('who works on a case beside its holder sees of it the persons who were handed to him', async t => {
    const { caseId: theft, persons, idNos } = await twoDetained(who)
    const [his = '', other = ''] = persons
    const [, othersIdNo = ''] = idNos
    await filePapers(who.po, theft, ARREST_PAPERS, persons)
    const sent = await carry(theft, {
      leg: 'arrestRequest',
      prepares: who.po,
      sends: who.pl,
      desk: who.pc,
      gets: who.pp,
      toAgency: '350503-PRO',
      persons: [his],
    })
    const view = ok(await who.pp.get(`/cases/${theft}`))
    t.match(view.body, { persons: [{ id: his, name: '陈大勇' }], stage: 'INVESTIGATION', holder: { code: '350503-PSB' } })
    t.equal(view.at('mayCorrect'), false, 'nor may he have anything corrected')
    const read = (await caseRoutes(theft, sent)).filter(({ method }) => method === 'GET')
    t.ok(read.length > 10, `${read.length} routes read a case`)
    for (const { path } of read)
      for (const reader of [who.pp, who.pc]) {
        const answer = JSON.stringify((await reader.get(path)).body)
        t.notMatch(answer, new RegExp(`吴小梅|${othersIdNo}|${other}`), `GET ${path} tells nothing of the other`)
      }
    t.match(JSON.stringify((await who.po.get(`/cases/${theft}`)).body), /吴小梅/, 'the holder knows both')
    t.notMatch(JSON.stringify((await who.pp.get('/cases?view=mine')).body), /吴小梅/)
    t.same(
      (await who.pp.get(`/cases?q=${othersIdNo}`)).at('items') ?? [],
      [],
      'nor does he find the case by the identity number of the other',
    )
    t.match(await who.pp.post(`/cases/${theft}/acts/approveArrest`, { casePersonId: other, docNo: '1号' }), {
      status: 422,
      body: { code: 'person-required' },
    })
    t.match((await who.pp.post(`/cases/${theft}/papers`, { code: 'JC02', casePersonId: other })).status, /4\d\d/)

    const sql = await stack.as('app')
    await sql.query('begin')
    await sql.query(
      "select set_config('app.agency', '350503-PRO', true), set_config('app.user', $1, true), set_config('app.roles', 'PP', true)",
      [who.pp.userId],
    )
    t.same((await sql.query('select id from case_person where case_id = $1', [theft])).rows, [{ id: his }])
    const { rows: columns } = await sql.query(
      "select table_name from information_schema.columns join pg_class c on c.relname = table_name where column_name = 'case_person_id' and table_schema = 'public' and c.relkind = 'r'",
    )
    t.ok(columns.length > 7, 'tables that name a person')
    for (const { table_name: table } of columns) {
      const { rows } = await sql.query(`select case_person_id from ${table} where case_id = $1 and case_person_id is not null`, [theft])
      t.same(
        rows.filter(({ case_person_id }) => case_person_id !== his),
        [],
        table,
      )
    }
    for (const table of ['dossier_import', 'import_item', 'document_replacement'])
      t.same((await sql.query(`select * from ${table} where case_id = $1`, [theft])).rows, [], `${table} names nobody to him`)
    await sql.query('rollback')

    const admin = await stack.as('admin')
    ok(await who.pp.post(`/cases/${theft}/acts/approveArrest`, { casePersonId: his, docNo: '丰检批捕〔2026〕9号' }))
    const { rows } = await admin.query(
      `select c.next_due_at = (select min(due_at) from period_instance p where p.case_id = c.id and p.ended_at is null) as counts_both,
         (select count(*)::int from period_instance p where p.case_person_id = $2 and p.ended_at is null) as of_other from criminal_case c where c.id = $1`,
      [theft, other],
    )
    t.match(rows[0], { counts_both: true, of_other: Number }, 'his step counts the clocks of both')
    t.ok(rows[0]?.of_other > 0)
    ok(await who.pl.post(`/cases/${theft}/acts/executeArrest`, { casePersonId: his, docNo: '丰公捕字〔2026〕9号' }))
    await untilSettled(admin, theft)
    await intact(t, stack)
  })

  await t.test('a recused officer sees the case no more, in the open session too', async t => {
    t.equal((await who.pl.get(`/cases/${caseId}`)).status, 200)
    const sql = await stack.as('owner')
    await sql.query('insert into case_recusal (case_id, user_id, ground) values ($1, $2, $3)', [caseId, who.pl.userId, '近亲属'])
    t.equal((await who.pl.get(`/cases/${caseId}`)).status, 404)
    t.equal((await who.pl.get(`/hand-overs/${handOverId}`)).status, 404)
    await sql.query('delete from case_recusal')
  })

  await t.test('an officer of the same agency who is not assigned does not see it; the desk of the receiver does', async t => {
    const colleague = await signIn(stack.url, 'fz-po2')
    t.equal((await colleague.get(`/cases/${caseId}`)).status, 404)
    t.equal((await who.pc.get(`/cases/${caseId}`)).text('persons.0.id'), personId)
    t.equal((await who.cc.get(`/cases/${caseId}`)).status, 404, 'the court has nothing yet')
  })

  await t.test('a request from another site is refused, and so is one without the session’s word', async t => {
    const elsewhere = await who.po.send('POST', `/cases/${caseId}/acts/endSummons`, {}, { origin: 'https://example.org' })
    t.equal(elsewhere.text('code'), 'csrf-refused')
    t.equal((await who.po.send('POST', `/cases/${caseId}/acts/endSummons`, {}, { 'x-csrf-token': 'x' })).text('code'), 'csrf-refused')
  })

  await t.test('one changed audit row is named, and so is a removed one', async t => {
    const auditor = await signIn(stack.url, 'au')
    t.equal((await who.po.post('/audit/verify', {})).status, 403, 'only the audit administrator')
    t.same((await auditor.post('/audit/verify', {})).at('broken'), [])
    const sql = await stack.as('owner')
    const chain = `case:${caseId}`
    await sql.query("update audit_entry set body = replace(body, 'done', 'gone') where chain = $1 and seq = 3", [chain])
    t.same((await auditor.post('/audit/verify', {})).at('broken'), [{ chain, seq: 3, why: 'hash' }])
    await sql.query('delete from audit_entry where chain = $1 and seq = 3', [chain])
    t.match((await auditor.post('/audit/verify', {})).at('broken'), [{ chain, seq: 4, why: 'sequence' }])
  })

  await t.test('every view of the dossier is in the trail', async t => {
    const documentId = (await who.po.get(`/cases/${caseId}/dossier`)).text('volumes.0.documents.0.id')
    const sql = await stack.as('owner')
    const views = async (): Promise<number> => (await sql.query("select 1 from audit_entry where body like '%dossier.viewed%'")).rows.length
    const before = await views()
    t.equal((await who.po.get(`/cases/${caseId}/documents/${documentId}/view`, { range: 'bytes=0-99' })).status, 206)
    t.equal((await who.po.get(`/cases/${caseId}/documents/${documentId}/view`, { range: 'bytes=100-199' })).status, 206)
    t.equal(await views(), before + 1, 'an opening is one view, its further ranges are not')
    t.equal((await who.po.post(`/cases/${caseId}/page-views`, { documentId, pages: [1, 2] })).status, 204)
    t.equal(await views(), before + 2)
  })
})
