import { dayOf, HOUR_MS, type LegalDate } from '../domain/legal-date.ts'
import { type Count, type End, firstDay, unrolledEnd } from './count.ts'
import type { LedgerStep, PeriodRule } from './model.ts'
import { clockStep, rollOverSteps } from './roll-over.ts'
import { addMonths } from './rules.ts'
import { dayText, instantText, spanText, type Text } from './wording.ts'

const FULL_DAYS = '公通字〔2006〕17号 4(1)'
const MONTHS = { corresponding: '公通字〔2006〕17号 4(2)', spc202: 'SPC Interp 2021 202(1)' } as const

/** Whether a period is counted by the clock: elsewhere the hour of an event means nothing and is not said. */
const isByClock = ({ unit, dayRule, endsAtStart }: PeriodRule): boolean => unit === 'hour' || dayRule === 'full24h' || endsAtStart === true

/** When something happened, as exactly as it matters for this period. */
export function whenText(rule: PeriodRule, at: Date): Text {
  const { zh, en } = isByClock(rule) ? instantText(at) : dayText(dayOf(at))
  return { zh, en: `${isByClock(rule) ? 'at' : 'on'} ${en}` }
}

/** How a start reads. */
export function startStep(rule: PeriodRule, startedAt: Date): LedgerStep {
  const { zh, en } = whenText(rule, startedAt)
  return { kind: 'start', zh: `自${zh}起算`, en: `it starts ${en}`, at: startedAt, due: null, basis: rule.legalBasis, eventId: null }
}

/** From a start to the end of its full length: what does not count, and where the count ends before any roll-over. */
export function countSteps(count: Count, end: End): readonly LedgerStep[] {
  const due = unrolledEnd(end)
  const counted = { kind: 'count' as const, ...countText(count, end), at: due, due, basis: count.rule.legalBasis, eventId: null }
  return [...notCounted(count), counted, ...monthEndSteps(count, due)]
}

function notCounted({ rule, startedAt }: Count): readonly LedgerStep[] {
  const step = (zh: string, en: string, basis: string): LedgerStep => ({
    ...{ kind: 'notCounted', zh, en, basis },
    ...{ at: startedAt, due: null, eventId: null },
  })
  if (rule.endsAtStart || rule.length === 0) return []
  if (rule.unit === 'hour') return [step('开始之时不计入', 'the hour of the start does not count', 'CPL 105(2)')]
  if (rule.dayRule === 'full24h')
    return [step('自执行之时起每满二十四小时为一日', 'each full 24 hours after execution is one day', FULL_DAYS)]
  if (rule.direction === 'backward')
    return [step('该日不计入，向前计算', 'that day does not count, and the count goes backward', 'CPL 105(2)')]
  const first = dayText(firstDay(startedAt))
  return [step(`开始之日不计入，${first.zh}为第1日`, `the day of the start does not count: ${first.en} is day 1`, 'CPL 105(2)')]
}

function countText({ rule, span }: Count, end: End): Text {
  const length = spanText(span)
  if (rule.endsAtStart) return { zh: '至该期限届满之时为止', en: 'it ends at the very instant of that expiry' }
  if (end.last === null) {
    const at = instantText(end.dueAt)
    if (span.hours === 0 && span.days === 0) return { zh: '应当立即办理', en: 'it is due at once' }
    if (rule.dayRule === 'full24h') return { zh: `${length.zh}届满于${at.zh}`, en: `${length.en} of 24 hours each end at ${at.en}` }
    return { zh: `${length.zh}届满于${at.zh}`, en: `${length.en} end at ${at.en}` }
  }
  const last = dayText(end.last.day)
  if (rule.direction === 'backward') return { zh: `向前${length.zh}为${last.zh}`, en: `${length.en} before is ${last.en}` }
  if (rule.workingDays) return { zh: `第${span.days}个工作日为${last.zh}`, en: `working day ${span.days} is ${last.en}` }
  if (span.months === 0 && span.days === 0) return { zh: `应当在当日（${last.zh}）办结`, en: `it is due on the same day, ${last.en}` }
  if (span.months === 0) return { zh: `第${span.days}日为${last.zh}`, en: `day ${span.days} is ${last.en}` }
  const at = instantText(unrolledEnd(end))
  return { zh: `${length.zh}届满于${at.zh}`, en: `${length.en} ${span.months + span.days === 1 ? 'ends' : 'end'} at ${at.en}` }
}

