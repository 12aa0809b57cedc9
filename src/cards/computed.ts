import { ageOn } from '../cases/age.ts'
import type { Sentence } from '../cases/model.ts'
import { agencyOf, CRIMES } from '../domain/codes.ts'
import { readIdNumber } from '../domain/id-number.ts'
import type { Json } from '../domain/json.ts'
import { dayOf, type LegalDate, toShanghai } from '../domain/legal-date.ts'
import { type Candidate, type CardStage, pathOf, type ValueSource } from './model.ts'

export type CardEvent = {
  readonly act: string
  readonly occurredAt: Date
  readonly casePersonId: string | null
  readonly byAgency: string
  readonly data: Readonly<Record<string, unknown>>
}

export type CardPerson = {
  readonly id: string
  readonly seq: number
  readonly name: string
  readonly sex: string
  readonly birthDate: LegalDate | null
  readonly idType: string
  readonly idNo: string | null
  readonly nameBasis: string
  readonly ethnic: string | null
  readonly education: string | null
  readonly residence: string | null
  readonly phone: string | null
  readonly occupation: string | null
  readonly pleads: boolean | null
  readonly fastTrackConsent: boolean | null
  readonly sentence: Sentence | null
}

export type CardCustody = {
  readonly casePersonId: string
  readonly centre: string
  readonly admittedAt: Date
  readonly admissionNo: string
  readonly holder: string
  readonly dueAt: Date
}

/** What the platform knows of a case, for the card of one agency; no more than a card may say. */
export type CardFacts = {
  readonly platformNo: string
  readonly name: string
  readonly chargeCode: string
  readonly source: string
  readonly openedAt: Date
  readonly occurredFrom: Date | null
  readonly occurredPlace: string | null
  readonly factSummary: string | null
  readonly circumstances: readonly string[]
  readonly procedure: string | null
  readonly track48: { readonly openedAt: Date; readonly state: string } | null
  readonly persons: readonly CardPerson[]
  readonly events: readonly CardEvent[]
  readonly ownNo: string | null
  readonly officers: readonly { readonly login: string; readonly name: string; readonly role: string; readonly post: string }[]
  readonly custody: readonly CardCustody[]
}

type Found = Readonly<Record<string, Json | undefined>>

const WORKED_OUT: ValueSource = { kind: 'computed', engine: 'events', confidence: 1 }
/** What nearly every case has; somebody says so where it is otherwise. */
const USUAL: ValueSource = { kind: 'computed', engine: 'usual', confidence: 1 }
const AT_INTAKE: ValueSource = { kind: 'entered', engine: 'intake', confidence: 1 }

/**
 * What the case itself says of the fields of a card (案卡): its numbers and events, and what was entered when it was opened. Articles
 * and days follow from the events, so they change with them.
 */
export function workedOut(facts: CardFacts, stage: CardStage): Candidate[] {
  const ofCase = named(caseFields(facts, stage), null, WORKED_OUT)
  const usual = stage === 'police' ? named({ secrecy: 'none' }, null, USUAL) : []
  const entered = stage === 'police' ? named(intakeFields(facts), null, AT_INTAKE) : []
  return [
    ...ofCase,
    ...usual,
    ...entered,
    ...facts.persons.flatMap(person => [
      ...named(personFields(facts, person, stage), person.id, WORKED_OUT),
      ...(stage === 'police' ? named(joinedFields(facts, person), person.id, AT_INTAKE) : []),
    ]),
  ]
}

const named = (found: Found, casePersonId: string | null, source: ValueSource): Candidate[] =>
  Object.entries(found).flatMap(([key, value]) =>
    value === undefined || value === null ? [] : [{ path: pathOf(key, casePersonId), value, source }],
  )

const last = ({ events }: CardFacts, ...acts: string[]): CardEvent | undefined => events.findLast(({ act }) => acts.includes(act))
const first = ({ events }: CardFacts, ...acts: string[]): CardEvent | undefined => events.find(({ act }) => acts.includes(act))
const on = (event: CardEvent | undefined): string | undefined => (event ? dayOf(event.occurredAt) : undefined)
const at = (event: CardEvent | undefined): string | undefined => (event ? toShanghai(event.occurredAt) : undefined)
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

