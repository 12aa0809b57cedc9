import t from 'tap'
import { toShanghai } from '../../src/domain/legal-date.ts'
import { aPaper, type Officers, officers, until } from '../support/a-case.ts'
import type { Answer, Person } from '../support/http-client.ts'
import { SAMPLE_DEADLINES } from '../support/periods.ts'
import { startStack } from '../support/stack.ts'
import { twoDefendants } from '../support/two-defendants.ts'
import { setClock } from '../support/watched.ts'

type Leg = { readonly leg: string; readonly toAgency: string; readonly prepares: Person; readonly sends: Person; readonly receives: Person }
type Times = { readonly sent: string; readonly received: string; readonly accepted: string }

const at = (wall: string): string => `2026-${wall.replace(' ', 'T')}:00+08:00`

t.setTimeout(240_000)

t.test('two defendants from detention to effect of the judgment', async t => {
  const stack = await startStack(t, { worker: true })
  const admin = await stack.as('admin')
  const clock = async (wall: string): Promise<void> => await setClock(admin, new Date(at(wall)))
  const taken = (answer: Answer): Answer => {
    if (answer.status >= 400) t.fail(JSON.stringify(answer.body))
    return answer
  }
  await clock('02-20 09:30')
  const who: Officers = await officers(stack.url)
  const { pl, pc, pp, cc, cj } = who
  const { caseId, held, bailed, officer } = await twoDefendants(stack.url, who)
  const act = async (by: Person, name: string, data: object): Promise<Answer> => taken(await by.post(`/cases/${caseId}/acts/${name}`, data))

  /** Files what the receiver's gate still asks for. */
  async function fillGate(by: Person, leg: string): Promise<void> {
    const items = (await by.get(`/cases/${caseId}/gates?leg=${leg}`)).at('items')
    for (const item of Array.isArray(items) ? items : [])
      if (item.status === 'missing') {
        const target = item.casePersonId ? { casePersonId: item.casePersonId } : {}
        taken(await by.upload(caseId, await aPaper(item.code), target))
      }
  }
  async function handOver({ leg, toAgency, prepares, sends, receives }: Leg, times: Times, accept: object): Promise<void> {
    await fillGate(prepares, leg)
    const id = taken(await prepares.post(`/cases/${caseId}/hand-overs`, { leg, toAgency })).text('handOverId')
    taken(await sends.post(`/hand-overs/${id}/send`, { occurredAt: at(times.sent) }))
    await until(receives, id, 'delivered')
    taken(await receives.post(`/hand-overs/${id}/receive`, { occurredAt: at(times.received) }))
    taken(await receives.post(`/hand-overs/${id}/accept`, { occurredAt: at(times.accepted), ...accept }))
  }

  await t.test('the police hand over, and the procuratorate grants a bail of its own', async t => {
    await clock('04-03 15:00')
    const transfer = { leg: 'transferForProsecution', toAgency: '350503-PRO', prepares: officer, sends: pl, receives: pc }
    await handOver(transfer, { sent: '04-02 16:00', received: '04-02 17:00', accepted: '04-03 10:00' }, { assignTo: pp.userId })
    const numbers = (await pp.get(`/cases/${caseId}`)).at('numbers')
    t.match(
      (Array.isArray(numbers) ? numbers : []).filter(({ agency }) => agency.code === '350503-PRO').map(({ kind }) => kind),
      ['arrestReview', 'case'],
      'the arrest review had a number of its own, and the review for prosecution has another',
    )
    await act(pp, 'bail', { casePersonId: bailed, measure: '02', occurredAt: at('04-03 14:00') })
  })

  await t.test('the court accepts while the delivery of the certificate still runs: its count begins anew', async t => {
    await clock('04-29 11:00')
    const indictment = { leg: 'indictment', toAgency: '350503-CRT', prepares: pc, sends: pp, receives: cc }
    const decision = { assignTo: cj.userId, procedure: 'summary' }
    await handOver(indictment, { sent: '04-28 09:00', received: '04-28 10:00', accepted: '04-29 10:00' }, decision)
    const items = (await cj.get(`/cases/${caseId}/clocks`)).at('items')
    const deliveries = (Array.isArray(items) ? items : []).filter(({ code }) => code === 'CT_RECEIVER_DELIVERY_3D')
    t.equal(deliveries.length, 2, 'both counts are kept')
    t.equal(deliveries.filter(({ state }) => state === 'running').length, 1, 'one of them runs')
  })

  await t.test('each judgment is announced and served, and takes effect after the last recipient', async () => {
    await clock('06-01 09:00')
    const sentence = { principal: 'P3', occurredAt: at('05-15 16:00') }
    await act(cj, 'announceJudgment', { ...sentence, casePersonId: held, principalMonths: 10, suspensionMonths: 0, fineYuan: 5000 })
    await act(cj, 'announceJudgment', { ...sentence, casePersonId: bailed, principalMonths: 6, suspensionMonths: 12, fineYuan: 3000 })
    await act(cc, 'serveOnPerson', { casePersonId: held, occurredAt: at('05-15 16:30') })
    await act(cc, 'serveOnProcuratorate', { occurredAt: at('05-15 16:30') })
    await act(cc, 'serveOnPerson', { casePersonId: bailed, occurredAt: at('05-18 10:00') })
    await act(cj, 'takeEffect', {})
  })

  await t.test('its deadlines are those of the sample case', async t => {
    const items = (await cj.get(`/cases/${caseId}/clocks`)).at('items')
    const clocks = (Array.isArray(items) ? items : []).map(({ code, dueAt }) => ({ code, due: toShanghai(new Date(dueAt)) }))
    const expected = SAMPLE_DEADLINES.filter(one => one.case === 2 && clocks.some(({ code }) => code === one.periodCode))
    t.ok(expected.length >= 16, `${expected.length} of the sample's deadlines are met with`)
    for (const { periodCode, due } of expected) {
      // A period of days ends with its last second.
      const end = due.includes(' ') ? `${due.replace(' ', 'T')}:00+08:00` : `${due}T23:59:59+08:00`
      t.ok(
        clocks.some(clock => clock.code === periodCode && clock.due === end),
        `${periodCode} ends ${due}`,
      )
    }
  })
})
