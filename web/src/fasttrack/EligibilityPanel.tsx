import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { getEligibility } from '../api/fast-track.ts'
import type { CaseView, Eligibility, EligibilityRow } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Loading } from '../ui/Empty.tsx'
import { shortTime } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { Problem } from '../ui/Problem.tsx'
import { AnswerDrawer } from './AnswerDrawer.tsx'

/** The eligibility table as it stands: each row with its result, the article, and where it came from. */
export function EligibilityPanel({ view }: { view: CaseView }) {
  const { t } = useLang()
  const found = useQuery({ queryKey: ['case', view.id, 'fast-track'], queryFn: () => getEligibility(view.id) })
  const [answering, setAnswering] = useState(false)
  const [open, setOpen] = useState(false)
  if (found.isPending) return <Loading text={t('app.loading')} />
  if (found.isError) return <Problem error={found.error} retry={() => void found.refetch()} />
  const { rows } = found.data
  const mine = rows.filter(({ mayAnswer }) => mayAnswer)
  const shown = open ? rows.filter(({ holds }) => holds !== 'holds') : rows
  return (
    <Panel flush title={t('fastTrack.title')} aside={<Verdicts found={found.data} />}>
      <div className="row wrap spread eligibility-head">
        <button type="button" className="plain dotted small" aria-pressed={open} onClick={() => setOpen(!open)}>
          {open ? t('fastTrack.all') : t('fastTrack.only')}
        </button>
        <Button
          size="small"
          disabled={mine.length === 0}
          title={mine.length === 0 ? t('fastTrack.nothing') : ''}
          onClick={() => setAnswering(true)}
        >
          {t('fastTrack.answer')}
        </Button>
      </div>
      <div className="scroll">
        <table className="table eligibility">
          <caption className="only-read">{t('fastTrack.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('fastTrack.row')}</th>
              <th scope="col">{t('fastTrack.whose')}</th>
              <th scope="col">{t('fastTrack.result')}</th>
              <th scope="col">{t('fastTrack.from')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(row => (
              <Row key={`${row.code}-${row.casePersonId ?? ''}`} row={row} persons={found.data.persons} />
            ))}
          </tbody>
        </table>
      </div>
      <AnswerDrawer view={view} rows={answering ? mine : null} persons={found.data.persons} onClose={() => setAnswering(false)} />
    </Panel>
  )
}

function Verdicts({ found }: { found: Eligibility }) {
  const { t } = useLang()
  const say = ({ outcome, row }: Eligibility['trial']): string => {
    if (outcome === 'ELIGIBLE') return t('fastTrack.outcome.ELIGIBLE')
    return t(outcome === 'UNKNOWN' ? 'fastTrack.outcome.UNKNOWN' : 'fastTrack.outcome.NOT_ELIGIBLE', { row: row ?? '' })
  }
  return (
    <span className="row wrap small">
      <span>
        {t('fastTrack.track')} <span className={tagOf(found.track.outcome)}>{say(found.track)}</span>
      </span>
      <span>
        {t('fastTrack.trial')} <span className={tagOf(found.trial.outcome)}>{say(found.trial)}</span>
      </span>
    </span>
  )
}

const tagOf = (outcome: string): string => (outcome === 'ELIGIBLE' ? 'tag good' : outcome === 'NOT_ELIGIBLE' ? 'tag overdue' : 'tag')

function Row({ row, persons }: { row: EligibilityRow; persons: Eligibility['persons'] }) {
  const { t, bi, word } = useLang()
  return (
    <tr>
      <td>
        <strong>{row.code}</strong> {bi(row)} {!row.isTrial && <span className="tag">{t('fastTrack.local')}</span>}
        <span className="sub">{row.basis}</span>
      </td>
      <td className="nowrap">{persons.find(({ id }) => id === row.casePersonId)?.name ?? t('fastTrack.ofCase')}</td>
      <td className="nowrap">
        <span className={row.holds === 'holds' ? 'tag good' : row.holds === 'fails' ? 'tag overdue' : 'tag'}>
          {word('fastTrack.holds', row.holds)}
        </span>
      </td>
      <td>
        {row.sources.map(source => (
          <Source key={`${source.kind}${source.at ?? ''}${source.zh}`} source={source} />
        ))}
        {row.sources.length === 0 && '—'}
      </td>
    </tr>
  )
}

function Source({ source }: { source: EligibilityRow['sources'][number] }) {
  const { t, bi } = useLang()
  const { kind, value, note, by, agency, at } = source
  if (kind === 'case') return <div>{bi(source)}</div>
  const said = typeof value === 'number' ? t('fastTrack.months', { count: value }) : value ? t('fastTrack.yes') : t('fastTrack.no')
  return (
    <div>
      {said}
      {note !== null && `：${note}`}
      {agency !== null && at !== null && (
        <span className="sub">{t('fastTrack.by', { name: by ?? '', agency: bi(agency), at: shortTime(at) })}</span>
      )}
    </div>
  )
}
