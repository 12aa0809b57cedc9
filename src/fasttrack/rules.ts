import type { Bilingual } from '../domain/codes.ts'
import { HOUR_MS } from '../domain/legal-date.ts'

/** A mark of the 48-hour track: what must be done by which hour from arrival, by whom, and what in the system shows it. */
type Mark = Bilingual & {
  readonly hour: number
  readonly owner: string
  readonly acts?: readonly string[]
  readonly documents?: readonly string[]
}

/** Source: the local one-stop scheme (fast-track.md §6); a service level, verify: the scheme decides the marks. */
const MARKS: readonly Mark[] = [
  { hour: 0, owner: 'publicSecurity', zh: '到案登记', en: 'Arrival registered', acts: ['enterTrack48'] },
  { hour: 1, owner: 'publicSecurity', zh: '受案立案、权利告知', en: 'Filed, rights told', acts: ['file'] },
  { hour: 4, owner: 'publicSecurity', zh: '首次讯问、取样送检', en: 'First interrogation, samples sent', documents: ['GA41'] },
  { hour: 8, owner: 'justice', zh: '值班律师会见', en: 'Duty lawyer seen', documents: ['GA34'] },
  { hour: 10, owner: 'publicSecurity', zh: '强制措施决定', en: 'Measure decided', acts: ['bail'] },
  { hour: 12, owner: 'publicSecurity', zh: '鉴定结果告知', en: 'Result in and told', documents: ['GA66', 'GA60', 'GA62'] },
  { hour: 22, owner: 'publicSecurity', zh: '起诉意见审批', en: 'Opinion approved', documents: ['GA73'] },
  { hour: 24, owner: 'publicSecurity', zh: '移送审查起诉', en: 'Transferred', acts: ['sendForProsecution'] },
  { hour: 25, owner: 'procuratorate', zh: '受理、分案', en: 'Accepted, assigned', acts: ['acceptForProsecution'] },
  { hour: 28, owner: 'procuratorate', zh: '听取意见', en: 'Opinions heard', documents: ['JC14'] },
  { hour: 30, owner: 'procuratorate', zh: '签署具结书', en: 'Undertaking signed', acts: ['signUndertaking'] },
  { hour: 34, owner: 'procuratorate', zh: '提起公诉', en: 'Indicted', acts: ['sendIndictment'] },
  { hour: 35, owner: 'court', zh: '立案受理', en: 'Accepted by the court', acts: ['acceptIndictment'] },
  { hour: 37, owner: 'court', zh: '送达起诉书、征询意见', en: 'Indictment served, consent asked', documents: ['FY08', 'FY10'] },
  { hour: 44, owner: 'court', zh: '当庭宣判', en: 'Judgment announced', acts: ['announceJudgment'] },
  { hour: 48, owner: 'court', zh: '送达结案', en: 'Delivered and closed', acts: ['serveOnPerson', 'serveOnProcuratorate'] },
]

export type MarkState = 'done' | 'doneLate' | 'next' | 'open' | 'missed'
export type MarkView = Bilingual & {
  readonly hour: number
  readonly owner: string
  readonly dueAt: Date
  readonly doneAt: Date | null
  readonly state: MarkState
}

/** What the marks are judged by: the first time of each act, and the first time a paper of each code came in. */
export type TrackEvidence = { readonly acts: ReadonlyMap<string, Date>; readonly documents: ReadonlyMap<string, Date> }

/** Each mark with its latest time and whether it was met; the first open one is `next`. Missing a mark has no effect in law. */
export function marksOf(arrivedAt: Date, evidence: TrackEvidence, now: Date): MarkView[] {
  let nextFound = false
  return MARKS.map(({ hour, owner, zh, en, acts = [], documents = [] }) => {
    const dueAt = new Date(arrivedAt.getTime() + hour * HOUR_MS)
    const times = [...acts.map(act => evidence.acts.get(act)), ...firstOf(documents.map(code => evidence.documents.get(code)))]
    const known = times.filter(time => time !== undefined).map(time => time.getTime())
    const doneAt = times.length > 0 && known.length === times.length ? new Date(Math.max(...known)) : null
    const open = doneAt === null && now <= dueAt
    const state: MarkState = doneAt ? (doneAt > dueAt ? 'doneLate' : 'done') : open ? (nextFound ? 'open' : 'next') : 'missed'
    if (state === 'next') nextFound = true
    return { hour, owner, zh, en, dueAt, doneAt, state }
  })
}

/** Any one of several papers meets a mark. */
function firstOf(times: readonly (Date | undefined)[]): (Date | undefined)[] {
  if (times.length === 0) return []
  const known = times.filter(time => time !== undefined)
  return [known.length > 0 ? new Date(Math.min(...known.map(time => time.getTime()))) : undefined]
}
