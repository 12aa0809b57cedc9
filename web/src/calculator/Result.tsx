import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { calculate } from '../api/clocks.ts'
import type { CalculateBody, Calculated, PeriodRule } from '../api/types.ts'
import { Explanation } from '../clocks/Explanation.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { dateTime, weekday } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { Problem } from '../ui/Problem.tsx'

/** The date with its whole arithmetic, or what the law does not allow. */
export function Result({ rule, body }: { rule: PeriodRule; body: CalculateBody | null }) {
  const { t } = useLang()
  const { message } = App.useApp()
  const result = useQuery({
    queryKey: ['calculated', body],
    queryFn: ({ signal }) => (body === null ? null : calculate(body, signal)),
    enabled: body !== null,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  })
  if (body === null) return <p className="quiet">{t('calculator.incomplete')}</p>
  if (result.isError) return <Problem error={result.error} retry={() => void result.refetch()} />
  if (!result.data) return null
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(window.location.href)
    void message.success(t('calculator.copied'))
  }
  return (
    <Panel
      title={t('calculator.result')}
      aside={
        <span className="row no-print">
          {'clipboard' in navigator && <Button onClick={() => void copy()}>{t('calculator.copy')}</Button>}
          <Button onClick={() => window.print()}>{t('calculator.print')}</Button>
        </span>
      }
    >
      <div className="stack" aria-live="polite">
        <Figures found={result.data} />
        <Explanation
          of={{ ...result.data, startedAt: result.data.start, dueAt: result.data.due, basis: rule.basis, basisZh: rule.basisZh }}
        />
      </div>
    </Panel>
  )
}

function Figures({ found }: { found: Calculated }) {
  const { t, lang } = useLang()
  const more = [
    { name: t('calculator.legalLatest'), at: found.legalLatest },
    { name: t('calculator.recommended'), at: found.recommendedLatest },
    { name: t('calculator.opens'), at: found.opensAt },
  ]
  return (
    <dl className="figures">
      <div className="first">
        <dt>{t('period.due')}</dt>
        <dd>
          {dateTime(found.due)} <span className="quiet">{weekday(found.due, lang)}</span>
        </dd>
      </div>
      {more.map(({ name, at }) =>
        at === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{dateTime(at)}</dd>
          </div>
        ),
      )}
    </dl>
  )
}
