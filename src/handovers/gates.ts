import { isFastTrack } from '../cases/conditions.ts'
import { isInCustody } from '../cases/measures.ts'
import type { CaseFacts, CasePerson } from '../cases/model.ts'
import { type Bilingual, DOCUMENT_TYPES, type DocumentType } from '../domain/codes.ts'
import { toShanghai } from '../domain/legal-date.ts'
import { isClosed } from '../domain/stages.ts'
import { conditionApplies } from './gate-conditions.ts'
import { jurisdictionCheck } from './jurisdiction.ts'
import { LEGS, type Leg } from './legs.ts'
import type { GateCard, GateCheck, GateDocument, GateItem, GatePlace, GateResult } from './model.ts'

/**
 * Runs the gates of a leg: the papers of procedure.md §3 and dossier.md §4, and the formal checks of SPP 157 and SPC 218. A fast-track
 * case passes the additional gate as well. A leg of single persons asks for their papers alone.
 */
export function runGate(leg: Leg, given: CaseFacts, documents: readonly GateDocument[], place: GatePlace): GateResult {
  const { gate, fastTrackGate } = LEGS[leg]
  const { persons } = place
  const facts = { ...given, persons: personsOn(given.persons, persons) }
  const gates = [gate, isFastTrack(given) ? fastTrackGate : null].filter(one => one !== null)
  const items = gates.flatMap(one => itemsOf(one, facts, documents))
  const checks = checksOf(leg, facts, documents, place)
  return { leg, gates, items, checks, passed: items.every(({ status }) => status !== 'missing') && checks.every(({ ok }) => ok) }
}

/** Whom the way is about: those who are named, else all whose proceedings go on, and once they are over for everybody, all. */
function personsOn(all: readonly CasePerson[], named: readonly string[] | null): readonly CasePerson[] {
  if (named !== null) return all.filter(({ id }) => named.includes(id))
  const open = all.filter(({ stage }) => !isClosed(stage))
  return open.length > 0 ? open : all
}

/** The formal checks, in the order of procedure.md §3; what a leg does not ask is left out. */
function checksOf(leg: Leg, facts: CaseFacts, documents: readonly GateDocument[], place: GatePlace): GateCheck[] {
  const { gate } = LEGS[leg]
  const isForward = gate !== null && FORWARD.has(gate)
  return [
    jurisdictionCheck(leg, facts, place),
    personsCheck(leg, facts, place),
    ...(leg === 'supplementaryReturn' && facts.persons.length > 1 ? [WHOLE_FILE] : []),
    ...(isForward ? [measureCheck(facts), custodyPlaceCheck(facts)] : []),
    filesCheck(documents),
    ...(isForward || gate === 'G5' || gate === 'G6' ? [inTimeCheck(facts, place.now)] : []),
    ...(isForward ? [propertyCheck(facts, documents)] : []),
    ...(isForward && gate !== 'G1' ? [counselCheck(facts, documents)] : []),
    ...pleaCheck(leg, facts),
    ...(isForward && gate !== 'G1' && place.card !== null ? [cardCheck(place.card)] : []),
  ]
}

/** The gates on the way to a court, where measure, time, property and counsel are looked at. */
const FORWARD = new Set(['G1', 'G2', 'G3', 'G6'])

function itemsOf(gate: string, facts: CaseFacts, documents: readonly GateDocument[]): GateItem[] {
  return [...DOCUMENT_TYPES.values()].flatMap(type => {
    const rule = type.gates.find(one => one.gate === gate)
    if (rule === undefined) return []
    const targets: readonly (CasePerson | null)[] = type.scope === 'person' ? facts.persons : [null]
    return targets.map(person => itemOf({ gate, type, level: rule.level, condition: rule.condition ?? null, facts, person, documents }))
  })
}

type ItemInput = {
  readonly gate: string
  readonly type: DocumentType
  readonly level: 'required' | 'conditional'
  readonly condition: string | null
  readonly facts: CaseFacts
  readonly person: CasePerson | null
  readonly documents: readonly GateDocument[]
}

