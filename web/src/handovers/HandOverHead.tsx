import { Link } from 'react-router'
import type { HandOverView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useReference } from '../session/use-reference.ts'
import { Since } from '../ui/Countdown.tsx'
import { count, date, dateTime } from '../ui/format.ts'
import { GateState } from './GateList.tsx'
import { PauseNotes } from './PauseNotes.tsx'
import { StateTag } from './StateTag.tsx'

/** From whom to whom, what is in it, how far it has come, and why it waits. */
export function HandOverHead({ view }: { view: HandOverView }) {
  const { t, lang, bi, word } = useLang()
  const types = useReference()?.documentTypes ?? []
  const named = (code: string): string => {
    const type = types.find(item => item.code === code)
    return type ? bi(type) : code
  }
  const steps: [string, string | null][] = [
    [t('handOver.step.sent'), view.sentAt],
    [t('handOver.step.delivered'), view.deliveredAt],
    [t('handOver.step.received'), view.receivedAt],
    [view.outcome === null ? t('handOver.step.answered') : word('handOver.state', view.state), view.answeredAt],
  ]
  return (
    <div className="stack tight">
      <div className="row wrap spread">
        <h2>
          {lang === 'en' ? view.legEn : view.legZh}
          {view.round > 1 && ` · ${t('handOver.round', { round: view.round })}`}
          {view.edition > 1 && ` · ${t('handOver.edition', { n: view.edition })}`} <StateTag state={view.state} />
        </h2>
        <Link to={`/cases/${view.caseId}`}>
          {view.caseName} {view.platformNo}
        </Link>
      </div>
      <p>
        <strong>{bi(view.from)}</strong> → <strong>{bi(view.to)}</strong>
        {view.state !== 'draft' && (
          <span className="quiet">
            {' '}
            · {t('handOver.content', { documents: count(view.documentCount), pages: count(view.pageCount), persons: view.personCount })}
          </span>
        )}
      </p>
      <ol className="course">
        {steps.map(([name, at]) => (
          <li key={name} className={at === null ? '' : 'past'}>
            {name}
            <span className="small quiet">{at === null ? '—' : dateTime(at)}</span>
          </li>
        ))}
      </ol>
      {view.state === 'draft' && <Draft view={view} />}
      <p className="small quiet">
        {t('handOver.preparedBy', { name: view.preparedBy })}
        {view.sentBy !== null && ` · ${t('handOver.sentBy', { name: view.sentBy })}`}
        {view.answeredBy !== null && ` · ${t('handOver.answeredBy', { name: view.answeredBy })}`}
      </p>
      {view.stuckSince !== null && (
        <p className="tag care">
          {t('handOver.stuck', { time: dateTime(view.stuckSince) })} <Since at={view.stuckSince} />
        </p>
      )}
      {view.wait?.silentSince != null && (
        <p className="tag overdue">
          {t('handOver.silent', { time: dateTime(view.wait.silentSince) })} <Since at={view.wait.silentSince} />
        </p>
      )}
      <PauseNotes pauses={view.pauses} />
      {view.note !== null && <p>{t('handOver.noteIs', { note: view.note })}</p>}
      {view.reason !== null && (
        <p>
          {t('handOver.reasonIs', { reason: view.reason })} {view.basis !== null && <span className="quiet">({view.basis})</span>}
        </p>
      )}
      {view.rebind !== null && (
        <div className="notice">
          <strong>{t('handOver.rebindUntil', { day: date(view.rebind.dueOn) })}</strong>
          <p>
            {view.rebind.reason} <span className="small">({view.rebind.basis})</span>
          </p>
        </div>
      )}
      {view.supplement !== null && (
        <div className="notice">
          <strong>{t('handOver.supplementUntil', { day: date(view.supplement.dueOn) })}</strong>
          <p>
            {view.supplement.reason} <span className="small">({view.supplement.basis})</span>
          </p>
          <ul>
            {view.supplement.documentCodes.map(code => (
              <li key={code}>
                {code} {named(code)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

/** What still has to be done before a draft may go, and by whom. */
function Draft({ view: { gate, caseId } }: { view: HandOverView }) {
  const { t } = useLang()
  if (gate === null || gate.passed) return <p className="quiet">{t('handOver.draftHint')}</p>
  return (
    <p className="row wrap">
      <GateState gate={gate} />
      <span>{t('handOver.draftWanting')}</span>
      {gate.items.some(({ status }) => status === 'missing') && (
        <Link to={`/cases/${caseId}/dossier?upload=1`}>{t('handOver.addPapers')}</Link>
      )}
    </p>
  )
}
