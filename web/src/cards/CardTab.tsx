import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { type CardRow, getCard, listCards } from '../api/cards.ts'
import type { CaseView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { Empty, Loading } from '../ui/Empty.tsx'
import { LinkTabs } from '../ui/LinkTabs.tsx'
import { Problem } from '../ui/Problem.tsx'
import { CardScreen } from './CardScreen.tsx'
import { CorrectionBanner } from './CorrectionBanner.tsx'
import './cards.css'
import './field.css'
import './values/values.css'

/** The cards (案卡) of a case: one's own agency's first, those of the others to read. */
export function CardTab({ view }: { view: CaseView }) {
  const { t, bi } = useLang()
  const { session } = useSession()
  const [params] = useSearchParams()
  const found = useQuery({ queryKey: ['cards', view.id], queryFn: () => listCards(view.id) })
  if (found.isPending) return <Loading text={t('app.loading')} />
  if (!found.data) return <Problem error={found.error} retry={() => void found.refetch()} />
  const cards = [...found.data.cards].sort(byOwn(session.user.agency.code))
  const chosen = cards.find(({ id }) => id === params.get('card')) ?? cards[0]
  if (chosen === undefined) return <Empty title={t('cards.none')} hint={t('cards.noneHint')} />
  return (
    <div className="stack">
      <CorrectionBanner caseId={view.id} />
      {cards.length > 1 && (
        <LinkTabs
          label={t('cards.choice')}
          tabs={cards.map(card => ({
            to: `/cases/${view.id}/card?card=${card.id}`,
            text: t(card.canEdit ? 'cards.cardOf' : 'cards.cardToRead', { agency: bi(card.agency) }),
            current: card.id === chosen.id,
          }))}
        />
      )}
      <OneCard key={chosen.id} row={chosen} />
    </div>
  )
}

function OneCard({ row }: { row: CardRow }) {
  const { t } = useLang()
  const found = useQuery({ queryKey: ['card', row.id], queryFn: () => getCard(row.id) })
  if (found.isPending) return <Loading text={t('app.loading')} />
  if (!found.data) return <Problem error={found.error} retry={() => void found.refetch()} />
  return <CardScreen card={found.data} />
}

const ORDER = ['court', 'procuratorate', 'police']
const byOwn =
  (own: string) =>
  (one: CardRow, other: CardRow): number =>
    Number(other.agency.code === own) - Number(one.agency.code === own) || ORDER.indexOf(one.stage) - ORDER.indexOf(other.stage)