const ACCEPTED: Readonly<Record<CardStage, string>> = { police: 'intake', procuratorate: 'acceptForProsecution', court: 'acceptIndictment' }

function caseFields(facts: CardFacts, stage: CardStage): Found {
  const reached = (wanted: CardStage): boolean => STAGE_ORDER.indexOf(stage) >= STAGE_ORDER.indexOf(wanted)
  const announced = last(facts, 'announceJudgment', 'announceJudgmentOnDate')
  return {
    platformCaseId: facts.platformNo,
    caseNo: facts.ownNo ?? undefined,
    caseName: stage === 'court' ? courtName(facts) : facts.name,
    acceptedOn: at(first(facts, ACCEPTED[stage])),
    filedOn: on(last(facts, 'file', 'fileLate')),
    jointCrime: facts.persons.length > 1,
    juvenileInvolved: facts.persons.some(person => (ageAtAct(facts, person) ?? 18) < 18),
    sealed: stage === 'police' ? undefined : false,
    officers:
      facts.officers.length > 0 ? facts.officers.map(({ login, name, post }) => ({ officerId: login, name, role: post })) : undefined,
    fastTrackSuggested: facts.circumstances.includes('policeSuggestFastTrack') || undefined,
    track48: facts.track48 ? { openedAt: toShanghai(facts.track48.openedAt), state: facts.track48.state } : undefined,
    transferredOn: on(last(facts, 'sendForProsecution')),
    ...(reached('procuratorate')
      ? {
          returnCount: Math.min(facts.events.filter(({ act }) => act === 'acceptSupplementaryReturn').length, 2),
          indictedOn: on(last(facts, 'sendIndictment')),
          reviewDecision: reviewDecision(facts),
          procedure: facts.procedure ?? text(last(facts, 'sendIndictment')?.data.procedure),
        }
      : {}),
    ...(stage === 'court'
      ? {
          courtLevel: courtLevel(facts.ownNo),
          bench: benchOf(facts),
          hearingOn: hearings(facts),
          announcedOn: at(announced),
          announcedHow: announced ? (announced.act === 'announceJudgment' ? 'inCourt' : 'fixedDate') : undefined,
        }
      : {}),
    effectiveOn: reached('procuratorate') ? on(last(facts, 'takeEffect')) : undefined,
  }
}

const STAGE_ORDER: readonly CardStage[] = ['police', 'procuratorate', 'court']

/** What an officer typed to open the case: his own words, on his own card. */
function intakeFields({ source, chargeCode, occurredFrom, occurredPlace, factSummary }: CardFacts): Found {
  return {
    source,
    caseCategory: chargeCode,
    occurredFrom: occurredFrom ? toShanghai(occurredFrom) : undefined,
    occurredPlace: occurredPlace ? { text: occurredPlace } : undefined,
    factSummary: factSummary ?? undefined,
  }
}

/** Indicted persons only, by the first charge: 张三等三人盗窃案. */
function courtName({ persons, chargeCode, name }: CardFacts): string {
  const charge = CRIMES.get(chargeCode)?.zh.replace(/罪$/, '')
  const [leading] = persons
  if (leading === undefined || charge === undefined) return name
  return `${leading.name}${persons.length > 1 ? `等${persons.length}人` : ''}${charge}案`
}

const NON_PROSECUTION: Readonly<Record<string, string>> = {
  statutory: 'nonProsecute177_1',
  discretionary: 'nonProsecute177_2',
  doubt: 'nonProsecute175_4',
  special: 'nonProsecute182',
}

