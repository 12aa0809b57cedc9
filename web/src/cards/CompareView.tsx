import { useQuery } from '@tanstack/react-query'
import { Switch } from 'antd'
import { useSearchParams } from 'react-router'
import { type ComparedField, compareCard } from '../api/cards.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Empty, Loading } from '../ui/Empty.tsx'
import { Panel } from '../ui/Panel.tsx'
import { Problem } from '../ui/Problem.tsx'
import { useCard } from './card-context.ts'

/** The card beside that of the agency before, field by field. */
export function CompareView() {
  const { t, bi } = useLang()
  const { card } = useCard()
  const [params, setParams] = useSearchParams()
  const found = useQuery({ queryKey: ['card', card.id, 'comparison'], queryFn: () => compareCard(card.id) })
  if (found.isPending) return <Loading text={t('app.loading')} />
  if (!found.data) return <Problem error={found.error} retry={() => void found.refetch()} />
  const { with: other, rows } = found.data
  if (other === null) return <Empty title={t('cards.noEarlier')} hint={t('cards.noEarlierHint')} />
  const onlyDifferent = params.get('rows') !== 'all'
  const different = rows.filter(row => !row.equal)
  const shown = onlyDifferent ? different : rows
  const show = (only: boolean): void => {
    const next = new URLSearchParams(params)
    if (only) next.delete('rows')
    else next.set('rows', 'all')
    setParams(next, { replace: true })
  }
  return (
    <Panel
      flush
      title={t('cards.compareWith', { agency: bi(other.agency) })}
      aside={
        <div className="row">
          <Switch id="compare-only" size="small" checked={onlyDifferent} onChange={show} aria-label={t('cards.onlyDifferent')} />
          <label htmlFor="compare-only">{t('cards.onlyDifferentCount', { count: different.length, all: rows.length })}</label>
        </div>
      }
    >
      {shown.length === 0 ? (
        <Empty title={t('cards.noDifference')} />
      ) : (
        <Compared rows={shown} own={bi(card.agency)} other={bi(other.agency)} />
      )}
    </Panel>
  )
}

function Compared({ rows, own, other }: { rows: ComparedField[]; own: string; other: string }) {
  const { t, bi } = useLang()
  const { card } = useCard()
  const person = (id: string | null): string | undefined => card.persons.find(one => one.id === id)?.name
  return (
    <div className="scroll">
      <table className="table rows card-compare">
        <caption className="only-read">{t('cards.compare')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('cards.field')}</th>
            <th scope="col">{own}</th>
            <th scope="col">{other}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.path} className={row.equal ? '' : 'different'}>
              <th scope="row">
                {bi(row)}
                {row.personId !== null && <span className="sub">{person(row.personId)}</span>}
              </th>
              <td>{row.mine === '' ? t('cards.nothing') : row.mine}</td>
              <td>{row.theirs === '' ? t('cards.nothing') : row.theirs}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
