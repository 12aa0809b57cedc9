import { useQuery } from '@tanstack/react-query'
import { serviceState } from '../api/administration.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Loading } from '../ui/Empty.tsx'
import { Panel } from '../ui/Panel.tsx'
import { Problem } from '../ui/Problem.tsx'

const EVERY_MS = 10_000

/** The same checks as `/health/ready`, each with what mends it. */
export function ServicePanel() {
  const { t, word } = useLang()
  const state = useQuery({ queryKey: ['service'], queryFn: serviceState, refetchInterval: EVERY_MS })
  return (
    <Panel
      flush
      title={t('service.title')}
      aside={
        state.data && (
          <span className={state.data.ok ? 'tag brand' : 'tag overdue'}>{state.data.ok ? t('service.ok') : t('service.notOk')}</span>
        )
      }
    >
      {state.isPending && <Loading text={t('app.loading')} />}
      {state.isError && <Problem error={state.error} retry={() => void state.refetch()} />}
      {state.data && (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('service.component')}</th>
              <th scope="col">{t('service.state')}</th>
              <th scope="col">{t('service.remedy')}</th>
            </tr>
          </thead>
          <tbody>
            {state.data.checks.map(check => (
              <tr key={check.name}>
                <td>{word('service.name', check.name)}</td>
                <td>{check.ok ? t('service.answers') : <span className="left over">{t('service.away')}</span>}</td>
                <td>{check.remedy ?? '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
