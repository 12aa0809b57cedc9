import { setTimeout as sleep } from 'node:timers/promises'
import { Gate, HandOver, HandOverDone } from '../answers.ts'
import { type Actor, type CasePlay, type Leg, rfc } from './case-play.ts'
import { DISTRICT } from './officers.ts'

/** Who prepares, sends, answers and gets the case on each leg: the sender's two people are never the same. */
const LEGS: Readonly<
  Record<
    Leg,
    {
      readonly prepares: Actor
      readonly sends: Actor
      readonly desk: Actor
      readonly gets: 'prosecutor' | 'judge'
      readonly to: string
      readonly prepared: string
      readonly sent: string
    }
  >
> = {
  transferForProsecution: {
    prepares: 'officer',
    sends: 'approver',
    desk: 'caseDesk',
    gets: 'prosecutor',
    to: DISTRICT.procuratorate,
    prepared: '准备移送审查起诉',
    sent: '审批移送审查起诉',
  },
  indictment: {
    prepares: 'caseDesk',
    sends: 'prosecutor',
    desk: 'clerk',
    gets: 'judge',
    to: DISTRICT.court,
    prepared: '准备提起公诉',
    sent: '提起公诉',
  },
}

/** Sending waits for digests that are still being computed: they are no lack. */
const MAY_LAG = 'catalogue-complete'

/** Looks at the receiver's gate and prepares the hand-over. @throws Error that names what is missing */
export async function prepareHandOver(play: CasePlay, leg: Leg, at: string): Promise<void> {
  const { prepares, to, prepared } = LEGS[leg]
  const client = play.as(prepares)
  const gate = await client.get(`/api/v1/cases/${play.caseId}/gates?leg=${leg}`, Gate)
  const lacks = [
    ...gate.items.filter(({ status }) => status === 'missing'),
    ...gate.checks.filter(({ ok, code }) => !ok && code !== MAY_LAG),
  ]
  if (lacks.length > 0) throw new Error(`移送条件不符：${lacks.map(({ code, zh }) => `${code} ${zh}`).join('、')}`)
  const { handOverId } = await client.post(`/api/v1/cases/${play.caseId}/hand-overs`, { leg, toAgency: to }, HandOverDone)
  play.handOvers.push({ leg, id: handOverId })
  await play.note(prepares, at, `${prepared}，收案条件齐备`)
}

/** Sends and waits until every file was checked and the hand-over lies on the receiver's desk. */
export async function sendHandOver(play: CasePlay, at: string): Promise<void> {
  const { sends, sent } = LEGS[play.handOver.leg]
  await play.moveHandOver(sends, 'send', { occurredAt: rfc(at) })
  await untilDelivered(play, sends)
  await play.note(sends, at, `${sent}，逐份核验后送达收案台`)
}

const POLL_MS = 300
/** A worker that was killed comes back long before. */
const DELIVERY_WITHIN_MS = 600_000
const DELIVERED = new Set(['delivered', 'received', 'accepted'])

async function untilDelivered(play: CasePlay, by: Actor): Promise<void> {
  for (const until = performance.now() + DELIVERY_WITHIN_MS; ; await sleep(POLL_MS)) {
    const { state, fault } = await play.as(by).get(`/api/v1/hand-overs/${play.handOver.id}`, HandOver)
    if (DELIVERED.has(state)) return
    if (state === 'faulty') throw new Error(`移送核验不通过：${fault ?? ''}`)
    if (performance.now() > until) throw new Error(`移送 ${DELIVERY_WITHIN_MS / 60_000} 分钟未送达（状态 ${state}）`)
  }
}

export async function receiveHandOver(play: CasePlay, at: string): Promise<void> {
  const { desk } = LEGS[play.handOver.leg]
  await play.moveHandOver(desk, 'receive', { occurredAt: rfc(at) })
  await play.note(desk, at, '签收')
}

/** The desk accepts and assigns; the court's number goes into the papers to come. */
export async function acceptHandOver(play: CasePlay, at: string): Promise<void> {
  const { desk, gets } = LEGS[play.handOver.leg]
  const { id, name } = play.as(gets).user
  const isCourt = gets === 'judge'
  await play.moveHandOver(desk, 'accept', { occurredAt: rfc(at), assignTo: id, ...(isCourt ? { procedure: 'fastTrack' } : {}) })
  const view = await play.note(desk, at, isCourt ? `立案受理，适用速裁程序，由${name}独任审判` : `受理审查起诉，分案给${name}`)
  const courtNo = view.numbers.findLast(({ agency }) => agency.type === 'court')?.no
  if (courtNo) play.facts = { ...play.facts, numbers: { ...play.facts.numbers, court: courtNo.replace('(', '（').replace(')', '）') } }
}
