import type { CardStage } from '../../src/cards/model.ts'
import { CARD_FIELDS } from '../../src/cards/table/fields.ts'
import type { CardSnapshot } from '../../src/connectors/model.ts'
import type { Json } from '../../src/domain/json.ts'

type Fields = { readonly [key: string]: Json }

const CASE: Fields = {
  platformCaseId: 'ETZF-350503-2026-000101',
  caseNo: '闽丰公刑案〔2026〕00101号',
  caseName: '林志远等危险驾驶案',
  acceptedOn: '2026-03-10T08:30:00+08:00',
  filedOn: '2026-03-10',
  source: 'discovery',
  caseCategory: 'X001',
  jointCrime: true,
  juvenileInvolved: false,
  sealed: false,
  secrecy: 'none',
  officers: [
    { officerId: '350503001', name: '陈国安', role: '主办' },
    { officerId: '350503002', name: '黄晓峰', role: '协办' },
  ],
  occurredFrom: '2026-03-10T07:20:00+08:00',
  occurredTo: '2026-03-10T07:42:30+08:00',
  occurredPlace: { division: '350503', text: '泉州市丰泽区海棠路与观澜街交叉路口' },
  factSummary: '被告人饮酒后驾驶重型货车，血液中乙醇含量为132mg/100ml。\n<b>“另”</b>：与刘某某同行 & 被查获。',
  lossAmount: '30000.50',
  victims: [
    { name: '张某', pseudonym: true, sex: '2', birthDate: '1990-02-03', relation: '无', loss: '1200', settled: true, forgiven: false },
  ],
  property: [
    { item: '货车', quantity: 1, unit: '辆', value: '180000.00', status: 'seized', keeper: '丰泽交警', listRef: '扣〔2026〕7号' },
    { item: '手机', quantity: 2.5, status: 'returned' },
  ],
  fastTrackSuggested: true,
  procedure: 'fastTrack',
  track48: { openedAt: '2026-03-10T08:30:00+08:00', state: 'open' },
  transferredOn: '2026-03-10',
  reviewDecision: 'indict',
  returnCount: 0,
  indictedOn: '2026-03-11',
  courtLevel: 'first',
  bench: {
    kind: 'single',
    judges: [{ officerId: 'F01', name: '蔡明辉', role: '审判员' }],
    clerk: { officerId: 'F02', name: '许婷', role: '书记员' },
  },
  hearingOn: ['2026-03-11T15:30:00+08:00', '2026-03-12T09:00:00+08:00'],
  announcedOn: '2026-03-11T15:50:00+08:00',
  announcedHow: 'inCourt',
  effectiveOn: '2026-03-24',
}

