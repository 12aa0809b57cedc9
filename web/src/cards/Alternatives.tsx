import { Button } from 'antd'
import type { FieldView } from '../api/cards.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useCard } from './card-context.ts'
import { Source } from './SourceLine.tsx'
import { useShown } from './use-shown.ts'

/** Values that contradict each other, side by side with their sources, one of them to be chosen. */
export function Alternatives({ field }: { field: FieldView }) {
  const { t, bi } = useLang()
  const { card, confirm, confirming } = useCard()
  const { state, source, alternatives, path } = field
  const words = useShown(field)
  if (alternatives.length === 0) return null
  const isOpen = state === 'conflict' || state === 'proposed'
  const values = [
    ...(isOpen ? [{ shown: words(field.value, field.shown), source, at: null }] : []),
    ...alternatives.map((alternative, at) => ({ shown: words(alternative.value, alternative.shown), source: alternative.source, at })),
  ]
  const list = (
    <ul className="card-choices" aria-label={t('cards.choicesOf', { label: bi(field) })}>
      {values.map(({ shown, source: from, at }) => (
        <li key={at ?? 'own'}>
          <strong>{shown === '' ? t('cards.nothing') : shown}</strong>
          <div className="small">{from !== null && <Source source={from} path={path} alternative={at} />}</div>
          {card.canEdit && field.locked === null && field.asked === null && (
            <Button
              size="small"
              disabled={confirming}
              aria-label={t('cards.takeOf', { label: bi(field), value: shown })}
              onClick={() => void confirm([at === null ? { path } : { path, alternative: at }])}
            >
              {t('cards.take')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
  if (isOpen) return list
  return (
    <details className="card-also">
      <summary className="small quiet">{t('cards.alsoSaid', { count: alternatives.length })}</summary>
      {list}
    </details>
  )
}
