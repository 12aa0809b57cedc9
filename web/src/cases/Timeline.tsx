import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'react-router'
import type { CaseView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Empty } from '../ui/Empty.tsx'
import { dateTime, hourMark } from '../ui/format.ts'
import { CorrectionDrawer, type TimelineEvent } from './CorrectionDrawer.tsx'
import { StepEffects } from './StepEffects.tsx'

const LATE_ENTRY_MS = 3600_000

/** What happened, latest first: the step, who took it, the article, and what it caused. */
export function Timeline({ view }: { view: CaseView }) {
  const { t } = useLang()
  const [correcting, setCorrecting] = useState<TimelineEvent | null>(null)
  if (view.timeline.length === 0) return <Empty title={t('timeline.none')} />
  // The server gives them as they happened, also those of one minute.
  const items = [...view.timeline].reverse()
  return (
    <>
      <ol className="timeline">
        {items.map(item => (
          <Event
            key={item.id}
            view={view}
            item={item}
            onCorrect={view.mayCorrect && item.act !== 'correctEvent' ? () => setCorrecting(item) : undefined}
          />
        ))}
      </ol>
      <CorrectionDrawer caseId={view.id} event={correcting} onClose={() => setCorrecting(null)} />
    </>
  )
}

type EventProps = { view: CaseView; item: TimelineEvent; onCorrect: (() => void) | undefined }

function Event({ view, item, onCorrect }: EventProps) {
  const { t, bi } = useLang()
  const { ref, named } = useNamed(item.id)
  const Name = item.voided ? 's' : 'strong'
  return (
    <li
      ref={ref}
      id={`event-${item.id}`}
      tabIndex={-1}
      className={`${item.by?.agency.type ?? 'platform'}${item.voided ? ' wrong-entry' : ''}${named ? ' named' : ''}`}
    >
      <div className="row spread">
        <Name>{bi(item)}</Name>
        <span className="row">
          {item.hourMark !== null && <span className="tag">{hourMark(item.hourMark)}</span>}
          {onCorrect && !item.voided && (
            <button
              type="button"
              className="plain dotted small no-print"
              aria-label={t('correction.title', { what: bi(item) })}
              onClick={onCorrect}
            >
              {t('correction.button')}
            </button>
          )}
        </span>
      </div>
      <Replaced view={view} item={item} />
      <p className="small quiet">
        <time dateTime={item.occurredAt}>{dateTime(item.occurredAt)}</time>
        {item.by !== null && ` · ${item.by.name} · ${bi(item.by.agency)}`}
      </p>
      {new Date(item.recordedAt).getTime() - new Date(item.occurredAt).getTime() > LATE_ENTRY_MS && (
        <p className="small quiet">{t('timeline.recorded', { time: dateTime(item.recordedAt) })}</p>
      )}
      {item.note !== null && <p>{item.note}</p>}
      <StepEffects view={view} item={item} />
      <p className="small quiet">{item.basis}</p>
    </li>
  )
}

/** An event that an address names comes into view, with the focus for readers of screens. */
function useNamed(id: string) {
  const ref = useRef<HTMLLIElement>(null)
  const named = useLocation().hash === `#event-${id}`
  useEffect(() => {
    if (!named) return
    ref.current?.scrollIntoView({ block: 'center' })
    ref.current?.focus({ preventScroll: true })
  }, [named])
  return { ref, named }
}

/** What stands in the place of a wrong entry, or which wrong entry this one replaces. */
function Replaced({ view, item }: { view: CaseView; item: TimelineEvent }) {
  const { t } = useLang()
  const wrong = view.timeline.find(({ id }) => id === item.corrects)
  const right = item.voided ? view.timeline.find(({ corrects }) => corrects === item.id) : undefined
  if (wrong) return <p className="small tag-line">{t('correction.replaces', { time: dateTime(wrong.occurredAt) })}</p>
  if (!item.voided) return null
  const isVoid = right === undefined || right.act === 'correctEvent'
  return (
    <p className="small tag-line">{isVoid ? t('correction.voided') : t('correction.replacedBy', { time: dateTime(right.occurredAt) })}</p>
  )
}
