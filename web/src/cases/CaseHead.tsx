import type { CaseView } from '../api/types.ts'
import { DueDate } from '../clocks/ExplainDrawer.tsx'
import { TrackTag } from '../fasttrack/TrackTag.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { Countdown, Since } from '../ui/Countdown.tsx'
import { dateTime } from '../ui/format.ts'
import { ActionBar } from './ActionBar.tsx'
import './case.css'
import { usePeriodName } from './period-name.ts'
import { Related } from './Related.tsx'
import { StageSteps } from './StageSteps.tsx'

/** What a number of the case is, where it is not the one in use. */
const noteOf = ({ kind, inUse }: CaseView['numbers'][number]): string | null => {
  if (kind === 'arrestReview') return kind
  return inUse ? null : 'earlier'
}

function NumberText({ number }: { number: CaseView['numbers'][number] }) {
  const { bi, word } = useLang()
  const note = noteOf(number)
  return (
    <span title={bi(number.agency)}>
      {' '}
      · {number.no}
      {note !== null && `（${word('case.numberNote', note)}）`}
    </span>
  )
}

/** Number, name, stage, whose turn since when by which clock, and the buttons; `brief` leaves the room to what is read below. */
export function CaseHead({ view, brief = false }: { view: CaseView; brief?: boolean }) {
  const { t, lang, bi, word } = useLang()
  const periodName = usePeriodName(view)
  const clock = view.periods.find(period => period.code === view.turn.clock && (period.state === 'running' || period.state === 'overdue'))
  return (
    <header className="panel case-head">
      <div className="case-title">
        <p className="small quiet">
          {view.platformNo}
          {view.numbers.map(number => (
            <NumberText key={number.agency.code + number.no} number={number} />
          ))}
        </p>
        <h1>{view.name}</h1>
        <p className="row wrap">
          <span>{lang === 'en' ? view.chargeEn : view.chargeZh}</span>
          {view.procedure !== null && <span className="tag">{word('case.procedure', view.procedure)}</span>}
          {view.track48 !== null && <TrackTag state={view.track48.state} />}
        </p>
        <Related caseId={view.id} related={view.related} />
      </div>
      <div className="turn">
        <span className="small quiet">{t('case.turn')}</span>
        <strong>{bi(view.turn.agency)}</strong>
        <span>{bi(view.turn.what)}</span>
        {!brief && (
          <span className="small quiet">
            {t('cases.turnSince', { time: dateTime(view.turn.since) })} · <Since at={view.turn.since} />
          </span>
        )}
        {clock && (
          <span className="small">
            <DueDate caseId={view.id} code={clock.code} dueAt={clock.dueAt}>
              {periodName(clock.code)}
            </DueDate>{' '}
            <Countdown dueAt={clock.dueAt} statutory={clock.kind === 'statutory'} />
          </span>
        )}
      </div>
      {!brief && <StageSteps stage={view.stage} />}
      {!brief && <ActionBar view={view} />}
    </header>
  )
}
