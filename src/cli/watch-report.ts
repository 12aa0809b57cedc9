import { GapReport } from './answers.ts'
import type { Options } from './arguments.ts'
import { readable } from './instants.ts'
import { signInAs } from './sign-in.ts'

/** Prints whether the deadlines of a day were watched without a pause. Exit code 1 when they were not. */
export async function showWatchReport(options: Options): Promise<number> {
  const client = await signInAs(options, 'fz-sv')
  const day = options.day === undefined ? '' : `?day=${encodeURIComponent(options.day)}`
  const report = await client.get(`/api/v1/watch/gap-report${day}`, GapReport)
  if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`)
  else for (const line of linesOf(report)) process.stdout.write(`${line}\n`)
  return report.ok ? 0 : 1
}

function* linesOf(report: GapReport): Generator<string> {
  const { watched } = report
  yield `${report.day} ${report.ok ? '期限监控无中断 watched without a gap' : '期限监控有缺口 gaps found'}（截至 ${readable(report.to)}）`
  yield `  规则 ${watched.rules} 条，有心跳 ${watched.hours} 小时，到点 ${watched.due} 项，提示 ${watched.raised} 项，最迟 ${watched.greatestLateSeconds} 秒`
  for (const gap of report.outages)
    yield `  中断 outage ${readable(gap.from)} 至 ${readable(gap.to)}（${gap.minutes} 分钟）：${reachedText(gap)}`
  for (const { hour, all, codes } of report.silent)
    yield `  无心跳 no heartbeat ${readable(hour)} 起一小时：${all ? '全部规则 all rules' : codes.join(' ')}`
  for (const { code, level, alerts, lateSeconds } of report.late)
    yield `  迟到 late ${code} ${level} 级 ${alerts} 项，最迟 ${lateSeconds} 秒`
  for (const { code, periods, since } of report.untold) yield `  未提示 no alert ${code} ${periods} 项，自 ${readable(since)}`
  for (const change of report.clockChanges)
    yield `  调钟 clock set ${readable(change.before)} → ${readable(change.after)}（速度 ${change.speedAfter}）：${reachedText(change)}`
}

const reachedText = ({ periods, firstRaised, lastRaised, untold }: Omit<GapReport['outages'][number], 'from' | 'to' | 'minutes'>): string =>
  `其间到点 ${periods} 项${firstRaised && lastRaised ? `，后于 ${readable(firstRaised)} 至 ${readable(lastRaised)} 提示` : ''}${untold > 0 ? `，尚有 ${untold} 项未提示` : ''}`
