import { JoinedPerson, Nothing, OpenedCase } from '../answers.ts'
import { type CasePlay, rfc } from './case-play.ts'
import type { CaseFacts } from './papers/facts.ts'

// What the police do: each function is one officer's step at a local time of the papers.

const DRUNK_DRIVING = 'X001'
const RESIDENT_ID = '111'
const HAN = '01'
const SENIOR_HIGH = '61'
const GUARANTOR = '02'

/** Investigative facts that the officer declares; the gates ask for papers by them. */
const DECLARED = { all: ['policeSuggestFastTrack', 'nonCustodialLikely', 'inspected'], few: [] } as const

/** The suspect arrives at the centre and the case is opened on the 48-hour track; its number goes into the papers to come. */
export async function openCase(play: CasePlay, at: string): Promise<void> {
  const body = { ...openingOf(play.facts), occurredAt: rfc(at), track48: true, arrivedAt: rfc(at) }
  const { caseId, platformNo } = await play.as('officer').post('/api/v1/cases', body, OpenedCase)
  play.caseId = caseId
  play.platformNo = platformNo
  play.facts = { ...play.facts, numbers: { ...play.facts.numbers, centre: platformNo, serial: platformNo.slice(-5) } }
  await play.note('officer', at, `受案登记：${play.facts.conduct.charge}案（${platformNo}），嫌疑人到案，进入 48 小时速裁`)
}

const openingOf = ({ conduct, suspect }: CaseFacts) => ({
  source: 'discovery',
  chargeCode: DRUNK_DRIVING,
  occurredFrom: rfc(conduct.droveAt),
  occurredPlace: conduct.place,
  factSummary: `${suspect.name}酒后驾驶${conduct.vehicle}（${conduct.plate}），在${conduct.place}被查获，呼气酒精含量 ${conduct.breathAlcohol} mg/100 ml，血液乙醇含量 ${conduct.bloodAlcohol} mg/100 ml。`,
})

/** The number of a police paper of this case, such as 丰公（交）立字〔2026〕00101号. */
const policeNo = ({ facts }: CasePlay, kind: string, at: string): string =>
  `${facts.agencies.policeShort}${kind}〔${at.slice(0, 4)}〕${facts.numbers.serial}号`

export async function fileCase(play: CasePlay, at: string): Promise<void> {
  await play.act('approver', 'file', { occurredAt: rfc(at), docNo: policeNo(play, '立字', at) })
  await play.note('approver', at, '审批决定立案')
}

/** The suspect is entered once the case is filed, with the time at which he came. */
export async function joinSuspect(play: CasePlay, at: string): Promise<void> {
  const { suspect, times } = play.facts
  const path = `/api/v1/cases/${play.caseId}`
  const body = { ...suspectOf(play.facts), occurredAt: rfc(times.arrivedAt), summoned: true }
  const { casePersonId } = await play.as('officer').post(`${path}/persons`, body, JoinedPerson)
  play.casePersonId = casePersonId
  await play.as('officer').put(`${path}/circumstances`, { circumstances: ['summoned', ...DECLARED[play.options.amount]] }, Nothing)
  await play.note('officer', at, `登记犯罪嫌疑人${suspect.name}，${times.arrivedAt.slice(11)} 传唤到案`)
}

const suspectOf = ({ suspect }: CaseFacts) => ({
  name: suspect.name,
  sex: suspect.sex === '女' ? '2' : '1',
  birthDate: suspect.bornOn,
  idType: RESIDENT_ID,
  idNo: suspect.idNumber,
  ethnic: HAN,
  education: SENIOR_HIGH,
  residence: suspect.home,
  phone: suspect.phone,
  occupation: suspect.occupation,
})

export async function bailSuspect(play: CasePlay, at: string): Promise<void> {
  await play.act('approver', 'bail', {
    occurredAt: rfc(at),
    casePersonId: play.casePersonId,
    measure: GUARANTOR,
    docNo: policeNo(play, '取保字', at),
  })
  await play.note('approver', at, '决定取保候审（保证人）')
}
