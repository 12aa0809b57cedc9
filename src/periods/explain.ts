import type { LedgerStep, PeriodOutcome, PeriodRule, StepKind } from './model.ts'
import { instantText, type Text } from './wording.ts'

const TOLD: ReadonlySet<StepKind> = new Set(['start', 'restart', 'count', 'extension', 'suspension', 'resume', 'rollOver', 'noRollOver'])

/**
 * One sentence in each language: from which instant, over which steps, to which end. What came before the last restart is
 * forgotten by law, and so is it here; the ledger keeps it.
 */
export function explain(rule: PeriodRule, outcome: PeriodOutcome): Text {
  const steps = outcome.ledger.slice(startOf(outcome.ledger)).filter(({ kind }) => isTold(kind, outcome))
  const saysItsEnd = steps.at(-1)?.zh.endsWith(`届满于${instantText(outcome.dueAt).zh}`) && !outcome.suspended
  const parts: readonly Text[] = saysItsEnd ? steps : [...steps, endText(rule, outcome)]
  const doubt = doubtText(outcome)
  return {
    zh: `${rule.nameZh}：${parts.map(({ zh }) => zh).join('，')}${doubt.zh}。`,
    en: `${rule.nameEn}: ${parts.map(({ en }) => en).join('; ')}${doubt.en}.`,
  }
}

/** While the count stands still its last day is not known, so nothing is said of it. */
const isTold = (kind: StepKind, { suspended }: PeriodOutcome): boolean =>
  TOLD.has(kind) && !(suspended && (kind === 'rollOver' || kind === 'noRollOver'))

function startOf(ledger: readonly LedgerStep[]): number {
  return ledger.findLastIndex(({ kind }) => kind === 'restart' || kind === 'start')
}

function endText({ direction }: PeriodRule, { dueAt, suspended }: PeriodOutcome): Text {
  const { zh, en } = instantText(dueAt)
  if (suspended) return { zh: `现停止计算，最早于${zh}届满`, en: `it stands still, and its earliest end is ${en}` }
  if (direction === 'backward') return { zh: `最迟于${zh}办理`, en: `it is to be done by ${en}` }
  return { zh: `于${zh}届满`, en: `it ends at ${en}` }
}

function doubtText({ provisional, flags }: PeriodOutcome): Text {
  const unknown = flags.includes('custody-unknown')
  const zh = [
    provisional ? '（该年度节假日安排未载入，仅按周末计算，为暂定日期）' : '',
    unknown ? '（是否在押不明，按最早的合法届满日计算）' : '',
  ]
  const en = [
    provisional ? ' (provisional: the holidays of that year are not loaded, only weekends are known)' : '',
    unknown ? ' (custody is not known: this is the earliest lawful end)' : '',
  ]
  return { zh: zh.join(''), en: en.join('') }
}
