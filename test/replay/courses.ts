import type { Client } from 'pg'
import { caseFlowId, handOverFlowId } from '../../workflows/contract.ts'
import {
  aDeliveredTransfer,
  aPreparedTransfer,
  aReviewedCase,
  fileAll,
  type Officers,
  PROCURATORATE_PAPERS,
  until,
} from '../support/a-case.ts'
import {
  ARREST_PAPERS,
  aTriedCase,
  bring,
  carry,
  fileAppealPapers,
  filePapers,
  judge,
  ok,
  twoDetained,
  type Way,
} from '../support/carrying.ts'
import { untilSettled, untilSql } from '../support/case-end.ts'
import { type Person, signIn } from '../support/http-client.ts'

type Recording = {
  readonly who: Officers
  readonly url: string
  readonly admin: Client
  /** Keeps the history of a flow under a name; `ended` waits for its end first. */
  readonly keep: (name: string, workflowId: string, ended: boolean) => Promise<void>
}

const RETURNED = { outcome: 'RETURNED_NO_JURISDICTION', reason: '不属本院管辖', basis: '规则 第157条' }
const AGAIN = { reason: '目录与页码不符', basis: '规则 第157条第2项', dueOn: '2027-12-31' }
const TO_SERVE = { principal: 'P3', principalMonths: 10, suspensionMonths: 0, fineYuan: 2000 }
const SUSPENDED = { principal: 'P2', principalMonths: 1, suspensionMonths: 2, fineYuan: 2000 }

/** Every way of the file to each answer that the law gives it, and cases to their ends; or the one of this name. One that fails does not keep the others from being recorded. */
export async function recordCourses(recording: Recording, only: string | undefined): Promise<void> {
  const courses = { rebound, lineDown, faulty, arrest, jurisdiction, nonProsecution, upAndDown, withdrawal, corrected, serving }
  for (const [name, course] of Object.entries(courses).filter(([one]) => only === undefined || one === only))
    try {
      console.error(name)
      await course(recording)
    } catch (error) {
      process.exitCode = 1
      console.error(name, error)
    }
}

const keepLeg = async ({ keep, admin }: Recording, name: string, caseId: string, handOverId: string): Promise<void> => {
  await untilSettled(admin, caseId)
  await keep(`hand-over-${name}`, handOverFlowId(handOverId), true)
}
const keepCase = async ({ keep, admin }: Recording, name: string, caseId: string): Promise<void> => {
  await untilSettled(admin, caseId)
  await keep(`case-flow-${name}`, caseFlowId(caseId), false)
}

async function rebound(recording: Recording): Promise<void> {
  const { who } = recording
  const { caseId, handOverId } = await aDeliveredTransfer(who)
  ok(await who.pc.post(`/hand-overs/${handOverId}/receive`))
  ok(await who.pc.post(`/hand-overs/${handOverId}/request-rebind`, AGAIN))
  ok(await who.pl.post(`/hand-overs/${handOverId}/answer-rebind`))
  await until(who.pc, handOverId, 'received')
  ok(await who.pc.post(`/hand-overs/${handOverId}/accept`, { assignTo: who.pp.userId }))
  await keepLeg(recording, 'rebound', caseId, handOverId)
  await keepCase(recording, 'rebound', caseId)
}

async function lineDown(recording: Recording): Promise<void> {
  const { who, url, admin } = recording
  const systems = await signIn(url, 'sa')
  const { caseId, handOverId } = await aPreparedTransfer(who)
  const expectedEnd = new Date(Date.now() + 5 * 3_600_000).toISOString()
  ok(await systems.post('/lines/350503-PRO/pause', { reason: '专网光缆中断', expectedEnd }))
  ok(await who.pl.post(`/hand-overs/${handOverId}/send`, {}))
  await untilSql(admin, "not exists (select 1 from outbox where dispatched_at is null and type = 'handOver.sent')")
  ok(await systems.post('/lines/350503-PRO/resume'))
  await until(who.pc, handOverId, 'delivered')
  ok(await who.pl.post(`/hand-overs/${handOverId}/recall`, { reason: '发现漏罪' }))
  await keepLeg(recording, 'resumed', caseId, handOverId)
}

/** The digest in the row is not that of the bytes in the store: the check stops it, and the sender takes it back. */
async function faulty(recording: Recording): Promise<void> {
  const { who, admin } = recording
  const { caseId, handOverId } = await aPreparedTransfer(who)
  await untilSql(admin, 'not exists (select 1 from document where case_id = $1 and sm3 is null)', [caseId])
  await admin.query(
    "update document set sha256 = decode(repeat('00', 32), 'hex') where id = (select id from document where case_id = $1 order by id limit 1)",
    [caseId],
  )
  ok(await who.pl.post(`/hand-overs/${handOverId}/send`, {}))
  await until(who.pl, handOverId, 'faulty')
  ok(await who.pl.post(`/hand-overs/${handOverId}/recall`, { reason: '材料损坏，重新上传' }))
  await keepLeg(recording, 'faulty', caseId, handOverId)
  await keepCase(recording, 'faulty', caseId)
}

