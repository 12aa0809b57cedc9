import { type CaseRelation, can } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { type DeadlineCommand, decideDeadline } from '../cases/deadline-rules.ts'
import type { CaseFacts, CasePeriod } from '../cases/model.ts'
import type { Bilingual } from '../domain/codes.ts'
import type { Refusal } from '../domain/problem.ts'
import { problemText } from '../domain/problem-codes.ts'
import { basisInChinese } from '../periods/basis.ts'
import { extensionName } from '../periods/extension.ts'
import type { Extension } from '../periods/model.ts'
import { restartsOf, suspensionsOf } from '../periods/reasons.ts'
import type { Calendar } from '../periods/rules.ts'
import { PERIODS, periodRule } from '../periods/table.ts'

/** A change of a running period that this person may ask for; one the law does not allow now says why. */
export type DeadlineOption = Bilingual & {
  readonly type: DeadlineCommand['type']
  readonly periodCode: string
  readonly casePersonId: string | null
  readonly code: string
  readonly minLength: number | null
  readonly maxLength: number | null
  readonly unit: string | null
  readonly basis: string
  readonly basisZh: string
  /** Who grants it and on what condition, for an extension. */
  readonly grantedBy: Bilingual | null
  readonly condition: Bilingual | null
  /** Until when the extension must be asked for, where the law sets a date. */
  readonly askBy: { readonly code: string; readonly zh: string; readonly en: string; readonly days: number } | null
  readonly blocked: (Bilingual & { readonly code: string; readonly basis: string | null }) | null
}

type Input = {
  readonly actor: Actor
  readonly relation: CaseRelation
  readonly facts: CaseFacts
  readonly now: Date
  readonly calendar: Calendar
}

/** The changes of one period that the actor may ask for. Empty for who may not work on the case or whose agency does not answer for it. */
export function deadlineOptions(input: Input, period: CasePeriod): DeadlineOption[] {
  const { actor, relation } = input
  const rule = periodRule(period.code)
  const answers = rule.agency === 'all' || rule.agency.split('|').includes(actor.agencyType)
  if (period.endedAt !== null || !answers || can(actor, 'case.card.edit', relation) !== 'allowed') return []
  return [...rule.extensions.map(one => extension(input, period, one)), ...grounds(input, period)]
}

function extension(input: Input, period: CasePeriod, one: Extension): DeadlineOption {
  const length = one.minLength ?? (one.length === null ? 1 : null)
  const asked = [...PERIODS.values()].find(({ startsOn }) => startsOn.event === `${period.code}.dueAt`)
  return {
    type: 'extend',
    periodCode: period.code,
    casePersonId: period.casePersonId,
    code: one.code,
    ...extensionName(one),
    minLength: length,
    maxLength: one.minLength === undefined ? null : one.length,
    unit: one.unit,
    basis: one.basis,
    basisZh: basisInChinese(one.basis),
    grantedBy: { zh: one.byZh, en: one.by },
    condition: { zh: one.conditionZh, en: one.condition },
    askBy: asked ? { code: asked.code, zh: asked.nameZh, en: asked.nameEn, days: asked.length ?? 0 } : null,
    blocked: blockedOf(input, { ...commandOf(input, period, 'extend'), extension: one.code, length }),
  }
}

function grounds(input: Input, period: CasePeriod): DeadlineOption[] {
  const rule = periodRule(period.code)
  const stops = suspensionsOf(rule).map(reason => [period.suspended ? 'resume' : 'suspend', reason] as const)
  const restarts = restartsOf(rule).map(reason => ['restart', reason] as const)
  return [...stops, ...restarts].flatMap(([type, ground]) => {
    if (!ground.byDecision) return []
    const { code } = ground
    const verbs = {
      suspend: { zh: '停止计算', en: 'stop the count' },
      resume: { zh: '恢复计算', en: 'resume the count' },
      restart: { zh: '重新计算', en: 'count anew' },
    }
    return [
      {
        type,
        periodCode: period.code,
        casePersonId: period.casePersonId,
        code,
        zh: `${verbs[type].zh}：${ground.zh}`,
        en: `${verbs[type].en}: ${ground.en}`,
        minLength: null,
        maxLength: null,
        unit: null,
        basis: ground.basis,
        basisZh: basisInChinese(ground.basis),
        grantedBy: null,
        condition: null,
        askBy: null,
        blocked: blockedOf(input, { ...commandOf(input, period, type), reason: code }),
      },
    ]
  })
}

const commandOf = ({ actor, now }: Input, { code, casePersonId }: CasePeriod, type: DeadlineCommand['type']): DeadlineCommand => ({
  type,
  periodCode: code,
  casePersonId,
  extension: null,
  length: null,
  reason: null,
  occurredAt: now,
  byAgencyType: actor.agencyType,
})

function blockedOf({ facts, now, calendar }: Input, command: DeadlineCommand): DeadlineOption['blocked'] {
  const decision = decideDeadline(facts, command, now, calendar)
  return decision.ok ? null : inWords(decision)
}

function inWords({ code, basis }: Refusal): DeadlineOption['blocked'] {
  const { zh, en } = problemText(code)
  return { code, zh, en, basis }
}
