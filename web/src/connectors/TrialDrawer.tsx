import { useQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { type Connector, getTrial, startTrial, type Trial, trialPicture } from '../api/connectors.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Empty, Loading } from '../ui/Empty.tsx'
import { Problem } from '../ui/Problem.tsx'

const EVERY_MS = 1000
const RUNNING = ['waiting']

type Agency = Connector['agency']

/** A trial: what would be written where in the agency's own system. Nothing is saved there. */
export function TrialDrawer({ agency, onClose }: { agency: Agency | null; onClose: () => void }) {
  const { t, bi } = useLang()
  return (
    <Drawer
      open={agency !== null}
      onClose={onClose}
      size={760}
      title={agency === null ? '' : t('connectors.trialOf', { agency: bi(agency) })}
      destroyOnHidden
    >
      {agency !== null && <Running agency={agency} />}
    </Drawer>
  )
}

function Running({ agency }: { agency: Agency }) {
  const { t } = useLang()
  // One opening is one trial; looking at the drawer again after a while starts none.
  const started = useQuery({
    queryKey: ['trial', agency.code],
    queryFn: () => startTrial(agency.code),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })
  const id = started.data?.trialId ?? ''
  const found = useQuery({
    queryKey: ['trial', agency.code, id],
    queryFn: () => getTrial(agency.code, id),
    enabled: id !== '',
    refetchInterval: query => (query.state.data === undefined || RUNNING.includes(query.state.data.state) ? EVERY_MS : false),
  })
  if (started.isError) return <Problem error={started.error} retry={() => void started.refetch()} />
  if (found.isError) return <Problem error={found.error} retry={() => void found.refetch()} />
  if (!found.data || RUNNING.includes(found.data.state)) return <Loading text={t('connectors.trialRunning')} />
  return <Result agency={agency} id={id} trial={found.data} />
}

function Result({ agency, id, trial }: { agency: Agency; id: string; trial: Trial }) {
  const { t, bi } = useLang()
  return (
    <div className="stack">
      {trial.fault !== null && (
        <div className="notice" role="alert">
          <strong>{bi(trial.fault)}</strong>
          {trial.fault.detail !== '' && <div className="small">{trial.fault.detail}</div>}
        </div>
      )}
      <p className="quiet">{t('connectors.trialHint')}</p>
      {trial.placed.length === 0 ? (
        <Empty title={t('connectors.trialNothing')} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
        <section className="scroll" tabIndex={0} aria-label={t('connectors.placed')}>
          <table className="table">
            <caption className="only-read">{t('connectors.placed')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('cards.field')}</th>
                <th scope="col">{t('connectors.place')}</th>
                <th scope="col">{t('connectors.words')}</th>
              </tr>
            </thead>
            <tbody>
              {trial.placed.map(row => (
                <tr key={`${row.pointer} ${row.place}`}>
                  <td>
                    {row.zh}
                    <span className="sub mono">{row.pointer}</span>
                  </td>
                  <td>{row.place}</td>
                  <td>{row.words}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {trial.hasPicture && <img className="card-picture" src={trialPicture(agency.code, id)} alt={t('connectors.trialPicture')} />}
    </div>
  )
}