function itemOf({ gate, type, level, condition, facts, person, documents }: ItemInput): GateItem {
  const onlyPerson = facts.persons.length === 1
  const found = documents.filter(
    ({ code, casePersonId }) =>
      code === type.code && (person === null || casePersonId === person.id || (casePersonId === null && onlyPerson)),
  )
  const base = {
    code: type.code,
    zh: type.nameZh,
    en: type.nameEn,
    gate,
    casePersonId: person?.id ?? null,
    level,
    documentIds: found.map(({ id }) => id),
  }
  if (found.length > 0) return { ...base, status: 'present', reason: null }
  const applies = condition === null ? ({ applies: true } as const) : conditionApplies(condition, { facts, person, type })
  return applies.applies ? { ...base, status: 'missing', reason: null } : { ...base, status: 'notApplicable', reason: applies.reason }
}

/** A file does not go to the next agency with somebody whom that agency sent back as at large; for the others it may. SPP 158(3). */
function personsCheck(leg: Leg, facts: CaseFacts, { atLarge }: GatePlace): GateCheck {
  const { gate } = LEGS[leg]
  const away = gate !== null && WITH_ACCUSED.has(gate) ? facts.persons.filter(({ id }) => atLarge.includes(id)).length : 0
  return {
    code: 'persons-present',
    zh: '犯罪嫌疑人在案',
    en: 'Every suspect is present',
    // Before filing there is nobody to be present yet (MPS 175).
    ok: away === 0 && (facts.persons.length > 0 || leg === 'filingJurisdiction'),
    basis: '规则 第158条；法释〔2021〕1号 第219条',
    detail:
      away > 0
        ? {
            zh: `${away} 人被以不在案退回，尚未到案：先分案或者另案处理，其他人员可以移送`,
            en: `${away} sent back as at large and not met with since: split off or handle separately, then the others go`,
          }
        : null,
  }
}

/** A contradiction on the card stops the case; what is missing does where the agency says so. case-card §3 */
function cardCheck({ missing, disputed, required }: GateCard): GateCheck {
  const named = (list: readonly Bilingual[], lang: 'zh' | 'en'): string => list.map(one => one[lang]).join(lang === 'zh' ? '、' : ', ')
  const said = [
    ...(disputed.length > 0 ? [{ zh: `有冲突：${named(disputed, 'zh')}`, en: `in dispute: ${named(disputed, 'en')}` }] : []),
    ...(missing.length > 0 ? [{ zh: `必填项未填：${named(missing, 'zh')}`, en: `not filled: ${named(missing, 'en')}` }] : []),
  ]
  return {
    code: 'card-complete',
    zh: '案卡完整、无冲突',
    en: 'The case card is complete and without contradiction',
    basis: '案卡填录要求',
    ok: disputed.length === 0 && (missing.length === 0 || !required),
    detail: said.length === 0 ? null : { zh: said.map(({ zh }) => zh).join('；'), en: said.map(({ en }) => en).join('; ') },
  }
}

/** Where everybody who is accused has to be there. */
const WITH_ACCUSED = new Set(['G2', 'G3', 'G6'])

/** A return for supplement is of the whole file; whoever is to go ahead is split off before. */
const WHOLE_FILE: GateCheck = {
  code: 'whole-file',
  zh: '退回补充侦查为全案退回',
  en: 'The return is of the whole file',
  basis: '刑事诉讼法 第175条；规则 第342、346条',
  ok: true,
  detail: { zh: '部分人员需要继续审查起诉的，先分案', en: 'To let some of them go ahead, split them off first' },
}

const measureCheck = (facts: CaseFacts): GateCheck => ({
  code: 'measure-stated',
  zh: '强制措施及起始时间已载明',
  en: 'Measure and its start are stated',
  basis: '规则 第157条；法释〔2021〕1号 第218条',
  ok: facts.persons.every(({ measure }) => measure !== null),
  detail: null,
})

function filesCheck(documents: readonly GateDocument[]): GateCheck {
  const unsorted = documents.filter(({ code }) => code === null).length
  const undigested = documents.filter(({ hasBothDigests }) => !hasBothDigests).length
  return {
    code: 'catalogue-complete',
    zh: '目录、页数、摘要与文件一致',
    en: 'Catalogue, page counts and digests match the files',
    basis: '规则 第157条',
    ok: unsorted === 0 && undigested === 0,
    detail:
      unsorted > 0
        ? { zh: `${unsorted} 份材料未归类`, en: `${unsorted} files not sorted` }
        : undigested > 0
          ? { zh: `${undigested} 份材料正在计算摘要`, en: `${undigested} digests being computed` }
          : null,
  }
}