/** Where the months do not end on the same day number: which reading of a month made it so. R4, R5 */
export function monthEndSteps({ rule, startedAt, span }: Count, due: Date): readonly LedgerStep[] {
  if (span.months === 0) return []
  const start = dayOf(startedAt)
  const reading = rule.monthRule ?? 'corresponding'
  const monthsOn = addMonths(start, span.months, reading)
  if (monthsOn.slice(8) === start.slice(8)) return []
  const text = monthEndText(start, monthsOn)
  return [{ kind: 'monthEnd', ...text, at: startedAt, due, basis: MONTHS[reading], eventId: null }]
}

function monthEndText(start: LegalDate, monthsOn: LegalDate): Text {
  const last = dayText(monthsOn)
  if (monthsOn.slice(8) > start.slice(8)) {
    return {
      zh: `起算日是当月最后一日，故止于到期月的最后一日${last.zh}`,
      en: `the start is the last day of its month, so the months end on the last day of theirs, ${last.en}`,
    }
  }
  const missing = Number(start.slice(8))
  return {
    zh: `到期月没有${missing}日，止于该月最后一日${last.zh}`,
    en: `that month has no day ${missing}, so its last day, ${last.en}, is the end`,
  }
}

/** What closes a ledger: the latest lawful instant, the roll-over or why there was none, the window, the day recommended. */
export function closingSteps(count: Count, end: End, opensAt: Date | null, recommended: Date | null): readonly LedgerStep[] {
  const { rule, calendar } = count
  const rolled =
    end.last === null
      ? rule.endsAtStart
        ? []
        : clockStep(dayOf(end.dueAt), end.dueAt, calendar)
      : rollOverSteps(rule, end.last.day, end.last.custody, calendar)
  return [...latestSteps(rule, end), ...rolled, ...windowSteps(rule, opensAt, end), ...recommendedSteps(recommended, end)]
}

/** Why a duty that nobody did is no longer one. */
export function fellAwayStep({ by, at }: { by: string; at: Date }): LedgerStep {
  const day = dayText(dayOf(at))
  return {
    ...{ kind: 'fellAway', zh: `${day.zh}诉讼程序终结，不再计算`, en: `on ${day.en} the proceedings were over, and it fell away` },
    ...{ at, due: null, basis: null, eventId: by },
  }
}

function latestSteps(rule: PeriodRule, { dueAt, legalLatest }: End): readonly LedgerStep[] {
  if (legalLatest === null) return []
  const { zh, en } = instantText(legalLatest)
  const why =
    rule.unit === 'hour'
      ? { zh: '开始之时不计入，法律上最迟为', en: 'as the starting hour does not count, the latest in law is' }
      : { zh: '按日历日计算，法律上最迟为', en: 'counted by calendar days, the latest in law is' }
  return [
    {
      ...{ kind: 'legalLatest', zh: `${why.zh}${zh}，以较早者为准`, en: `${why.en} ${en}; the earlier one is worked to` },
      ...{ at: legalLatest, due: dueAt, basis: 'CPL 105(2)', eventId: null },
    },
  ]
}

function windowSteps(rule: PeriodRule, opensAt: Date | null, { dueAt }: End): readonly LedgerStep[] {
  if (opensAt === null) return []
  const days = Math.round((dueAt.getTime() - opensAt.getTime()) / (24 * HOUR_MS))
  const at = instantText(opensAt)
  const zh = `届满前${days}日起，即${at.zh}起可以办理`
  const en = `it opens ${days} day${days === 1 ? '' : 's'} before, at ${at.en}`
  return [{ kind: 'window', zh, en, at: opensAt, due: dueAt, basis: rule.legalBasis, eventId: null }]
}

function recommendedSteps(recommended: Date | null, { dueAt }: End): readonly LedgerStep[] {
  if (recommended === null) return []
  const day = dayText(dayOf(recommended))
  const zh = `建议在此前最后一个工作日${day.zh}前办理`
  return [
    {
      ...{ kind: 'recommended', zh, en: `better done by the last working day before it, ${day.en}` },
      ...{ at: recommended, due: dueAt, basis: null, eventId: null },
    },
  ]
}
