import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { getLetter, letterAddress } from '../api/letters.ts'
import type { LetterView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Countdown } from '../ui/Countdown.tsx'
import { Loading } from '../ui/Empty.tsx'
import { dateTime, duration } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { Problem } from '../ui/Problem.tsx'
import { LetterActions } from './LetterActions.tsx'
import './letters.css'
import { Course, Deliveries, Recipients } from './Course.tsx'
import { Wait } from './LetterTable.tsx'
import { LevelTag } from './LevelTag.tsx'
import { Paper } from './Paper.tsx'
import { StateSteps } from './StateSteps.tsx'

/** One letter: its paper, where it stands, what is asked of me, and its course. */
export function LetterPage() {
  const { t } = useLang()
  const { letterId = '' } = useParams()
  const found = useQuery({ queryKey: ['letters', 'one', letterId], queryFn: () => getLetter(letterId) })
  if (found.isPending) return <Loading text={t('app.loading')} />
  if (!found.data) return <Problem error={found.error} retry={() => void found.refetch()} />
  const letter = found.data
  return (
    <div className="stack letter-page">
      <Head letter={letter} />
      <div className="letter-columns">
        <Paper letter={letter} />
        <div className="stack no-print">
          <Panel title={t('letters.course')}>
            <Course letter={letter} />
          </Panel>
          <Panel title={t('letters.recipients')} flush>
            <Recipients letter={letter} />
          </Panel>
          {letter.deliveries.length > 0 && (
            <Panel title={t('letters.deliveries')} flush>
              <Deliveries letter={letter} />
            </Panel>
          )}
        </div>
      </div>
    </div>
  )
}

function Head({ letter }: { letter: LetterView }) {
  const { t, bi, lang, word } = useLang()
  return (
    <header className="panel letter-head no-print">
      <div>
        <p className="small quiet">
          <Link className="inline" to="/letters">
            {t('letters.title')}
          </Link>{' '}
          · {letter.number ?? t('letters.noNumber')}
        </p>
        <h1 className="row wrap">
          <LevelTag letter={letter} /> {bi(letter.period)}
        </h1>
        <p className="small">
          {t('period.due')} {dateTime(letter.dueAt)} {letter.closedAt === null && <Countdown dueAt={letter.dueAt} />}{' '}
          {letter.custody && <span className="tag overdue">{t('case.person.inCustody')}</span>}{' '}
          {letter.caseReview && <span className="tag care">{t('letters.caseReview')}</span>}
        </p>
      </div>
      <div className="turn">
        <strong>{bi(letter.stateName)}</strong>
        <span className="small">
          <Wait row={letter} />
        </span>
        {letter.result !== null && (
          <span className={letter.result === 'late' ? 'small left over' : 'small'}>
            {word('letters.result', letter.result)}
            {letter.lateSeconds !== null && letter.lateSeconds > 0 && ` · ${duration(letter.lateSeconds * 1000, lang)}`}
          </span>
        )}
        <span className="row wrap">
          {letter.caseId !== null && <Link to={`/cases/${letter.caseId}/clocks`}>{t('letters.openCase')}</Link>}
          <a href={letterAddress(letter.id)} target="_blank" rel="noopener">
            {t('letters.pdf')}
          </a>
        </span>
      </div>
      <StateSteps letter={letter} />
      <LetterActions letter={letter} />
    </header>
  )
}
