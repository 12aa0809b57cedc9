import { Button } from 'antd'
import { useSearchParams } from 'react-router'
import { cardPdfAddress } from '../api/cards.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useCard } from './card-context.ts'
import { progressOf, type Want } from './openness.ts'
import { goToNext } from './use-card-keys.ts'

/** How far the card is, each figure leading to the next field of its kind, and the views of the card. */
export function CardHead() {
  const { t, bi } = useLang()
  const { card } = useCard()
  const [params, setParams] = useSearchParams()
  const { needed, filled, proposed, conflicts, asked, problems } = progressOf(card.fields)
  const figures: [Want, string, boolean][] = [
    ['missing', t('cards.progress.needed', { filled, needed }), filled < needed],
    ['proposed', t('cards.progress.proposed', { count: proposed }), proposed > 0],
    ['conflict', t('cards.progress.conflicts', { count: conflicts }), conflicts > 0],
    ...(asked > 0 ? [['asked', t('cards.progress.asked', { count: asked }), true] satisfies [Want, string, boolean]] : []),
    ...(problems > 0 ? [['problem', t('cards.progress.problems', { count: problems }), true] satisfies [Want, string, boolean]] : []),
  ]
  const flip = (name: string, value: string): void => {
    const next = new URLSearchParams(params)
    if (next.get(name) === value) next.delete(name)
    else next.set(name, value)
    setParams(next, { preventScrollReset: true })
  }
  const comparing = params.get('view') === 'compare'
  return (
    <div className="card-head">
      <h2>{t('cards.titleOf', { agency: bi(card.agency) })}</h2>
      <ul className="card-progress" aria-label={t('cards.progress.label')}>
        {figures.map(([want, text, open]) => (
          <li key={want} className={open ? want : 'done'}>
            {open && !comparing ? (
              <button type="button" className="plain dotted" title={t('cards.progress.jump')} onClick={() => goToNext(card.fields, want)}>
                {text}
              </button>
            ) : (
              text
            )}
          </li>
        ))}
      </ul>
      <div className="row wrap no-print">
        {!card.canEdit && <span className="tag">{t('cards.readOnly')}</span>}
        <Button size="small" aria-pressed={params.get('show') === 'open'} disabled={comparing} onClick={() => flip('show', 'open')}>
          {t('cards.onlyOpen')}
        </Button>
        <Button size="small" aria-pressed={comparing} onClick={() => flip('view', 'compare')}>
          {t('cards.compare')}
        </Button>
        <a href={cardPdfAddress(card.id)} target="_blank" rel="noreferrer">
          {t('cards.print')}
        </a>
      </div>
    </div>
  )
}
