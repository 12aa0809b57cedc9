import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { type CardDifference, listDifferences } from '../api/connectors.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Since } from '../ui/Countdown.tsx'
import { Empty, Loading } from '../ui/Empty.tsx'
import { dateTime } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { Problem } from '../ui/Problem.tsx'
import { SearchInput } from '../ui/SearchInput.tsx'
import './connectors.css'
import { MeterPanel } from './MeterPanel.tsx'
import { RequiredSwitch } from './RequiredSwitch.tsx'
import { SettleDrawer } from './SettleDrawer.tsx'

/** Where the cards and the agencies' own systems say different things (数据核对), and how much nobody had to type. */
export function DifferencesPage() {
  const { t } = useLang()
  const [params, setParams] = useSearchParams()
  const [settling, setSettling] = useState<CardDifference | null>(null)
  const found = useQuery({ queryKey: ['differences'], queryFn: listDifferences })
  const text = params.get('q') ?? ''
  const all = found.data?.differences ?? []
  const fits = (row: CardDifference): boolean =>
    `${row.caseName} ${row.zh} ${row.en} ${row.owner ?? ''}`.toLowerCase().includes(text.toLowerCase())
  const shown = all.filter(fits).sort((one, other) => one.foundAt.localeCompare(other.foundAt))
  return (
    <div className="stack differences-page">
      <div className="page-head">
        <h1>{t('differences.title')}</h1>
        <SearchInput value={text} label={t('differences.search')} onSearch={q => setParams(q === '' ? {} : { q }, { replace: true })} />
      </div>
      <p className="quiet">{t('differences.hint')}</p>
      {found.isPending && <Loading text={t('app.loading')} />}
      {found.isError && <Problem error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && shown.length === 0 && <Nothing filtered={all.length > 0} />}
      {shown.length > 0 && (
        <Panel flush title={t('differences.list')}>
          <Rows rows={shown} onSettle={setSettling} />
        </Panel>
      )}
      <SettleDrawer difference={settling} onClose={() => setSettling(null)} />
      <RequiredSwitch />
      <MeterPanel />
    </div>
  )
}

function Nothing({ filtered }: { filtered: boolean }) {
  const { t } = useLang()
  if (filtered) return <Empty title={t('differences.filtered')} hint={t('differences.filteredHint')} />
  return <Empty title={t('differences.none')} hint={t('differences.noneHint')} />
}

function Rows({ rows, onSettle }: { rows: CardDifference[]; onSettle: (row: CardDifference) => void }) {
  const { t, bi } = useLang()
  return (
    <div className="scroll">
      <table className="table rows">
        <caption className="only-read">{t('differences.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('differences.case')}</th>
            <th scope="col">{t('cards.field')}</th>
            <th scope="col">{t('differences.ours')}</th>
            <th scope="col">{t('differences.theirs')}</th>
            <th scope="col">{t('differences.owner')}</th>
            <th scope="col">{t('differences.act')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.id}>
              <th scope="row">
                <Link to={`/cases/${row.caseId}/card`}>{row.caseName}</Link>
              </th>
              <td>{bi(row)}</td>
              <td>{row.ours === '' ? t('cards.nothing') : row.ours}</td>
              <td>{row.theirs === '' ? t('cards.nothing') : row.theirs}</td>
              <td>
                {row.owner ?? t('differences.nobody')}
                <span className="sub">
                  {dateTime(row.foundAt)} · <Since at={row.foundAt} />
                </span>
              </td>
              <td>
                <Button
                  size="small"
                  aria-label={t('differences.settleOf', { field: bi(row), case: row.caseName })}
                  onClick={() => onSettle(row)}
                >
                  {t('differences.settle')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