function reviewDecision(facts: CardFacts): string | undefined {
  const decided = last(facts, 'sendIndictment', 'decideNonProsecution', 'decideConditionalNonProsecution', 'sendSupplementaryReturn')
  if (decided === undefined) return undefined
  if (decided.act === 'sendIndictment') return 'indict'
  if (decided.act === 'decideConditionalNonProsecution') return 'conditional'
  return decided.act === 'sendSupplementaryReturn' ? 'returned' : NON_PROSECUTION[text(decided.data.ground) ?? '']
}

const courtLevel = (no: string | null): string => (no?.includes('终') ? 'second' : no?.includes('再') ? 'retrial' : 'first')

/** A fast-track case is tried by one judge. CPL 222 */
function benchOf({ procedure, officers }: CardFacts): Json | undefined {
  const sitting = officers.filter(({ role }) => role === 'CJ').map(({ login, name }) => ({ officerId: login, name }))
  const clerk = officers.find(({ role }) => role === 'CC')
  if (sitting.length === 0) return undefined
  return {
    ...(procedure === 'fastTrack' ? { kind: 'single' } : {}),
    judges: sitting,
    ...(clerk ? { clerk: { officerId: clerk.login, name: clerk.name } } : {}),
  }
}

function hearings(facts: CardFacts): Json | undefined {
  const found = facts.events.flatMap(({ act, data }) => (act === 'scheduleHearing' ? (text(data.hearingAt) ?? []) : []))
  return found.length > 0 ? found.map(one => toShanghai(new Date(one))) : undefined
}

function ageAtAct({ occurredFrom, openedAt }: CardFacts, { birthDate }: CardPerson): number | undefined {
  return birthDate === null ? undefined : ageOn(birthDate, dayOf(occurredFrom ?? openedAt))
}

/** What was entered about somebody when he was joined to the case. */
function joinedFields({ chargeCode }: CardFacts, person: CardPerson): Found {
  const crime = CRIMES.get(chargeCode)
  return {
    name: person.name,
    nameBasis: person.nameBasis,
    sex: person.sex,
    birthDate: person.birthDate ?? undefined,
    idType: person.idType,
    idNo: person.idNo ?? undefined,
    ethnic: person.ethnic ?? undefined,
    education: person.education ?? undefined,
    occupation: person.occupation ?? undefined,
    residence: person.residence ? { text: person.residence } : undefined,
    phone: person.phone ?? undefined,
    charges: crime ? [{ chargeCode, article: crime.article, count: 1 }] : undefined,
  }
}

function personFields(facts: CardFacts, person: CardPerson, stage: CardStage): Found {
  const read = person.idType === '111' && person.idNo ? readIdNumber(person.idNo) : null
  const held = facts.custody.find(({ casePersonId }) => casePersonId === person.id)
  return {
    personSeq: person.seq,
    ...(read === null ? {} : { sex: read.sex, birthDate: read.birthDate, nationality: 'CHN' }),
    ageAtAct: ageAtAct(facts, person),
    pleaLeniency: person.pleads === null ? undefined : { value: person.pleads },
    fastTrackConsent: person.fastTrackConsent === null ? undefined : { value: person.fastTrackConsent },
    measures: measuresOf(facts, person.id),
    custody: held
      ? {
          centreCode: held.centre,
          admittedOn: toShanghai(held.admittedAt),
          admissionNo: held.admissionNo,
          holder: held.holder,
          dueAt: toShanghai(held.dueAt),
        }
      : undefined,
    arrestReview: stage === 'police' ? undefined : arrestReview(facts, person.id),
    decision: decisionOf(facts, person, stage),
    sentence: stage === 'police' ? undefined : sentenceOf(person.sentence),
    appeal: stage === 'police' ? undefined : appealOf(facts, person.id),
  }
}

const isOf = ({ casePersonId }: CardEvent, id: string): boolean => casePersonId === id || casePersonId === null

const MEASURE: Readonly<Record<string, string>> = { compelAppearance: '01', detain: '06', executeArrest: '07' }
const LIFTS = new Set(['liftMeasure', 'release', 'endCompelledAppearance'])

