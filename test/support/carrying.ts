import { documentType } from '../../src/domain/codes.ts'
import { aFiledCase, aPaper, fileAll, hoursAgo, type Officers, POLICE_PAPERS, PROCURATORATE_PAPERS, until } from './a-case.ts'
import type { Answer, Person } from './http-client.ts'
import { CHEN_DAYONG, freshIdNo, WU_XIAOMEI } from './identity.ts'

/** Who prepares, sends, stands at the desk and gets the case on one way. */
export type Way = {
  readonly leg: string
  readonly prepares: Person
  readonly sends: Person
  readonly desk: Person
  readonly gets: Person
  readonly toAgency: string
  readonly persons?: readonly string[]
  readonly accept?: object
}

export function ok(answer: Answer): Answer {
  if (answer.status >= 400) throw new Error(`refused: ${JSON.stringify(answer.body)}`)
  return answer
}

/** Files papers, each of a single person's kind once for everybody named. */
export async function filePapers(who: Person, caseId: string, codes: readonly string[], persons: readonly string[]): Promise<void> {
  for (const documentCode of codes)
    for (const casePersonId of documentType(documentCode).scope === 'person' ? persons : [undefined])
      ok(await who.upload(caseId, await aPaper(documentCode), { documentCode, ...(casePersonId ? { casePersonId } : {}) }))
}

/** When the steps of a way happened, where they are entered late. */
export type Times = { readonly sentAt: string; readonly receivedAt: string; readonly acceptedAt: string }

/** Prepares, sends and waits until the file lies on the desk and is signed for. @returns the hand-over */
export async function bring(caseId: string, { leg, prepares, sends, desk, toAgency, persons }: Way, times?: Times): Promise<string> {
  const prepared = ok(await prepares.post(`/cases/${caseId}/hand-overs`, { leg, toAgency, ...(persons ? { persons } : {}) }))
  const id = prepared.text('handOverId')
  ok(await sends.post(`/hand-overs/${id}/send`, times ? { occurredAt: times.sentAt } : {}))
  await until(desk, id, 'delivered')
  ok(await desk.post(`/hand-overs/${id}/receive`, times ? { occurredAt: times.receivedAt } : {}))
  return id
}

/** The same, and the desk accepts. */
export async function carry(caseId: string, way: Way, times?: Times): Promise<string> {
  const id = await bring(caseId, way, times)
  ok(
    await way.desk.post(`/hand-overs/${id}/accept`, {
      assignTo: way.gets.userId,
      ...(times ? { occurredAt: times.acceptedAt } : {}),
      ...way.accept,
    }),
  )
  return id
}

const IDENTITIES = [
  { name: '陈大勇', sex: '1', person: CHEN_DAYONG, residence: '福建省泉州市丰泽区东海街道1号' },
  { name: '吴小梅', sex: '2', person: WU_XIAOMEI, residence: '福建省泉州市丰泽区东海街道2号' },
]

/** A theft case with two suspects in detention, brought to the centre; `idNos` are theirs. */
export async function twoDetained({
  po,
  pl,
}: Pick<Officers, 'po' | 'pl'>): Promise<{ caseId: string; persons: string[]; idNos: string[] }> {
  const identities = IDENTITIES.map(({ person, ...identity }) => ({ ...identity, idNo: freshIdNo(person) }))
  const opened = ok(await po.post('/cases', { source: 'report', occurredAt: hoursAgo(40), chargeCode: 'X042' }))
  const caseId = opened.text('caseId')
  ok(await pl.post(`/cases/${caseId}/acts/file`, { occurredAt: hoursAgo(39) }))
  const persons: string[] = []
  for (const identity of identities) {
    const joined = ok(await po.post(`/cases/${caseId}/persons`, { ...identity, idType: '111', summoned: false, occurredAt: hoursAgo(38) }))
    const casePersonId = joined.text('casePersonId')
    ok(await pl.post(`/cases/${caseId}/acts/detain`, { casePersonId, occurredAt: hoursAgo(37), docNo: '丰公拘字〔2026〕12号' }))
    ok(await po.post(`/cases/${caseId}/acts/admitToCentre`, { casePersonId, occurredAt: hoursAgo(30) }))
    persons.push(casePersonId)
  }
  return { caseId, persons, idNos: identities.map(({ idNo }) => idNo) }
}

export const ARREST_PAPERS = ['GA01', 'GA03', 'GA07', 'GA10', 'GA11', 'GA13', 'GA31', 'GA38', 'GA39', 'GA41', 'GA81']
const APPEAL_PAPERS = ['FY15', 'FY17', 'FY18', 'FY20', 'FY24', 'FY28']

/** A drunk-driving case before the court of Fengze. */
export async function aTriedCase(who: Officers): Promise<{ caseId: string; personId: string }> {
  const { caseId, personId } = await aFiledCase(who)
  await fileAll(who.po, caseId, POLICE_PAPERS)
  const toPro = { leg: 'transferForProsecution', toAgency: '350503-PRO', prepares: who.po, sends: who.pl, desk: who.pc, gets: who.pp }
  await carry(caseId, toPro)
  const plea = { casePersonId: personId, counsel: 'dutyLawyer', fastTrackConsent: true, suggestion: '拘役一个月' }
  ok(await who.pp.post(`/cases/${caseId}/acts/signUndertaking`, plea))
  await fileAll(who.pp, caseId, PROCURATORATE_PAPERS)
  const toCourt = { leg: 'indictment', toAgency: '350503-CRT', prepares: who.pc, sends: who.pp, desk: who.cc, gets: who.cj }
  await carry(caseId, { ...toCourt, accept: { procedure: 'summary' } })
  return { caseId, personId }
}

export type Sentence = { principal: string; principalMonths: number; suspensionMonths: number; fineYuan: number }

/** The judgment announced and served on everybody; the appeal period runs. */
export async function judge(who: Officers, caseId: string, personId: string, sentence: Sentence): Promise<void> {
  const him = { casePersonId: personId }
  ok(await who.cj.post(`/cases/${caseId}/acts/announceJudgment`, { ...him, ...sentence }))
  ok(await who.cc.post(`/cases/${caseId}/acts/serveOnPerson`, him))
  ok(await who.cc.post(`/cases/${caseId}/acts/serveOnProcuratorate`, {}))
}

/** The papers of G7, filed by the first court. */
export const fileAppealPapers = async (cc: Person, caseId: string, more: readonly string[]): Promise<void> =>
  await fileAll(cc, caseId, [...APPEAL_PAPERS, ...more])
