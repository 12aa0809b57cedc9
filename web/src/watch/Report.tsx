import type { ReactNode } from 'react'
import type { GapReport } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { count, dateTime, duration } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { usePeriodNames } from './use-period-names.ts'

/** One day: whole or not, outages, silent hours, what was told late or not at all, changes of the clock. */
export function Report({ report }: { report: GapReport }) {
  const { t, lang } = useLang()
  const nameOf = usePeriodNames()
  const { watched } = report
  return (
    <>
      <section className={report.ok ? 'verdict' : 'verdict gaps'} aria-label={t('watch.verdict')}>
        <strong>{t(report.ok ? 'watch.ok' : 'watch.notOk')}</strong>
        <span>
          {t('watch.watched', { rules: watched.rules, hours: watched.hours, due: count(watched.due), raised: count(watched.raised) })}
          {' · '}
          {t('watch.greatestLate', { length: duration(watched.greatestLateSeconds * 1000, lang) })}
        </span>
        <span className="small quiet">
          {dateTime(report.from)} — {dateTime(report.to)}
          {report.written !== null && ` · ${t('watch.written', { time: dateTime(report.written.at) })}`}
        </span>
        {report.written !== null && <span className="mono quiet">SHA-256 {report.written.sha256}</span>}
      </section>
      <Rows
        title={t('watch.outages')}
        none={t('watch.noOutages')}
        head={[t('watch.from'), t('watch.to'), t('watch.minutes'), t('watch.dueThen'), t('watch.firstTold'), t('watch.untoldThen')]}
        rows={report.outages.map(one => [
          dateTime(one.from),
          dateTime(one.to),
          one.minutes,
          one.periods,
          one.firstRaised === null ? '—' : dateTime(one.firstRaised),
          late(one.untold),
        ])}
      />
      <Rows
        title={t('watch.untold')}
        none={t('watch.noUntold')}
        head={[t('period.name'), t('watch.periods'), t('watch.since')]}
        rows={report.untold.map(one => [nameOf(one.code), late(one.periods), dateTime(one.since)])}
      />
      <Rows
        title={t('watch.late')}
        none={t('watch.noLate')}
        head={[t('period.name'), t('watch.level'), t('watch.alerts'), t('watch.lateBy')]}
        rows={report.late.map(one => [nameOf(one.code), levelName(one.level, t), one.alerts, duration(one.lateSeconds * 1000, lang)])}
      />
      <Rows
        title={t('watch.silent')}
        none={t('watch.noSilent')}
        head={[t('watch.hour'), t('watch.rules')]}
        rows={report.silent.map(one => [dateTime(one.hour), one.all ? t('watch.allRules') : one.codes.map(nameOf).join(t('app.comma'))])}
      />
      <Rows
        title={t('watch.clockChanges')}
        none={t('watch.noClockChanges')}
        head={[t('watch.clockBefore'), t('watch.clockAfter'), t('watch.dueThen'), t('watch.untoldThen')]}
        rows={report.clockChanges.map(one => [
          `${dateTime(one.before)} ×${one.speedBefore}`,
          `${dateTime(one.after)} ×${one.speedAfter}`,
          one.periods,
          late(one.untold),
        ])}
      />
    </>
  )
}

const late = (number: number): ReactNode => (number > 0 ? <span className="left over">{number}</span> : number)

const levelName = (level: number, t: ReturnType<typeof useLang>['t']): string =>
  t(level === 1 ? 'explain.remindAt' : level === 2 ? 'explain.warnAt' : 'explain.superviseAt')

function Rows({ title, none, head, rows }: { title: string; none: string; head: string[]; rows: ReactNode[][] }) {
  if (rows.length === 0) {
    return (
      <Panel title={title}>
        <p className="quiet">{none}</p>
      </Panel>
    )
  }
  return (
    <Panel title={title} flush aside={<span className="tag care">{rows.length}</span>}>
      <div className="scroll">
        <table className="table">
          <thead>
            <tr>
              {head.map(text => (
                <th key={text} scope="col">
                  {text}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a day that is over
              <tr key={row}>
                {cells.map((cell, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: fixed columns
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}
