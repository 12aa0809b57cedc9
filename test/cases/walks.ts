import type { CaseCommand, CaseFacts, CasePerson } from '../../src/cases/model.ts'
import { agencyOf } from '../../src/domain/codes.ts'
import { STAGE_ORDER, type Stage } from '../../src/domain/stages.ts'

/** What one step may do, written down apart from the program: the line of the first instance. */
export type Expected = {
  readonly unit: 'case' | 'person'
  readonly from: readonly Stage[]
  readonly to: Stage | null
  readonly starts: readonly string[]
  readonly ends: readonly string[]
  /** Takes the step only with at least one person in the case. */
  readonly needsPersons?: true
}

const BAILS = ['BAIL_POLICE', 'BAIL_PROC', 'BAIL_COURT']
const REVIEWS = ['PROC_REVIEW', 'PROC_REVIEW_FAST']
const TRIALS = ['TRIAL_FAST', 'TRIAL_SUMMARY', 'TRIAL_ORDINARY']
const DETENTION = ['DET_SEND_CENTRE_24H', 'DET_FAMILY_NOTICE_24H', 'DET_INTERROGATE_24H', 'DET_ARREST_REQUEST']
const ARREST_REVIEWS = ['ARREST_REVIEW_DETAINED', 'ARREST_REVIEW_NOT_DETAINED']
const ARREST = ['ARREST_EXEC_RECEIPT_3D', 'ARREST_INTERROGATE_24H', 'ARREST_FAMILY_NOTICE_24H', 'INV_CUSTODY']
const TRACK = ['FT48_TOTAL', 'FT48_COURT']
const UNTIL_SERVED = STAGE_ORDER.filter(stage => stage !== 'EFFECTIVE')
const whole = (from: Stage[], to: Stage | null, starts: string[] = [], ends: string[] = []): Expected => ({
  unit: 'case',
  from,
  to,
  starts,
  ends,
})
const single = (from: Stage[], to: Stage | null, starts: string[] = [], ends: string[] = []): Expected => ({
  ...whole(from, to, starts, ends),
  unit: 'person',
})
const handOver = (expected: Expected): Expected => ({ ...expected, needsPersons: true })

