import { isFastTrack } from '../cases/conditions.ts'
import type { CaseFacts, CasePerson } from '../cases/model.ts'
import { DOCUMENT_TYPES, type DocumentType } from '../domain/codes.ts'
import { toShanghai } from '../domain/legal-date.ts'
import { conditionApplies } from './gate-conditions.ts'
import { type GateCheck, type GateDocument, type GateItem, type GateResult, LEGS, type Leg } from './model.ts'

/**
 * Runs the gates of a leg: the papers of procedure.md §3 and dossier.md §4, and the formal checks of SPP 157 and SPC 218. A fast-track
 * case passes the additional gate as well.
 */
export function runGate(leg: Leg, facts: CaseFacts, documents: readonly GateDocument[], now: Date): GateResult {
  const { gate, fastTrackGate } = LEGS[leg]
  const gates = fastTrackGate !== null && isFastTrack(facts) ? [gate, fastTrackGate] : [gate]
  const items = gates.flatMap(one => itemsOf(one, facts, documents))
  const checks = [personsCheck(facts), measureCheck(facts), filesCheck(documents), inTimeCheck(facts, now), ...pleaCheck(leg, facts)]
  return { leg, gates, items, checks, passed: items.every(({ status }) => status !== 'missing') && checks.every(({ ok }) => ok) }
}

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

const personsCheck = (facts: CaseFacts): GateCheck => ({
  code: 'persons-present',
  zh: '犯罪嫌疑人在案',
  en: 'Every suspect is present',
  ok: facts.persons.length > 0,
  basis: '规则 第158条；法释〔2021〕1号 第219条',
  detail: null,
})

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

/** Periods that bind the sender and give custody or review its title. */
const SENDER_PERIODS = new Set(['INV_CUSTODY', 'DET_ARREST_REQUEST', 'SUPP_INVEST', 'PROC_REVIEW', 'PROC_REVIEW_FAST'])

function inTimeCheck(facts: CaseFacts, now: Date): GateCheck {
  const late = facts.periods.find(({ code, endedAt, dueAt }) => SENDER_PERIODS.has(code) && endedAt === null && dueAt < now)
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