async function arrest(recording: Recording): Promise<void> {
  const { who } = recording
  const { caseId, persons } = await twoDetained(who)
  const way: Way = { leg: 'arrestRequest', prepares: who.po, sends: who.pl, desk: who.pc, gets: who.pp, toAgency: '350503-PRO', persons }
  await filePapers(who.po, caseId, ARREST_PAPERS, persons)
  const returned = await bring(caseId, way)
  ok(await who.pc.post(`/hand-overs/${returned}/return`, RETURNED))
  await keepLeg(recording, 'arrest-returned', caseId, returned)
  const recalled = await bring(caseId, way)
  ok(await who.pl.post(`/hand-overs/${recalled}/recall`, { reason: '补充证据' }))
  await keepLeg(recording, 'arrest-recalled', caseId, recalled)
  await keepLeg(recording, 'arrest-accepted', caseId, await carry(caseId, way))
  for (const casePersonId of persons) ok(await who.pp.post(`/cases/${caseId}/acts/approveArrest`, { casePersonId, docNo: '9号' }))
  await keepCase(recording, 'arrested', caseId)
}

async function jurisdiction(recording: Recording): Promise<void> {
  const { who, url } = recording
  const [desk, gets] = await Promise.all([signIn(url, 'lc-pc'), signIn(url, 'lc-pp')])
  const { caseId } = await aReviewedCase(who)
  const way: Way = { leg: 'prosecutionJurisdiction', prepares: who.pc, sends: who.pp, desk, gets, toAgency: '350502-PRO' }
  const returned = await bring(caseId, way)
  ok(await desk.post(`/hand-overs/${returned}/return`, RETURNED))
  await keepLeg(recording, 'jurisdiction-returned', caseId, returned)
  await keepLeg(recording, 'jurisdiction-accepted', caseId, await carry(caseId, way))
  await keepCase(recording, 'moved-away', caseId)
}

async function nonProsecution(recording: Recording): Promise<void> {
  const { who } = recording
  const { caseId, personId: casePersonId } = await aReviewedCase(who)
  const decision = { casePersonId, ground: 'discretionary', reason: '情节轻微', docNo: '丰检刑不诉〔2026〕1号' }
  ok(await who.pp.post(`/cases/${caseId}/acts/decideNonProsecution`, decision))
  ok(await who.pp.post(`/cases/${caseId}/acts/serveNonProsecutionOnPerson`, { casePersonId }))
  await keepCase(recording, 'non-prosecution', caseId)
}

/** One file back to the police and forth again, to the court, up to the city and down. */
async function upAndDown(recording: Recording): Promise<void> {
  const { who, url } = recording
  const { caseId, personId } = await aReviewedCase(who)
  const back: Way = { leg: 'supplementaryReturn', prepares: who.pc, sends: who.pp, desk: who.pl, gets: who.po, toAgency: '350503-PSB' }
  const forth: Way = { leg: 'retransfer', prepares: who.po, sends: who.pl, desk: who.pc, gets: who.pp, toAgency: '350503-PRO' }
  const toCourt: Way = { leg: 'indictment', prepares: who.pc, sends: who.pp, desk: who.cc, gets: who.cj, toAgency: '350503-CRT' }
  await fileAll(who.pc, caseId, ['JC05', 'JC06', 'JC43'])
  await recallOne(recording, 'supplementary', caseId, back)
  await keepLeg(recording, 'supplementary-accepted', caseId, await carry(caseId, back))
  await fileAll(who.po, caseId, ['GA76', 'GA81'])
  await recallOne(recording, 'retransfer', caseId, forth)
  await keepLeg(recording, 'retransfer-accepted', caseId, await carry(caseId, forth))
  await fileAll(who.pc, caseId, PROCURATORATE_PAPERS)
  await recallOne(recording, 'indictment', caseId, toCourt)
  const supplemented = await bring(caseId, toCourt)
  const lacks = { reason: '缺少送达材料', basis: '刑诉法解释 第218条', documentCodes: ['JC43'], dueOn: '2027-12-31' }
  ok(await who.cc.post(`/hand-overs/${supplemented}/request-supplement`, lacks))
  await fileAll(who.pc, caseId, ['JC43'])
  ok(await who.pp.post(`/hand-overs/${supplemented}/answer-supplement`))
  await until(who.cc, supplemented, 'received')
  ok(await who.cc.post(`/hand-overs/${supplemented}/accept`, { assignTo: who.cj.userId, procedure: 'summary' }))
  await keepLeg(recording, 'indictment-supplemented', caseId, supplemented)
  await keepCase(recording, 'indicted', caseId)
  await appealAndRemand(recording, caseId, personId, await Promise.all([signIn(url, 'qz-cc'), signIn(url, 'qz-cj')]))
}