const UNTIL_JUDGED: Readonly<Record<string, Expected>> = {
  intake: whole(['INTAKE'], 'INTAKE', ['FILING_REVIEW']),
  enterTrack48: whole(['INTAKE'], null, ['FT48_TOTAL', 'FT48_POLICE', 'FT48_PROC', 'FT48_COURT']),
  confirmTrack48: whole(['INTAKE', 'FILED', 'INVESTIGATION'], null),
  convertTrackReview: whole(['PROSECUTION_REVIEW'], null, ['PROC_REVIEW'], ['PROC_REVIEW_FAST', ...TRACK, 'FT48_POLICE', 'FT48_PROC']),
  leaveTrack48: whole(UNTIL_SERVED, null, [], [...TRACK, 'FT48_POLICE', 'FT48_PROC']),
  file: whole(['INTAKE'], 'FILED', ['DRUNK_DRIVING_RAPID_30D'], ['FILING_REVIEW']),
  joinPerson: single(['FILED', 'INVESTIGATION'], 'INVESTIGATION'),
  summon: single(['INVESTIGATION'], null, ['SUMMONS_12H']),
  endSummons: single(['INVESTIGATION'], null, [], ['SUMMONS_12H']),
  detain: single(['INVESTIGATION'], null, DETENTION, ['SUMMONS_12H', 'DET_ARREST_REQUEST', ...BAILS]),
  admitToCentre: single(['INVESTIGATION'], null, [], ['DET_SEND_CENTRE_24H']),
  notifyFamily: single(['INVESTIGATION'], null, [], ['DET_FAMILY_NOTICE_24H', 'ARREST_FAMILY_NOTICE_24H']),
  interrogate: single(['INVESTIGATION'], null, [], ['DET_INTERROGATE_24H', 'ARREST_INTERROGATE_24H']),
  sendArrestRequest: single(['INVESTIGATION'], null),
  receiveArrestRequest: single(['INVESTIGATION'], null),
  acceptArrestRequest: single(['INVESTIGATION'], null, ARREST_REVIEWS, ['DET_ARREST_REQUEST']),
  returnArrestRequest: single(['INVESTIGATION'], null),
  recallArrestRequest: single(['INVESTIGATION'], null),
  approveArrest: single(['INVESTIGATION'], null, [], ARREST_REVIEWS),
  executeArrest: single(['INVESTIGATION'], null, ARREST, ['ARREST_EXEC_RECEIPT_3D', 'DET_ARREST_REQUEST', ...BAILS]),
  returnArrestReceipt: single(['INVESTIGATION'], null, [], ['ARREST_EXEC_RECEIPT_3D']),
  bail: single(['INVESTIGATION', 'SUPPLEMENTARY', 'PROSECUTION_REVIEW', 'TRIAL'], null, BAILS, [
    ...BAILS,
    'SUMMONS_12H',
    'COURT_MEASURE_REDECIDE_7D',
    ...DETENTION,
    'ARREST_INTERROGATE_24H',
    'ARREST_FAMILY_NOTICE_24H',
    'INV_CUSTODY',
  ]),
  release: single(
    [
      'INVESTIGATION',
      'TRANSFERRED_PROSECUTION',
      'SUPPLEMENTARY',
      'PROSECUTION_REVIEW',
      'INDICTED',
      'COURT_CHECK',
      'TRIAL',
      'JUDGED',
      'APPEAL_PERIOD',
      'EFFECTIVE',
    ],
    null,
    [],
    [...DETENTION, 'ARREST_INTERROGATE_24H', 'ARREST_FAMILY_NOTICE_24H', 'INV_CUSTODY', 'RELEASE_ACQUITTED'],
  ),
  sendForProsecution: handOver(whole(['INVESTIGATION'], 'TRANSFERRED_PROSECUTION', [], ['FT48_POLICE'])),
  recallFromProsecution: handOver(whole(['TRANSFERRED_PROSECUTION'], 'INVESTIGATION', [], ['PROC_INTAKE_FAST_SAME_DAY'])),
  receiveForProsecution: handOver(whole(['TRANSFERRED_PROSECUTION'], null, ['PROC_INTAKE_FAST_SAME_DAY'])),
  acceptForProsecution: handOver(
    whole(
      ['TRANSFERRED_PROSECUTION'],
      'PROSECUTION_REVIEW',
      [...REVIEWS, 'PROC_RIGHTS_NOTICE_3D', 'CT_RECEIVER_DELIVERY_3D'],
      ['PROC_INTAKE_FAST_SAME_DAY', 'SUPP_INVEST', 'INV_CUSTODY', 'DET_ARREST_REQUEST', 'CT_RECEIVER_DELIVERY_3D'],
    ),
  ),
  returnFromProsecution: handOver(whole(['TRANSFERRED_PROSECUTION'], 'INVESTIGATION', [], ['PROC_INTAKE_FAST_SAME_DAY'])),
  notifyRights: single(['PROSECUTION_REVIEW', 'TRIAL'], null, [], ['PROC_RIGHTS_NOTICE_3D', 'COURT_RIGHTS_NOTICE_3D']),
  certificateDelivered: single(['PROSECUTION_REVIEW', 'SUPPLEMENTARY', 'TRIAL'], null, [], ['CT_RECEIVER_DELIVERY_3D']),
  signUndertaking: single(['PROSECUTION_REVIEW'], null),
  sendSupplementaryReturn: handOver(whole(['PROSECUTION_REVIEW'], null)),
  receiveSupplementaryReturn: handOver(whole(['PROSECUTION_REVIEW'], null)),
  acceptSupplementaryReturn: handOver(
    whole(
      ['PROSECUTION_REVIEW'],
      'SUPPLEMENTARY',
      ['SUPP_INVEST', 'CT_RECEIVER_DELIVERY_3D'],
      [...REVIEWS, 'PROC_RIGHTS_NOTICE_3D', 'CT_RECEIVER_DELIVERY_3D'],
    ),
  ),
  recallSupplementaryReturn: handOver(whole(['PROSECUTION_REVIEW'], null)),
  retransfer: handOver(whole(['SUPPLEMENTARY'], 'TRANSFERRED_PROSECUTION')),
  returnToSupplementary: handOver(whole(['TRANSFERRED_PROSECUTION'], 'SUPPLEMENTARY', [], ['PROC_INTAKE_FAST_SAME_DAY'])),
  recallRetransfer: handOver(whole(['TRANSFERRED_PROSECUTION'], 'SUPPLEMENTARY', [], ['PROC_INTAKE_FAST_SAME_DAY'])),
  convertReview: single(['PROSECUTION_REVIEW'], null, ['PROC_REVIEW'], ['PROC_REVIEW_FAST']),
  sendIndictment: handOver(whole(['PROSECUTION_REVIEW'], 'INDICTED', [], ['FT48_PROC'])),
  recallFromCourt: handOver(whole(['INDICTED', 'COURT_CHECK'], 'PROSECUTION_REVIEW', [], ['COURT_ACCEPT_7D'])),
  receiveIndictment: handOver(whole(['INDICTED'], 'COURT_CHECK', ['COURT_ACCEPT_7D'])),
  acceptIndictment: handOver(
    whole(
      ['COURT_CHECK'],
      'TRIAL',
      [...TRIALS, 'COURT_RIGHTS_NOTICE_3D', 'COURT_MEASURE_REDECIDE_7D', 'CT_RECEIVER_DELIVERY_3D'],
      ['COURT_ACCEPT_7D', 'CT_RECEIVER_DELIVERY_3D', ...REVIEWS],
    ),
  ),
  returnFromCourt: handOver(whole(['COURT_CHECK'], 'PROSECUTION_REVIEW', [], ['COURT_ACCEPT_7D'])),
  convertToSummary: whole(['TRIAL'], null, ['TRIAL_SUMMARY'], ['TRIAL_FAST', ...TRACK]),
  convertToOrdinary: whole(['TRIAL'], null, ['TRIAL_ORDINARY'], ['TRIAL_FAST', 'TRIAL_SUMMARY', ...TRACK]),
  announceJudgment: single(
    ['TRIAL'],
    'JUDGED',
    ['JUDGMENT_DELIVERY_5D', 'RELEASE_ACQUITTED'],
    [...TRIALS, 'FT48_COURT', 'DRUNK_DRIVING_RAPID_30D'],
  ),
  serveOnPerson: single(['JUDGED'], 'APPEAL_PERIOD', ['APPEAL_JUDGMENT_10D'], ['JUDGMENT_DELIVERY_5D', 'FT48_TOTAL']),
  serveOnProcuratorate: whole(['JUDGED', 'APPEAL_PERIOD'], null, ['PROTEST_JUDGMENT_10D'], ['JUDGMENT_DELIVERY_5D', 'FT48_TOTAL']),
}
/** What the effect of the judgment leaves to be done. */
export const AFTER_EFFECT = ['CC_NOTICE_5D', 'CC_DOCUMENTS_10D', 'CC_REPORT_10D', 'EXEC_DELIVERY_10D']
/** Whatever was left undone falls away with the effect. */
const UNDONE = Object.values(UNTIL_JUDGED).flatMap(({ starts }) => starts)
export const TABLE: Readonly<Record<string, Expected>> = {
  ...UNTIL_JUDGED,
  takeEffect: whole(['APPEAL_PERIOD'], 'EFFECTIVE', AFTER_EFFECT, UNDONE),
}
export const ACTS = Object.keys(TABLE)
export const STAGES_OF_WALK: readonly Stage[] = ['INTAKE', 'FILED', 'INVESTIGATION', ...Object.values(TABLE).flatMap(({ to }) => to ?? [])]

