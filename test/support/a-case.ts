import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { libraryPdf } from './hostile-pdfs.ts'
import { type Person, signIn } from './http-client.ts'
import { freshIdNo, LIN_ZHIYUAN } from './identity.ts'

/** The people of the demonstration district who move a case. */
export type Officers = {
  readonly po: Person
  readonly pl: Person
  readonly pc: Person
  readonly pp: Person
  readonly cc: Person
  readonly cj: Person
}

export async function officers(url: string): Promise<Officers> {
  const [po, pl, pc, pp, cc, cj] = await Promise.all(
    ['fz-po', 'fz-pl', 'fz-pc', 'fz-pp', 'fz-cc', 'fz-cj'].map(async login => await signIn(url, login)),
  )
  if (!po || !pl || !pc || !pp || !cc || !cj) throw new Error('an officer is missing')
  return { po, pl, pc, pp, cc, cj }
}

export const POLICE_PAPERS = [
  'GA01',
  'GA03',
  'GA07',
  'GA08',
  'GA16',
  'GA17',
  'GA18',
  'GA19',
  'GA31',
  'GA32',
  'GA33',
  'GA34',
  'GA38',
  'GA39',
  'GA41',
  'GA64',
  'GA65',
  'GA66',
  'GA67',
  'GA73',
  'GA74',
  'GA75',
  'GA81',
  'GA82',
]
export const PROCURATORATE_PAPERS = ['JC09', 'JC11', 'JC12', 'JC13', 'JC14', 'JC16', 'JC17', 'JC18', 'JC19', 'JC21', 'JC22', 'JC43', 'SF02']

let serial = 0
/** A small PDF that no other paper equals. */
export async function aPaper(code: string): Promise<{ name: string; bytes: Uint8Array; type: string }> {
  return { name: `${code}_${++serial}.pdf`, bytes: await libraryPdf(false, `${code} ${serial} ${process.pid}`), type: 'application/pdf' }
}

/** Files papers and fails with the refusal's code if one is refused. */
export async function fileAll(who: Person, caseId: string, codes: readonly string[]): Promise<void> {
  for (const code of codes) {
    const answer = await who.upload(caseId, await aPaper(code))
    if (answer.status !== 201) throw new Error(`${code} was refused: ${answer.text('code')}`)
  }
}

const ok = (answer: { status: number; body: unknown }): void => {
  if (answer.status >= 400) throw new Error(`refused: ${JSON.stringify(answer.body)}`)
}

export const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString()

const Rows = Type.Object({
  rows: Type.Array(
    Type.Object({
      code: Type.String(),
      holds: Type.String(),
      wanted: Type.Union([Type.Boolean(), Type.Integer()]),
      casePersonId: Type.Union([Type.String(), Type.Null()]),
      mayAnswer: Type.Boolean(),
    }),
  ),
})

/** Says of every row of the eligibility table that this person can know, and nobody has answered, that it holds. */
export async function sayThatAllHold(who: Person, caseId: string): Promise<void> {
  const { rows } = Value.Parse(Rows, Value.Clean(Rows, (await who.get(`/cases/${caseId}/fast-track`)).body))
  const answers = rows
    .filter(({ mayAnswer, holds }) => mayAnswer && holds === 'unknown')
    .map(({ code: row, casePersonId, wanted: value }) => ({ row, casePersonId, value }))
  if (answers.length > 0) ok(await who.post(`/cases/${caseId}/fast-track/answers`, { answers }))
}

type OfOne = { caseId: string; personId: string; idNo: string }
type HandedOver = OfOne & { handOverId: string }

