import { isFastTrack } from '../cases/conditions.ts'
import type { CaseFacts } from '../cases/model.ts'
import { AGENCIES, type Agency, agencyOf, detentionCentreOf } from '../domain/codes.ts'
import type { Leg } from './legs.ts'
import type { GateCheck, GatePlace } from './model.ts'

/** How the receiver must stand to the sender: of the same place, or the next level up or down, or wherever the case belongs. */
type Standing = 'samePlace' | 'above' | 'below' | 'holds' | 'anywhere'

const STANDING: Partial<Readonly<Record<Leg, Standing>>> = {
  arrestRequest: 'samePlace',
  transferForProsecution: 'samePlace',
  supplementaryReturn: 'samePlace',
  retransfer: 'samePlace',
  indictment: 'samePlace',
  trialSupplement: 'samePlace',
  trialResume: 'samePlace',
  prosecutionWithdrawal: 'samePlace',
  appeal: 'above',
  remand: 'below',
  fileDown: 'below',
  executionDelivery: 'holds',
}

/** The correction office whose place stands in an address; the most exact one where several do. CC Law 17. */
function officeOf(residence: string): Agency | undefined {
  const offices = [...AGENCIES.values()].filter(({ type }) => type === 'communityCorrection')
  return offices.find(({ zh }) => residence.includes(zh.replace(/^泉州市/, '').replace(/社区矫正.*$/, '')))
}

/** Who serves outside prison does so where he lives; an address that no office's place stands in is left to the receiver. */
function livesThere(facts: CaseFacts, receiver: Agency, residences: GatePlace['residences']): Pick<GateCheck, 'ok' | 'detail'> {
  const offices = facts.persons.map(({ id }) => officeOf(residences.get(id) ?? ''))
  const other = offices.find(office => office !== undefined && office.code !== receiver.code)
  if (other) return { ok: false, detail: { zh: `居住地属${other.zh}执行`, en: `Lives in the district of ${other.en}` } }
  return { ok: true, detail: offices.includes(undefined) ? { zh: '居住地未能核对', en: 'Residence could not be compared' } : null }
}

const BASIS = '刑事诉讼法 第20—27条；规则 第157条；法释〔2021〕1号 第218条第1项'

/** Level, place and charge (管辖), as far as a table of agencies can say it; a designation stands above the place. CPL 20-27. */
export function jurisdictionCheck(leg: Leg, facts: CaseFacts, { from, to, residences }: GatePlace): GateCheck {
  const base = { code: 'jurisdiction', zh: '属于接收单位管辖', en: 'Within the jurisdiction of the receiver', basis: BASIS }
  if (to === null) return { ...base, ok: true, detail: { zh: '尚未选定接收单位', en: 'No receiver chosen yet' } }
  const [sender, receiver] = [agencyOf(from), agencyOf(to)]
  if (facts.circumstances.includes('designated')) return { ...base, ok: true, detail: { zh: '指定管辖', en: 'Designated' } }
  if (leg === 'correctionDelivery') return { ...base, ...livesThere(facts, receiver, residences) }
  const isHigh = receiver.divisionCode.endsWith('00')
  if (isFastTrack(facts) && leg === 'indictment' && isHigh)
    return { ...base, ok: false, detail: { zh: '速裁程序由基层人民法院适用', en: 'Fast-track is for basic courts' } }
  const ok = stands(STANDING[leg] ?? 'anywhere', sender, receiver)
  return {
    ...base,
    ok,
    detail: ok ? null : { zh: `${receiver.zh}与${sender.zh}不对应`, en: `${receiver.en} does not answer to the sender` },
  }
}

function stands(wanted: Standing, sender: Agency, receiver: Agency): boolean {
  if (wanted === 'samePlace') return sender.divisionCode === receiver.divisionCode
  if (wanted === 'above') return sender.parent === receiver.code
  if (wanted === 'holds') return receiver.type === 'prison' || detentionCentreOf(sender.divisionCode) === receiver.code
  if (wanted === 'below') return receiver.parent === sender.code
  return true
}