/** Somebody in custody is somewhere: the admission to a centre is on record. */
function custodyPlaceCheck(facts: CaseFacts): GateCheck {
  const admitted = (id: string): boolean =>
    facts.events.some(({ names, persons }) => names.includes('admittedToDetentionCentre') && persons.includes(id))
  const nowhere = facts.persons.filter(person => isInCustody(person) && !admitted(person.id)).length
  return {
    code: 'custody-place',
    zh: '羁押场所已载明',
    en: 'Place of custody is stated',
    basis: '规则 第157条；刑事诉讼法 第85条',
    ok: nowhere === 0,
    detail: nowhere > 0 ? { zh: `${nowhere} 人未登记入所`, en: `${nowhere} persons not admitted on record` } : null,
  }
}

const SEIZURE_LISTS = ['GA51', 'GA52']

/** What was seized is listed: decision and list are there once a seizure is declared, and never without one. */
function propertyCheck(facts: CaseFacts, documents: readonly GateDocument[]): GateCheck {
  const declared = facts.circumstances.includes('seized')
  const there = SEIZURE_LISTS.filter(code => documents.some(document => document.code === code))
  return {
    code: 'property-list',
    zh: '涉案财物与清单一致',
    en: 'Seized property matches its list',
    basis: '规则 第157条；法释〔2021〕1号 第218条',
    ok: declared ? there.length === SEIZURE_LISTS.length : there.length === 0,
    detail: declared
      ? null
      : there.length > 0
        ? { zh: `有${there.join('、')}，未申明扣押`, en: `${there.join(', ')} without a declared seizure` }
        : null,
  }
}

/** Papers that say who defends, or that the person was told of the duty lawyer. */
const COUNSEL_PAPERS = new Set(['GA34', 'GA35', 'GA36', 'GA37', 'JC12', 'JC14', 'SF01', 'SF02'])

function counselCheck(facts: CaseFacts, documents: readonly GateDocument[]): GateCheck {
  const told = ({ id, counsel }: CasePerson): boolean =>
    counsel !== null ||
    documents.some(({ code, casePersonId }) => code !== null && COUNSEL_PAPERS.has(code) && (casePersonId === id || casePersonId === null))
  return {
    code: 'counsel-stated',
    zh: '辩护、法律援助情况已载明',
    en: 'Counsel or legal aid is stated',
    basis: '规则 第157条；刑事诉讼法 第36条',
    ok: facts.persons.every(told),
    detail: null,
  }
}

/** Periods that bind the sender and give custody or review its title. */
const SENDER_PERIODS = new Set(['INV_CUSTODY', 'DET_ARREST_REQUEST', 'SUPP_INVEST', 'PROC_REVIEW', 'PROC_REVIEW_FAST'])

function inTimeCheck(facts: CaseFacts, now: Date): GateCheck {
  const concerns = (id: string | null): boolean => id === null || facts.persons.some(person => person.id === id)
  const late = facts.periods.find(
    ({ code, casePersonId, endedAt, dueAt }) => SENDER_PERIODS.has(code) && concerns(casePersonId) && endedAt === null && dueAt < now,
  )
  return {
    code: 'in-time',
    zh: '在法定期限内移送',
    en: 'Sent inside the legal period',
    basis: '规则 第157条第5项',
    ok: late === undefined,
    detail: late ? { zh: `${late.code} 已于 ${toShanghai(late.dueAt)} 届满`, en: `${late.code} ended at ${toShanghai(late.dueAt)}` } : null,
  }
}

function pleaCheck(leg: Leg, facts: CaseFacts): GateCheck[] {
  if (leg !== 'indictment' || !isFastTrack(facts)) return []
  const ok = facts.persons.every(
    ({ pleads, fastTrackConsent, counsel }) => pleads === true && fastTrackConsent === true && counsel !== null,
  )
  return [
    {
      code: 'plea-recorded',
      zh: '认罪认罚、同意速裁、律师在场均已登记',
      en: 'Plea, consent and lawyer are recorded',
      basis: '刑事诉讼法 第174、222条',
      ok,
      detail: null,
    },
  ]
}
