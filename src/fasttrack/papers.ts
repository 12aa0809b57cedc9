import { agencyOf, CRIMES } from '../domain/codes.ts'
import { toShanghai } from '../domain/legal-date.ts'
import { drawOfficialLetter } from '../pdf/official.ts'
import type { HearingRow, LawyerRow } from './store.ts'

const BLACK = [0, 0, 0] as const
const local = (at: Date): string => toShanghai(new Date(at)).slice(0, 16).replace('T', ' ')
const dayInWords = (day: string): string => `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`

/** The list of the day's hearings (开庭排期表): each case a line of its own, in the order in which they are tried. */
export async function hearingListPdf(court: string, day: string, rows: readonly HearingRow[]): Promise<Uint8Array> {
  const planned = rows.filter(({ state }) => state === 'planned')
  const lines = planned.map((row, at) => {
    const times = `${local(row.starts_at).slice(11)}至${local(row.ends_at).slice(11)}`
    return { text: `${at + 1}. ${times}，${row.room}，审判员${row.judge_name ?? ''}：${row.case_no ?? ''} ${row.title}。` }
  })
  return await drawOfficialLetter({
    issuer: agencyOf(court).zh,
    number: dayInWords(day),
    mark: { text: '速裁', colour: BLACK },
    title: '集中开庭排期表',
    addressee: '各合议庭、独任审判员',
    body: [
      { text: `当日排定开庭 ${planned.length} 件，逐案依法分别审理（法释〔2021〕1号第372条）：` },
      ...(lines.length > 0 ? lines : [{ text: '当日没有排定的开庭。' }]),
    ],
    closing: [agencyOf(court).zh, dayInWords(day)],
    copies: '',
    footer: `开庭排期 ${day}`,
  })
}

/** The duty lawyer's opinion as a paper (值班律师法律意见), for the dossier of the agency that asked. CPL 36, 173. */
export async function opinionPdf(row: LawyerRow): Promise<Uint8Array> {
  const charge = CRIMES.get(row.charge_code)?.zh ?? row.charge_code
  const given = row.opinion_at ? local(row.opinion_at) : ''
  return await drawOfficialLetter({
    issuer: agencyOf(row.bureau).zh,
    number: '',
    mark: { text: '值班律师', colour: BLACK },
    title: '值班律师法律意见',
    addressee: agencyOf(row.requested_agency).zh,
    body: [
      {
        text: `当事人${row.person_name}，涉嫌${charge}。申请时间${local(row.requested_at)}，会见时间${row.met_at ? local(row.met_at) : '未会见'}。`,
      },
      { heading: '法律意见' },
      ...(row.opinion ?? '').split('\n').map(text => ({ text })),
    ],
    closing: [`值班律师：${row.taken_name ?? ''}`, given],
    copies: '',
    footer: '值班律师法律意见',
  })
}