/** A filed drunk-driving case on the 48-hour track with its suspect on bail: 林志远, somebody else of that name in each case unless told. */
export async function aFiledCase({ po, pl }: Pick<Officers, 'po' | 'pl'>, idNo = freshIdNo(LIN_ZHIYUAN)): Promise<OfOne> {
  const opened = await po.post('/cases', {
    source: 'discovery',
    occurredAt: hoursAgo(20),
    chargeCode: 'X001',
    track48: true,
    circumstances: ['policeSuggestFastTrack'],
  })
  ok(opened)
  const caseId = opened.text('caseId')
  ok(await pl.post(`/cases/${caseId}/acts/file`, { occurredAt: hoursAgo(19.5) }))
  const joined = await po.post(`/cases/${caseId}/persons`, {
    occurredAt: hoursAgo(19),
    summoned: true,
    name: '林志远',
    sex: '1',
    idType: '111',
    idNo,
  })
  ok(joined)
  const personId = joined.text('casePersonId')
  ok(await pl.post(`/cases/${caseId}/acts/bail`, { occurredAt: hoursAgo(10), casePersonId: personId, measure: '02' }))
  await sayThatAllHold(po, caseId)
  return { caseId, personId, idNo }
}

/** A case whose police dossier is complete and whose transfer is prepared. */
export async function aPreparedTransfer(who: Officers, idNo?: string): Promise<HandedOver> {
  const filed = await aFiledCase(who, idNo)
  await fileAll(who.po, filed.caseId, POLICE_PAPERS)
  const prepared = await who.po.post(`/cases/${filed.caseId}/hand-overs`, { leg: 'transferForProsecution', toAgency: '350503-PRO' })
  ok(prepared)
  return { ...filed, handOverId: prepared.text('handOverId') }
}

/** Waits until a hand-over is in one of these states, as its reader sees it. */
export async function until(who: Person, handOverId: string, ...states: string[]): Promise<string> {
  for (;;) {
    const state = (await who.get(`/hand-overs/${handOverId}`)).text('state')
    if (states.includes(state)) return state
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/** A delivered transfer on the procuratorate's desk. */
export async function aDeliveredTransfer(who: Officers, idNo?: string): Promise<HandedOver> {
  const prepared = await aPreparedTransfer(who, idNo)
  ok(await who.pl.post(`/hand-overs/${prepared.handOverId}/send`, {}))
  await until(who.pc, prepared.handOverId, 'delivered')
  return prepared
}

/** A case accepted by the procuratorate, with the undertaking signed. */
export async function aReviewedCase(who: Officers, idNo?: string): Promise<OfOne> {
  const { handOverId, ...reviewed } = await aDeliveredTransfer(who, idNo)
  const { caseId, personId } = reviewed
  ok(await who.pc.post(`/hand-overs/${handOverId}/receive`, {}))
  ok(await who.pc.post(`/hand-overs/${handOverId}/accept`, { assignTo: who.pp.userId }))
  await sayThatAllHold(who.pp, caseId)
  ok(
    await who.pp.post(`/cases/${caseId}/acts/signUndertaking`, {
      casePersonId: personId,
      counsel: 'dutyLawyer',
      fastTrackConsent: true,
      suggestion: '拘役一个月，缓刑二个月',
    }),
  )
  return reviewed
}

/** A case on the court's desk, received and not yet accepted. */
export async function onTheCourtsDesk(who: Officers, idNo?: string): Promise<HandedOver> {
  const reviewed = await aReviewedCase(who, idNo)
  const { caseId } = reviewed
  await fileAll(who.pc, caseId, PROCURATORATE_PAPERS)
  const prepared = await who.pc.post(`/cases/${caseId}/hand-overs`, { leg: 'indictment', toAgency: '350503-CRT' })
  ok(prepared)
  const handOverId = prepared.text('handOverId')
  ok(await who.pp.post(`/hand-overs/${handOverId}/send`, {}))
  await until(who.cc, handOverId, 'delivered')
  ok(await who.cc.post(`/hand-overs/${handOverId}/receive`, {}))
  return { ...reviewed, handOverId }
}

/** A case that the court tries in fast-track. */
export async function aTriedCase(who: Officers, idNo?: string): Promise<OfOne> {
  const { handOverId, ...tried } = await onTheCourtsDesk(who, idNo)
  ok(await who.cc.post(`/hand-overs/${handOverId}/accept`, { assignTo: who.cj.userId, procedure: 'fastTrack' }))
  return tried
}
