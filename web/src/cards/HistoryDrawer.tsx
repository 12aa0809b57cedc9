import { useQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { type FieldView, listEntries } from '../api/cards.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Empty, Loading } from '../ui/Empty.tsx'
import { dateTime } from '../ui/format.ts'
import { Problem } from '../ui/Problem.tsx'
import { useCard } from './card-context.ts'
import { useShown } from './use-shown.ts'

/** What stood in a field when, by whom and from where; the latest first. */
export function HistoryDrawer({ field, onClose }: { field: FieldView | null; onClose: () => void }) {
  const { t, bi } = useLang()
  return (
    <Drawer
      open={field !== null}
      onClose={onClose}
      size={460}
      title={field === null ? '' : t('cards.historyOf', { label: bi(field) })}
      destroyOnHidden
    >
      {field !== null && <Entries field={field} />}
    </Drawer>
  )
}

function Entries({ field }: { field: FieldView }) {
  const { path } = field
  const words = useShown(field)
  const { t, bi, word } = useLang()
  const { card } = useCard()
  const found = useQuery({ queryKey: ['card', card.id, 'history', path], queryFn: () => listEntries(card.id, path) })
  if (found.isPending) return <Loading text={t('app.loading')} />
  if (!found.data) return <Problem error={found.error} retry={() => void found.refetch()} />
  const entries = [...found.data.entries].sort((one, other) => other.at.localeCompare(one.at))
  if (entries.length === 0) return <Empty title={t('cards.noHistory')} />
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
    <section tabIndex={0} aria-label={t('cards.historyOf', { label: bi(field) })}>
      <ol className="card-history">
        {entries.map(entry => (
          <li key={`${entry.at} ${entry.state ?? ''} ${entry.shown}`}>
            <p className="small quiet">
              {dateTime(entry.at)} · {entry.by ?? t('cards.platform')}
            </p>
            <p>
              <strong>{words(entry.value, entry.shown) || t('cards.nothing')}</strong>{' '}
              {entry.state !== null && <span className="tag">{word('cards.state', entry.state)}</span>}
            </p>
            {entry.source !== null && <p className="small quiet">{bi(entry.source)}</p>}
            {entry.reason !== null && entry.reason !== '' && <p className="small">{t('cards.reasonIs', { reason: entry.reason })}</p>}
          </li>
        ))}
      </ol>
    </section>
  )
}