async function recallOne(recording: Recording, name: string, caseId: string, way: Way): Promise<void> {
  const recalled = await bring(caseId, way)
  ok(await way.sends.post(`/hand-overs/${recalled}/recall`, { reason: '证据已补齐' }))
  await keepLeg(recording, `${name}-recalled`, caseId, recalled)
}

async function appealAndRemand(recording: Recording, caseId: string, personId: string, [clerk, chief]: [Person, Person]): Promise<void> {
  const { who } = recording
  await judge(who, caseId, personId, TO_SERVE)
  ok(await who.cc.post(`/cases/${caseId}/acts/fileAppeal`, { casePersonId: personId, form: 'writing' }))
  await fileAppealPapers(who.cc, caseId, ['FY27'])
  const up: Way = { leg: 'appeal', prepares: who.cc, sends: who.cj, desk: clerk, gets: chief, toAgency: '350500-CRT' }
  await keepLeg(recording, 'appeal-accepted', caseId, await carry(caseId, up))
  const down: Way = { leg: 'remand', prepares: clerk, sends: chief, desk: who.cc, gets: who.cj, toAgency: '350503-CRT' }
  await keepLeg(recording, 'remand-accepted', caseId, await carry(caseId, down))
  await keepCase(recording, 'remanded', caseId)
}

async function withdrawal(recording: Recording): Promise<void> {
  const { who } = recording
  const { caseId } = await aTriedCase(who)
  const out: Way = { leg: 'trialSupplement', prepares: who.cc, sends: who.cj, desk: who.pc, gets: who.pp, toAgency: '350503-PRO' }
  await keepLeg(recording, 'trial-supplement-accepted', caseId, await carry(caseId, out))
  const resume: Way = { leg: 'trialResume', prepares: who.pc, sends: who.pp, desk: who.cc, gets: who.cj, toAgency: '350503-CRT' }
  await keepLeg(recording, 'trial-resume-accepted', caseId, await carry(caseId, resume))
  const way: Way = { leg: 'prosecutionWithdrawal', prepares: who.cc, sends: who.cj, desk: who.pc, gets: who.pp, toAgency: '350503-PRO' }
  await keepLeg(recording, 'withdrawal-accepted', caseId, await carry(caseId, way))
  await keepCase(recording, 'withdrawn', caseId)
}

/** A case whose judgment has taken effect; the legal clock goes on by what the appeal period needs. */
async function effective({ who, admin }: Recording, sentence: typeof TO_SERVE): Promise<{ caseId: string; personId: string }> {
  const tried = await aTriedCase(who)
  await judge(who, tried.caseId, tried.personId, sentence)
  await admin.query("select set_clock(app_now() + interval '14 days', 1)")
  ok(await who.cc.post(`/cases/${tried.caseId}/acts/takeEffect`, {}))
  return tried
}

async function corrected(recording: Recording): Promise<void> {
  const { who, url } = recording
  const { caseId, personId } = await effective(recording, SUSPENDED)
  const office = await signIn(url, 'fz-co')
  await fileAll(who.cc, caseId, ['FY18', 'FY29', 'FY31', 'FY32', 'FY33'])
  const way: Way = {
    leg: 'correctionDelivery',
    prepares: who.cc,
    sends: who.cj,
    desk: office,
    gets: office,
    toAgency: '350503-CCO',
    persons: [personId],
  }
  await recallOne(recording, 'correction', caseId, way)
  await keepLeg(recording, 'correction-accepted', caseId, await carry(caseId, way))
  await keepCase(recording, 'corrected', caseId)
}

async function serving(recording: Recording): Promise<void> {
  const { who, url } = recording
  const { caseId, personId } = await effective(recording, TO_SERVE)
  const centre = await signIn(url, 'qz-do')
  await fileAll(who.cc, caseId, ['FY18', 'FY29', 'FY30', 'FY31'])
  const way: Way = {
    leg: 'executionDelivery',
    prepares: who.cc,
    sends: who.cj,
    desk: centre,
    gets: centre,
    toAgency: '350500-DET',
    persons: [personId],
  }
  const returned = await bring(caseId, way)
  ok(
    await centre.post(`/hand-overs/${returned}/return`, {
      outcome: 'RETURNED_NOT_PROSECUTABLE',
      reason: '刑期与判决不符',
      basis: '监狱法 第16条',
    }),
  )
  await keepLeg(recording, 'execution-returned', caseId, returned)
  await keepLeg(recording, 'execution-accepted', caseId, await carry(caseId, way))
  await keepCase(recording, 'effective', caseId)
}
