import { endOfDay, type LegalDate, weekday } from '../domain/legal-date.ts'
import type { LedgerStep, PeriodRule } from './model.ts'
import { type Calendar, holidayOf, isMakeupWorkday, isWorkingDay, knowsYear, nextWorkingDay, workingDayBefore } from './rules.ts'
import { dayText, type Text, weekdayText } from './wording.ts'

/** Whether the person is in custody on the last day; null: not known. */
export type Custody = boolean | null

const BASIS = 'CPL 105(4)'

const mayRoll = (rule: PeriodRule): boolean => rule.rolloverOnHoliday && rule.direction === 'forward'

/** Whether the end hangs on custody at all: elsewhere it need not be known. */
export const hangsOnCustody = (rule: PeriodRule): boolean => mayRoll(rule) && rule.rolloverBlockedByCustody

/**
 * The last day a holiday or rest day: the first working day after it, but only where the row says so, and never while custody
 * rides on it. Custody that is not known is taken for custody: the earlier day is the safe one. R10. Source: CPL 105(4).
 */
export function rollOver(rule: PeriodRule, last: LegalDate, custody: Custody, calendar: Calendar): LegalDate {
  if (!mayRoll(rule) || (rule.rolloverBlockedByCustody && custody !== false)) return last
  return nextWorkingDay(last, calendar)
}

/** Whether a year whose rest days are not loaded decides where this period ends, or what is recommended. D10 */
export function restsOnMissingYear(rule: PeriodRule, last: LegalDate, due: LegalDate, custody: Custody, calendar: Calendar): boolean {
  if (rule.direction === 'backward') return !knowsYear(last, calendar)
  if (!mayRoll(rule) || (rule.rolloverBlockedByCustody && custody !== false)) return false
  return !knowsYear(last, calendar) || !knowsYear(due, calendar)
}

/** For a backward period whose last day is a rest day: the last working day before it. It is advice, not law. R11 */
export function recommendedDay(rule: PeriodRule, last: LegalDate, calendar: Calendar): LegalDate | null {
  if (rule.direction !== 'backward' || isWorkingDay(last, calendar)) return null
  return workingDayBefore(last, calendar)
}

/** What the ledger says of the last day: rolled, why not, or that it is a working day. Nothing for a plain day that never rolls. */
export function rollOverSteps(rule: PeriodRule, last: LegalDate, custody: Custody, calendar: Calendar): readonly LedgerStep[] {
  const day = { zh: `末日${dayText(last).zh}`, en: `the last day, ${dayText(last).en},` }
  const kindOfDay = whatDay(last, calendar)
  if (isWorkingDay(last, calendar)) {
    if (!mayRoll(rule) && weekday(last) >= 1 && weekday(last) <= 5) return []
    return [step('workingDay', last, `${day.zh}${kindOfDay.zh}，不顺延`, `${day.en} ${kindOfDay.en}: no roll-over`)]
  }
  const due = rollOver(rule, last, custody, calendar)
  if (due !== last) {
    const zh = `${day.zh}${kindOfDay.zh}，顺延至其后第一个工作日${dayText(due).zh}`
    return [step('rollOver', due, zh, `${day.en} ${kindOfDay.en}: first working day after it, ${dayText(due).en}`)]
  }
  const why = whyNot(rule, custody)
  return [step('noRollOver', last, `${day.zh}${kindOfDay.zh}，${why.zh}`, `${day.en} ${kindOfDay.en}: ${why.en}`)]
}

/** That a period by the clock ends on a rest day all the same. */
export function clockStep(day: LegalDate, dueAt: Date, calendar: Calendar): readonly LedgerStep[] {
  if (isWorkingDay(day, calendar)) return []
  const kindOfDay = whatDay(day, calendar)
  const zh = `届满之日${kindOfDay.zh}，按时刻计算，不顺延`
  const en = `the day of its end ${kindOfDay.en}: what ends by the clock never rolls over`
  return [{ ...step('noRollOver', day, zh, en), due: dueAt }]
}

const step = (kind: LedgerStep['kind'], due: LegalDate, zh: string, en: string): LedgerStep => ({
  kind,
  zh,
  en,
  at: endOfDay(due),
  due: endOfDay(due),
  basis: BASIS,
  eventId: null,
})

function whyNot(rule: PeriodRule, custody: Custody): Text {
  if (rule.direction === 'backward') return { zh: '向前计算的期间不顺延', en: 'a period counted backward never rolls over' }
  if (!rule.rolloverOnHoliday) {
    if (rule.custodyRelated) return { zh: '涉及羁押的期限不因休息日延长', en: 'a period of custody is never lengthened by a rest day' }
    return { zh: '本期间不因休息日顺延', en: 'this period does not roll over' }
  }
  if (custody === null) return { zh: '是否在押不明，按不顺延计算', en: 'custody is not known, so it is counted without roll-over' }
  return { zh: '在押，不顺延', en: 'in custody, no roll-over' }
}

const HOLIDAYS_EN: Readonly<Record<string, string>> = {
  元旦: "New Year's Day",
  春节: 'Spring Festival',
  清明节: 'Tomb-Sweeping Day',
  劳动节: 'Labour Day',
  端午节: 'Dragon Boat Festival',
  中秋节: 'Mid-Autumn Festival',
  国庆节: 'National Day',
}

function whatDay(day: LegalDate, calendar: Calendar): Text {
  const week = weekdayText(day)
  if (isMakeupWorkday(day, calendar)) return { zh: `（${week.zh}）为调休上班日`, en: `is a ${week.en} made a workday` }
  const holiday = holidayOf(day, calendar)
  if (holiday !== null) {
    const en = holiday.split('、').map(name => HOLIDAYS_EN[name] ?? name)
    return { zh: `在${holiday}假期内`, en: `falls in the ${en.join(' and ')} holiday` }
  }
  return { zh: `为${week.zh}`, en: `is a ${week.en}` }
}
