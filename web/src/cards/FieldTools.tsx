import { Button } from 'antd'
import { useState } from 'react'
import type { FieldView } from '../api/cards.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useCard } from './card-context.ts'
import { HistoryDrawer } from './HistoryDrawer.tsx'
import { OverrideDrawer } from './OverrideDrawer.tsx'
import { isCorrection } from './openness.ts'

/** What may be done with a field besides typing: confirm, correct, look at its history. */
export function FieldTools({ field }: { field: FieldView }) {
  const { t, bi } = useLang()
  const { card, confirm, confirming } = useCard()
  const [drawn, setDrawn] = useState<'none' | 'history' | 'override'>('none')
  const mayConfirm = card.canEdit && field.state === 'proposed' && field.alternatives.length === 0 && field.asked === null
  const mayCorrect = card.canEdit && field.locked === null && field.asked === null && isCorrection(field)
  return (
    <div className="row tools">
      {mayConfirm && (
        <Button
          size="small"
          disabled={confirming}
          aria-label={t('cards.confirmOf', { label: bi(field), value: field.shown })}
          onClick={() => void confirm([{ path: field.path }])}
        >
          {t('cards.confirm')}
        </Button>
      )}
      {mayCorrect && (
        <button
          type="button"
          className="plain dotted small"
          aria-label={t('cards.overrideOf', { label: bi(field) })}
          onClick={() => setDrawn('override')}
        >
          {t('cards.override')}
        </button>
      )}
      {field.version > 0 && (
        <button
          type="button"
          className="plain dotted small history"
          aria-label={t('cards.historyOf', { label: bi(field) })}
          onClick={() => setDrawn('history')}
        >
          {t('cards.history')}
        </button>
      )}
      <HistoryDrawer field={drawn === 'history' ? field : null} onClose={() => setDrawn('none')} />
      <OverrideDrawer field={drawn === 'override' ? field : null} onClose={() => setDrawn('none')} />
    </div>
  )
}
