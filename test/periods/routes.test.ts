import t from 'tap'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { anonymous } from '../support/http-client.ts'
import { EXAMPLES } from '../support/periods.ts'
import { startStack } from '../support/stack.ts'

const Found = Type.Object({ items: Type.Array(Type.Object({ code: Type.String() })) })

t.test('the public calculator', async t => {
  const stack = await startStack(t)
  const calculate = async (body: unknown) => await anonymous(stack.url, 'POST', '/api/v1/periods/calculate', body)
  const review = { periodCode: 'PROC_REVIEW', start: '2026-01-20T10:00:00+08:00', inCustody: false, events: [] }

  await t.test('anybody may compute every worked example, and gets sentence and ledger with it', async t => {
    for (const { id, periodCode, start, inCustody, events, ...expected } of EXAMPLES) {
      const answer = await calculate({ periodCode, start, inCustody, events })
      t.equal(answer.status, 200, id)
      t.match(answer.body, { periodCode, start, due: expected.expectedEnd, legalLatest: expected.legalLatest ?? null }, id)
      t.match(answer.body, { recommendedLatest: expected.recommendedLatest ?? null, sentence: { zh: /。$/, en: /\.$/ } }, id)
      t.match(answer.text('ledger.0.kind'), 'start')
    }
  })

  await t.test('what the engine knows besides the date is in the answer', async t => {
    const unknown = await calculate({ ...review, inCustody: null })
    t.match(unknown.body, { due: '2026-02-20T23:59:59+08:00', flags: ['custody-unknown'], verify: true, provisional: false })
    const standing = { type: 'suspend', at: '2026-02-01T00:00:00+08:00', reason: 'PSYCHIATRIC_APPRAISAL' }
    t.match((await calculate({ ...review, events: [standing] })).body, { suspended: true, flags: ['suspended'] })
    t.match((await calculate({ ...review, start: '2026-12-18T10:00:00+08:00' })).body, { provisional: true })
    const probation = { ...review, periodCode: 'COND_NONPROS_PROBATION', start: '2026-11-02T00:00:00+08:00' }
    t.equal((await calculate({ ...probation, length: { value: 8, unit: 'month' } })).text('due'), '2027-07-02T23:59:59+08:00')
    t.match((await calculate(review)).body, { ledger: [{}, {}, { basis: 'CPL 172; SPP Rules 2019 351', basisZh: /刑事诉讼法第172条/ }] })
  })

  await t.test('what the law does not allow is a coded refusal with its article, never a date', async t => {
    const extend = (extension: string, at: string, length?: number) => ({ type: 'extend', extension, at, length })
    for (const [body, code, basis] of [
      [{ ...review, periodCode: 'NO_SUCH_PERIOD' }, 'period-unknown', undefined],
      [{ ...review, periodCode: 'PSYCH_APPRAISAL' }, 'period-has-no-fixed-length', /CPL 149/],
      [{ ...review, start: '1889-01-01T00:00:00+08:00' }, 'instant-out-of-range', undefined],
      [{ ...review, start: '2016-12-31T23:59:60Z' }, 'instant-out-of-range', undefined],
      [{ ...review, events: [extend('DET_EXT_30', '2026-02-01T00:00:00+08:00')] }, 'extension-unknown', /CPL 172/],
      [{ ...review, events: [extend('PROC_REVIEW_EXT_15D', '2026-02-25T00:00:00+08:00')] }, 'extension-after-expiry', /CPL 172\(1\)/],
      [{ ...review, events: [{ type: 'resume', at: '2026-02-01T00:00:00+08:00' }] }, 'resume-without-suspension', /CPL 172/],
    ] as const) {
      const refused = await calculate(body)
      t.equal(refused.status, 422, code)
      t.equal(refused.text('code'), code)
      t.match(refused.body, { title: /\p{Script=Han}/u, titleEn: /[a-z]/, ...(basis ? { basis } : {}) }, code)
    }
    const second = [extend('PROC_REVIEW_EXT_15D', '2026-02-01T00:00:00+08:00'), extend('PROC_REVIEW_EXT_15D', '2026-02-02T00:00:00+08:00')]
    t.match((await calculate({ ...review, events: second })).body, { code: 'extension-not-allowed', facts: { event: 1, maxCount: 1 } })
  })

  await t.test('a form that is not one of the calculator’s is refused as such', async t => {
    for (const body of [
      { ...review, start: '2026-01-20' },
      { ...review, inCustody: 'no' },
      { ...review, name: '林志远' },
      { ...review, events: [{ type: 'forgive', at: '2026-02-01T00:00:00+08:00' }] },
      { ...review, events: [{ type: 'resume', at: '2026-02-01T00:00:00+08:00', reason: 'X' }] },
      { ...review, events: Array.from({ length: 101 }, () => ({ type: 'resume', at: '2026-02-01T00:00:00+08:00' })) },
      { ...review, length: { value: 0, unit: 'day' } },
    ]) {
      const refused = await calculate(body)
      t.equal(refused.status, 400)
      t.equal(refused.text('code'), 'validation')
    }
  })

  await t.test('the table is searched by name in both languages, by code and by article', async t => {
    const find = async (q: string): Promise<string[]> => {
      const answer = await anonymous(stack.url, 'GET', `/api/v1/periods?q=${encodeURIComponent(q)}`)
      t.equal(answer.status, 200, q)
      return Value.Parse(Found, Value.Clean(Found, answer.body)).items.map(({ code }) => code)
    }
    t.ok((await find('')).length >= 133, 'all of them without a question')
    t.ok((await find('审查起诉')).includes('PROC_REVIEW'))
    t.same(await find('DET_ARREST_REQUEST'), ['DET_ARREST_REQUEST'])
    t.ok((await find('detention until arrest')).includes('DET_ARREST_REQUEST'))
    for (const q of ['CPL 172', '刑事诉讼法第172条', '刑诉法172', '第172条']) t.ok((await find(q)).includes('PROC_REVIEW'), q)
    t.notOk((await find('第72条')).includes('PROC_REVIEW'), 'an article is found whole')
    t.same(await find('没有的期间'), [])
    const [found] = await find('侦查羁押期限')
    t.equal(found, 'INV_CUSTODY')
    const one = await anonymous(stack.url, 'GET', '/api/v1/periods?q=INV_CUSTODY')
    t.match(one.body, {
      items: [
        {
          code: 'INV_CUSTODY',
          basisZh: /刑事诉讼法第156条至第160条/,
          extensions: [{ code: 'INV_EXT_156', zh: '延长一个月', en: 'extension by 1 month', requires: null, minLength: null }],
          suspendsOn: [{ code: 'PSYCHIATRIC_APPRAISAL', zh: '精神病鉴定', basis: 'CPL 149' }],
          restartsOn: [{ code: 'OTHER_MAJOR_CRIME_FOUND', basis: 'CPL 160(1)' }],
        },
      ],
    })
  })
})
