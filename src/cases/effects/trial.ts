import { refuse } from '../../domain/problem.ts'
import { isAppealed, isReleaseDue } from '../conditions.ts'
import type { CaseCommand, CaseFacts, Procedure, Sentence } from '../model.ts'
import { ACQUITTED, isFreeByJudgment } from '../sentence.ts'
import { change, conflict, doneAlready, type EffectRule, missing, runningPeriod } from './effect.ts'
import { refuseByTable } from './track.ts'

const MOST_ADJOURNMENTS = 2

const asInteger = (value: unknown): number => (typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : Number.NaN)
const asProcedure = (value: unknown): Procedure | null =>
  value === 'fastTrack' || value === 'summary' || value === 'ordinary' ? value : null
const countOf = (facts: CaseFacts, name: string): number => facts.events.filter(({ names }) => names.includes(name)).length

/** One way only: never back to fast-track; the 48-hour track ends with it, as converted and not as late. CPL 226; SPC 368, 375. */
function convert(facts: CaseFacts, { occurredAt, data }: CaseCommand, procedure: Procedure): ReturnType<EffectRule> {
  if (typeof data.reason !== 'string') return missing('刑事诉讼法 第226条', 'reason')
  const open = facts.track48?.state === 'open' ? facts.track48 : null
  return change({ case: { procedure, ...(open ? { track48: { ...open, state: 'converted', closedAt: occurredAt } } : {}) } })
}

function sentenceOf({ data }: CaseCommand): Sentence | string {
  const sentence = {
    principal: String(data.principal),
    principalMonths: asInteger(data.principalMonths),
    suspensionMonths: asInteger(data.suspensionMonths),
    fineYuan: asInteger(data.fineYuan),
  }
  const unread = Object.entries(sentence).find(([, value]) => Number.isNaN(value))?.[0]
  if (unread !== undefined || sentence.principal !== ACQUITTED) return unread ?? sentence
  const { acquittalGround: acquittal } = data
  return acquittal === 'law' || acquittal === 'evidence' ? { ...sentence, acquittal } : 'acquittalGround'
}

const sentence: EffectRule = ({ command }) => {
  const read = sentenceOf(command)
  if (typeof read === 'string') return missing(read === 'acquittalGround' ? '刑事诉讼法 第200条' : null, read)
  return change({ person: { sentence: read }, events: isFreeByJudgment(read) ? ['acquittalOrExemptionAnnounced'] : [] })
}

/** An appeal lies until the last day of its period; the day it is posted counts. CPL 230; SPC 380. */
const inTime =
  (code: string, ofPerson: boolean): EffectRule =>
  ({ facts, person, command }) => {
    const right = runningPeriod(facts, code, ofPerson ? (person?.id ?? null) : null)
    return right && right.dueAt < command.occurredAt ? conflict('刑事诉讼法 第230条', 'period-over') : change({})
  }

/** Trial, judgment, appeal and effect. */
export const TRIAL_EFFECTS = {
  procedure: ({ facts, command }) => {
    const procedure = asProcedure(command.data.procedure)
    if (procedure === 'fastTrack' && facts.fastTrackBar) return refuseByTable(facts.fastTrackBar)
    return procedure === null ? missing('法释〔2021〕1号 第359、369条', 'procedure') : change({ case: { procedure } })
  },
  convertToSummary: ({ facts, command }) => convert(facts, command, 'summary'),
  convertToOrdinary: ({ facts, command }) => convert(facts, command, 'ordinary'),
  hearing: ({ command }) => {
    const at = typeof command.data.hearingAt === 'string' ? Date.parse(command.data.hearingAt) : Number.NaN
    return Number.isNaN(at) || at < command.occurredAt.getTime() ? missing('刑事诉讼法 第187条', 'hearingAt') : change({})
  },
  trialSupplement: ({ facts }) =>
    countOf(facts, 'adjournmentGranted') < MOST_ADJOURNMENTS
      ? change({})
      : refuse('supplement-returns-used-up', '法释〔2021〕1号 第274条；规则 第422条'),

  sentence,
  // The fast-track court announces at the hearing (CPL 224).
  sentenceOnDate: input =>
    input.facts.procedure === 'fastTrack' ? conflict('刑事诉讼法 第224条', 'announced-in-court-only') : sentence(input),
  servedOnPerson: ({ command }) => change({ person: { servedOnPersonAt: command.occurredAt } }),
  servedOnProcuratorate: ({ facts, command }) =>
    facts.servedOnProcuratorateAt ? doneAlready('刑事诉讼法 第202条') : change({ case: { servedOnProcuratorateAt: command.occurredAt } }),

  appeal: inTime('APPEAL_JUDGMENT_10D', true),
  protest: inTime('PROTEST_JUDGMENT_10D', false),
  withdrawAppeal: ({ facts, person, command }) => {
    if (!isAppealed(facts)) return doneAlready('法释〔2021〕1号 第383条')
    const right = facts.periods.findLast(({ code, casePersonId }) => code === 'APPEAL_JUDGMENT_10D' && casePersonId === person?.id)
    return right && right.dueAt < command.occurredAt ? conflict('法释〔2021〕1号 第383条第2款', 'period-over') : change({})
  },
  appealPending: ({ facts, command }) => {
    if (!isAppealed(facts)) return conflict('刑事诉讼法 第231、232条', 'not-appealed')
    return isReleaseDue(facts, command.occurredAt) ? conflict('刑事诉讼法 第260条', 'release-due') : change({})
  },
  secondInstance: ({ command }) =>
    command.data.outcome === 'upheld' || command.data.outcome === 'changed' || command.data.outcome === 'withdrawn'
      ? change({})
      : missing('刑事诉讼法 第236条', 'outcome'),
  // CPL 236(2), 238: remanded once for unclear facts; for procedure whenever it was broken.
  remand: ({ facts }) =>
    runningPeriod(facts, 'SECOND_INSTANCE', null)
      ? countOf(facts, 'remanded') > 0
        ? conflict('刑事诉讼法 第236条第2款', 'remanded-before')
        : change({})
      : conflict('刑事诉讼法 第236条', 'done-already'),
  retrial: () =>
    change({ case: { procedure: 'ordinary', servedOnProcuratorateAt: null }, person: { sentence: null, servedOnPersonAt: null } }),
} satisfies Record<string, EffectRule>