const PERSON: Fields = {
  personSeq: 1,
  name: '林志远',
  aliases: ['阿远', '林远'],
  nameBasis: 'verified',
  sex: '1',
  birthDate: '1988-06-14',
  idType: '111',
  idNo: '350503198806149916',
  ethnic: '01',
  nationality: 'CHN',
  education: '61',
  politicalStatus: '13',
  occupation: '货车驾驶员',
  employer: '东海物流园',
  duty: '司机',
  specialIdentity: ['deputy', 'civilServant'],
  birthplace: { division: '350503', text: '福建省泉州市丰泽区' },
  household: { division: '350503', text: '福建省泉州市丰泽区观澜街道海棠路18号' },
  residence: { division: '350503', text: '福建省泉州市丰泽区观澜街道海棠路18号2幢301室' },
  phone: '13900000101',
  disability: 'none',
  mentalCapacity: 'full',
  ageAtAct: 37,
  priorRecord: [
    { on: '2019-05-06', organ: '丰泽区人民法院', kind: 'criminal', charge: '危险驾驶罪', sentence: '拘役一个月', releasedOn: '2019-06-05' },
  ],
  recidivist: false,
  role: 'principal',
  charges: [
    { chargeCode: 'X001', article: '133-1', count: 1 },
    { chargeCode: 'X003', article: '133', count: 2 },
  ],
  surrender: { value: false },
  confession: { value: true, since: 'police', at: '2026-03-10T09:40:00+08:00', note: '如实供述' },
  merit: { value: false },
  pleaLeniency: { value: true, since: 'police', at: '2026-03-10T09:20:00+08:00' },
  fastTrackConsent: { value: true, at: '2026-03-10T09:25:00+08:00' },
  undertaking: {
    signedOn: '2026-03-11T09:30:00+08:00',
    lawyerName: '庄文彬',
    lawyerKind: 'duty',
    documentId: '0192f0c4-0000-7000-8000-000000000001',
  },
  sentenceSuggestion: { principal: { type: 'P2', months: 1 }, suspensionMonths: 2, additional: [{ type: 'A1', amount: '2000' }] },
  defenders: [{ name: '庄文彬', firm: '福建观海律师事务所', licence: '13505202610000101', kind: 'duty', from: '2026-03-10' }],
  settlement: { settled: true, forgiven: true, paid: '5000', on: '2026-03-10' },
  assessment: { organ: '丰泽区司法局', askedOn: '2026-03-11', opinion: 'suitable' },
  measures: [
    {
      code: '06',
      decidedBy: '350503-GA',
      docNo: '丰公拘字〔2026〕1号',
      from: '2026-03-10T10:00:00+08:00',
      to: '2026-03-10T18:00:00+08:00',
      place: '丰泽看守所',
    },
    { code: '02', decidedBy: '350503-GA', from: '2026-03-10T18:00:00+08:00', reason: '可能判处拘役' },
  ],
  custody: {
    centreCode: '350500-KSS',
    admittedOn: '2026-03-10T11:00:00+08:00',
    admissionNo: 'K20260310',
    holder: '350503-GA',
    dueAt: '2026-03-13T10:00:00+08:00',
  },
  arrestReview: { requestedOn: '2026-03-10', decidedOn: '2026-03-11', result: 'rejectedNoNeed', reason: '情节轻微' },
  decision: '移送审查起诉',
  sentence: {
    principal: { type: 'P2', months: 1, days: 15 },
    suspensionMonths: 2,
    additional: [
      { type: 'A1', amount: '2000' },
      { type: 'A2', months: 6 },
    ],
    from: '2026-03-24',
    to: '2026-05-23',
    creditDays: 1,
  },
  appeal: { filedOn: '2026-03-20', by: 'defendant', result: 'withdrawn' },
  execution: { place: '丰泽区司法局', deliveredOn: '2026-03-25', receiptOn: '2026-03-26' },
  correction: { organ: '观澜司法所', division: '350503', reportBy: '2026-04-03', reportedOn: '2026-03-30', endOn: '2026-05-23' },
}

const OTHER: Fields = {
  personSeq: 2,
  name: "O'Brien 𬱖",
  nameBasis: 'selfStated',
  sex: '2',
  idType: '414',
  idNo: 'P1234567',
  nationality: 'GBR',
  specialIdentity: ['foreigner'],
  priorRecord: [],
  charges: [{ chargeCode: 'X067', article: '310' }],
  role: 'accessory',
  measures: [],
}

const only = (stage: CardStage, scope: 'case' | 'person', fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([key]) => hasPlace(stage, key) && CARD_FIELDS.some(one => one.scope === scope && one.key === key && one.on[stage]),
    ),
  )

/** The police system keeps officers by its own accounts, so its map has none. */
const hasPlace = (stage: CardStage, key: string): boolean => !(stage === 'police' && key === 'officers')

/** A confirmed card with every field that the card of this stage has, two persons, and signs that forms find hard. */
export function aCard(stage: CardStage, changes: Fields = {}, number = 101): CardSnapshot {
  const platformCaseId = `ETZF-350503-2026-${String(number).padStart(6, '0')}`
  return {
    cardId: '0192f0c4-0000-7000-8000-0000000000aa',
    cardVersion: 1,
    platformCaseId,
    stage,
    agencyCode: '350503-GA',
    card: {
      ...only(stage, 'case', { ...CASE, platformCaseId }),
      persons: [only(stage, 'person', PERSON), only(stage, 'person', OTHER)],
      ...changes,
    },
  }
}

/** Fields of a card by pointer, as a record gives them. */
export function fieldsOf({ persons, ...rest }: CardSnapshot['card']): Fields {
  const ofPersons = (Array.isArray(persons) ? persons : []).flatMap((person: Json, at) =>
    typeof person === 'object' && person !== null
      ? Object.entries(person).map(([key, value]: [string, Json]) => [`/persons/${at}/${key}`, value] as const)
      : [],
  )
  return said([...Object.entries(rest).map(([key, value]) => [`/${key}`, value] as const), ...ofPersons])
}

/** What is filled: an empty list says as much as none. */
export const said = (all: Iterable<readonly [string, Json]>): Fields =>
  Object.fromEntries([...all].filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)))