const isRunning = (facts: CaseFacts, personId: string | null, ...codes: string[]): boolean =>
  facts.periods.some(
    ({ code, endedAt, casePersonId }) => endedAt === null && codes.includes(code) && (personId === null || casePersonId === personId),
  )

/** Steps that answer a duty make sense only while it runs. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  endSummons: ['SUMMONS_12H'],
  notifyRights: ['PROC_RIGHTS_NOTICE_3D', 'COURT_RIGHTS_NOTICE_3D'],
  admitToCentre: ['DET_SEND_CENTRE_24H'],
  notifyFamily: ['DET_FAMILY_NOTICE_24H', 'ARREST_FAMILY_NOTICE_24H'],
  interrogate: ['DET_INTERROGATE_24H', 'ARREST_INTERROGATE_24H'],
  approveArrest: ARREST_REVIEWS,
  returnArrestReceipt: ['ARREST_EXEC_RECEIPT_3D'],
  convertReview: ['PROC_REVIEW_FAST'],
  retransfer: ['SUPP_INVEST'],
  returnToSupplementary: ['SUPP_INVEST'],
  recallRetransfer: ['SUPP_INVEST'],
  certificateDelivered: ['CT_RECEIVER_DELIVERY_3D'],
  confirmTrack48: ['FT48_TOTAL'],
  leaveTrack48: ['FT48_TOTAL'],
  convertTrackReview: ['PROC_REVIEW_FAST'],
  convertToSummary: ['TRIAL_FAST'],
  convertToOrdinary: ['TRIAL_FAST', 'TRIAL_SUMMARY'],
}

/** What was last decided of a person's arrest. */
const lastArrestWord = (facts: CaseFacts, personId: string | undefined): string | undefined =>
  facts.events
    .filter(({ persons }) => personId !== undefined && persons.includes(personId))
    .toSorted((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || a.seq - b.seq)
    .flatMap(({ names }) => names)
    .findLast(name => ['arrestApproved', 'arrestRejected', 'arrestExecuted'].includes(name))

/** What a step needs beside its stage: a duty that is done is not done twice, and an appeal may come until its last day. */
function isDue(facts: CaseFacts, act: string, person: CasePerson | null, byAgency: string, now: Date): boolean {
  const needed = NEEDS[act]
  if (needed !== undefined && !isRunning(facts, TABLE[act]?.unit === 'case' ? null : (person?.id ?? null), ...needed)) return false
  if (['returnFromProsecution', 'recallFromProsecution'].includes(act) && isRunning(facts, null, 'SUPP_INVEST')) return false
  if (act === 'sendSupplementaryReturn') return facts.events.filter(({ names }) => names.includes('returnedForSupplement')).length < 2
  if (act === 'convertTrackReview') return facts.track48?.state === 'open'
  if (act === 'detain') return !['06', '07'].includes(person?.measure?.code ?? '')
  if (act === 'executeArrest') return person?.measure?.code !== '07' && lastArrestWord(facts, person?.id) === 'arrestApproved'
  if (act === 'release') return ['06', '07'].includes(person?.measure?.code ?? '')
  if (act === 'sendArrestRequest' || act === 'acceptArrestRequest')
    return person?.measure?.code !== '07' && !isRunning(facts, person?.id ?? null, ...ARREST_REVIEWS)
  if (act === 'bail') return !(['02', '03'].includes(person?.measure?.code ?? '') && person?.measure?.decidedBy === byAgency)
  if (act === 'signUndertaking') return person?.pleads !== true
  if (act === 'serveOnProcuratorate') return facts.servedOnProcuratorateAt === null
  if (act !== 'takeEffect') return true
  const appeals = facts.periods.filter(({ code }) => /^(APPEAL|PROTEST)_JUDGMENT/.test(code))
  const isServed = facts.servedOnProcuratorateAt !== null && facts.persons.every(({ servedOnPersonAt }) => servedOnPersonAt !== null)
  const isHeldWrongly = facts.persons.some(
    ({ id, measure }) => isRunning(facts, id, 'RELEASE_ACQUITTED') && ['06', '07'].includes(measure?.code ?? ''),
  )
  return isServed && !isHeldWrongly && appeals.every(({ dueAt }) => dueAt < now)
}

/** Whether the table allows a step in this state. */
export function isAllowed(facts: CaseFacts, { act, casePersonId, byAgency }: CaseCommand, now: Date): boolean {
  const expected = TABLE[act]
  if (expected === undefined) return false
  const person = facts.persons.find(({ id }) => id === casePersonId) ?? null
  if (expected.unit === 'person' && person === null) return false
  if (expected.needsPersons && facts.persons.length === 0) return false
  const concerned =
    act === 'joinPerson' || facts.persons.length === 0
      ? [facts.stage]
      : expected.unit === 'person'
        ? [person?.stage]
        : facts.persons.map(({ stage }) => stage)
  return concerned.every(stage => expected.from.some(one => one === stage)) && isDue(facts, act, person, byAgency, now)
}

const HOLDERS: Readonly<Partial<Record<Stage, string>>> = { PROSECUTION_REVIEW: '350503-PRO', INDICTED: '350503-PRO' }
const COURT_STAGES = STAGE_ORDER.slice(STAGE_ORDER.indexOf('COURT_CHECK'))
const RECEIVERS: Readonly<Record<string, string>> = {
  receiveForProsecution: '350503-PRO',
  acceptForProsecution: '350503-PRO',
  returnFromProsecution: '350503-PRO',
  receiveArrestRequest: '350503-PRO',
  acceptArrestRequest: '350503-PRO',
  returnArrestRequest: '350503-PRO',
  approveArrest: '350503-PRO',
  receiveSupplementaryReturn: '350503-PSB',
  acceptSupplementaryReturn: '350503-PSB',
  returnToSupplementary: '350503-PRO',
  receiveIndictment: '350503-CRT',
  acceptIndictment: '350503-CRT',
  returnFromCourt: '350503-CRT',
}

/** A step as the agency whose it is takes it, with all that it asks. */
export function aStep(facts: CaseFacts, act: string, casePersonId: string | null, occurredAt: Date): CaseCommand {
  const person = facts.persons.find(({ id }) => id === casePersonId)
  const stage = person?.stage ?? facts.stage
  const byAgency = RECEIVERS[act] ?? HOLDERS[stage] ?? (COURT_STAGES.includes(stage) ? '350503-CRT' : '350503-PSB')
  const data = {
    measure: '02',
    counsel: 'dutyLawyer',
    fastTrackConsent: true,
    suggestion: '拘役一个月',
    procedure: 'fastTrack',
    principal: 'P2',
    principalMonths: 1,
    suspensionMonths: 2,
    fineYuan: 2000,
    docNo: '晋公拘字〔2026〕12号',
    reason: '被告人当庭翻供',
  }
  return { act, casePersonId, occurredAt, byAgency, byAgencyType: agencyOf(byAgency).type, data }
}
