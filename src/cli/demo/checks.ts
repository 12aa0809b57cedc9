import type { CaseView, Verified } from '../answers.ts'
import { type ComparedDeadline, EXPECTED_MINUTES, EXPECTED_STAGES } from './expected.ts'
import type { TimelineEntry } from './timeline.ts'

/** One thing that must hold at the end, with what was found. */
export type Check = { readonly name: string; readonly ok: boolean; readonly zh: string; readonly detail: string }

const hours = (minutes: number): string => `${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分`
const minutesBetween = (from: string, to: string): number => Math.round((new Date(to).getTime() - new Date(from).getTime()) / 60_000)

/** How long the case took on the 48-hour track, whether the track is done, and whether each of its marks was met. */
export function checkTrack({ track48, timeline }: CaseView, arrivedAt: string): Check[] {
  const judged = timeline.find(({ act }) => act === 'announceJudgment')
  const toJudgment = judged ? minutesBetween(arrivedAt, judged.occurredAt) : -1
  const toClosing = track48?.closedAt ? minutesBetween(arrivedAt, track48.closedAt) : -1
  const late = track48?.marks.filter(({ state }) => state !== 'done') ?? []
  return [
    {
      name: 'hours-to-judgment',
      ok: toJudgment === EXPECTED_MINUTES.toJudgment,
      zh: '到案至当庭宣判 31 小时 20 分',
      detail: hours(toJudgment),
    },
    {
      name: 'track-done',
      ok: track48?.state === 'done' && toClosing === EXPECTED_MINUTES.toClosing,
      zh: '48 小时速裁办结（送达后 31 小时 40 分）',
      detail: `${track48?.state ?? '无'}，${hours(toClosing)}`,
    },
    {
      name: 'track-marks',
      ok: track48 !== null && late.length === 0,
      zh: '各时点均按时',
      detail: late.map(({ hour, zh, state }) => `H${hour} ${zh} ${state}`).join('、') || `${track48?.marks.length ?? 0} 个`,
    },
  ]
}

/** Every stage of the proceedings was seen, in its order. */
/** From `first` on: a case that came in from elsewhere was there before. */
export function checkStages(timeline: readonly TimelineEntry[], first: (typeof EXPECTED_STAGES)[number] = 'INTAKE'): Check {
  const seen = timeline.map(({ stage }) => stage).filter((stage, at, all) => stage !== all[at - 1])
  return {
    name: 'stages',
    ok: seen.join() === EXPECTED_STAGES.slice(EXPECTED_STAGES.indexOf(first)).join(),
    zh: '经过全部诉讼阶段',
    detail: [...new Set(timeline.map(({ stageZh }) => stageZh))].join(' → '),
  }
}

export function checkDeadlines(deadlines: readonly ComparedDeadline[]): Check {
  const wrong = deadlines.filter(({ ok }) => !ok)
  return {
    name: 'deadlines',
    ok: wrong.length === 0,
    zh: `${deadlines.length} 个期限与人工推算一致`,
    detail: wrong.map(({ code }) => code).join('、') || `${deadlines.length}/${deadlines.length}`,
  }
}

export function checkAudit({ ok, chains, entries, broken }: Verified): Check {
  return {
    name: 'audit',
    ok,
    zh: '审计链完整',
    detail: ok ? `${chains} 条链 ${entries} 条记录` : broken.map(({ chain, seq, why }) => `${chain}#${seq} ${why}`).join('、'),
  }
}