/** All measures in their order, each till the next one or till it was lifted: nothing is ever taken away. */
function measuresOf({ events }: CardFacts, id: string): Json | undefined {
  const found: { code: string; decidedBy: string; docNo?: string; from: string; to?: string }[] = []
  for (const event of events.filter(one => isOf(one, id))) {
    const code = event.act === 'bail' || event.act === 'superviseResidence' ? text(event.data.measure) : MEASURE[event.act]
    const open = found.at(-1)
    const now = toShanghai(event.occurredAt)
    if ((code !== undefined || LIFTS.has(event.act)) && open !== undefined && open.to === undefined) open.to = now
    const docNo = text(event.data.docNo)
    if (code !== undefined) found.push({ code, decidedBy: agencyOf(event.byAgency).zh, ...(docNo ? { docNo } : {}), from: now })
  }
  return found.length > 0 ? found : undefined
}

const REJECTED: Readonly<Record<string, string>> = {
  noCrime: 'rejectedNoCrime',
  insufficient: 'rejectedEvidence',
  noNeed: 'rejectedNoNeed',
}

function arrestReview({ events }: CardFacts, id: string): Json | undefined {
  const asked = events.findLast(one => one.act === 'acceptArrestRequest' && isOf(one, id))
  const decided = events.findLast(one => (one.act === 'approveArrest' || one.act === 'rejectArrest') && isOf(one, id))
  const result = decided?.act === 'approveArrest' ? 'approved' : REJECTED[text(decided?.data.ground) ?? '']
  const review = { requestedOn: on(asked), decidedOn: on(decided), result }
  const known = Object.fromEntries(Object.entries(review).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))
  return Object.keys(known).length > 0 ? known : undefined
}

const NO_PENALTY: Readonly<Record<string, string>> = { P0: 'none', S2: 'exempt', N0: 'acquitted' }

/** A decided sentence as the card has it: months of the term, of the suspension, and the fine as an additional penalty. */
export function sentenceOf(sentence: Sentence | null): Json | undefined {
  if (sentence === null) return undefined
  const { principal, principalMonths, suspensionMonths, fineYuan } = sentence
  return {
    principal: { type: NO_PENALTY[principal] ?? principal, ...(principalMonths > 0 ? { months: principalMonths } : {}) },
    ...(suspensionMonths > 0 ? { suspensionMonths } : {}),
    ...(fineYuan > 0 ? { additional: [{ type: 'A1', amount: String(fineYuan) }] } : {}),
  }
}

function appealOf({ events }: CardFacts, id: string): Json | undefined {
  const appeals = events.filter(one => (one.act === 'fileAppeal' || one.act === 'fileProtest') && isOf(one, id))
  const [filed] = appeals
  if (filed === undefined) return undefined
  const isBoth = new Set(appeals.map(({ act }) => act)).size > 1
  const ended = events.some(({ act }) => act === 'withdrawAppeal')
  const by = isBoth ? 'both' : filed.act === 'fileAppeal' ? 'defendant' : 'procuratorate'
  return { filedOn: dayOf(filed.occurredAt), by, result: ended ? 'withdrawn' : 'pending' }
}

function decisionOf(facts: CardFacts, person: CardPerson, stage: CardStage): string | undefined {
  if (stage === 'police') return last(facts, 'sendForProsecution') ? '移送审查起诉' : last(facts, 'withdrawCase') ? '撤销案件' : undefined
  if (stage === 'court') return person.sentence === null ? undefined : person.sentence.principal === 'N0' ? '宣告无罪' : '判决有罪'
  const decision = reviewDecision(facts)
  return decision === undefined ? undefined : DECIDED[decision]
}

const DECIDED: Readonly<Record<string, string>> = {
  indict: '提起公诉',
  nonProsecute177_1: '不起诉（第177条第1款）',
  nonProsecute177_2: '不起诉（第177条第2款）',
  nonProsecute175_4: '不起诉（第175条第4款）',
  nonProsecute182: '不起诉（第182条）',
  conditional: '附条件不起诉',
  returned: '退回补充侦查',
}
