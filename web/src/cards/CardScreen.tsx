import { useEffect } from 'react'
import { useSearchParams } from 'react-router'
import type { CardView, FieldView, SourceView } from '../api/cards.ts'
import { CardForm } from './CardForm.tsx'
import { CardHead } from './CardHead.tsx'
import { CompareView } from './CompareView.tsx'
import { type CardActs, CardContext } from './card-context.ts'
import { rowId } from './openness.ts'
import { SourcePane } from './SourcePane.tsx'
import { useCardKeys } from './use-card-keys.ts'
import { useConfirming } from './use-confirming.ts'
import { WriteBackStrip } from './WriteBackStrip.tsx'

/** One card: its form, or the comparison with the earlier one, and beside it the page of a source. All of it is in the address. */
export function CardScreen({ card }: { card: CardView }) {
  const [params, setParams] = useSearchParams()
  const confirming = useConfirming(card)
  const shown = sourceOf(card, params.get('source'), params.get('other'))
  const change = (values: Record<string, string | null>): void => {
    const next = new URLSearchParams(params)
    for (const [name, value] of Object.entries(values)) {
      if (value === null) next.delete(name)
      else next.set(name, value)
    }
    setParams(next, { replace: true, preventScrollReset: true })
  }
  const acts: CardActs = {
    card,
    ...confirming,
    open: (path, other) => change({ source: path, other: other === null ? null : String(other), page: null }),
    shown,
  }
  useCardKeys(acts)
  const shownPath = shown?.path
  // Beside the page the form is narrower and longer: the field stays in sight.
  useEffect(() => {
    if (shownPath !== undefined) document.getElementById(rowId(shownPath))?.scrollIntoView({ block: 'center' })
  }, [shownPath])
  const close = (): void => {
    change({ source: null, other: null, page: null })
    if (shown !== null) document.getElementById(rowId(shown.path))?.focus()
  }
  const comparing = params.get('view') === 'compare'
  const beside = shown === null || comparing ? null : <SourcePane key={shown.source.documentId} card={card} shown={shown} onClose={close} />
  return (
    <CardContext.Provider value={acts}>
      <CardHead />
      <WriteBackStrip card={card} />
      {comparing ? (
        <CompareView />
      ) : (
        <div className={beside === null ? 'card-screen' : 'card-screen split'}>
          <CardForm onlyOpen={params.get('show') === 'open'} />
          {beside}
        </div>
      )}
    </CardContext.Provider>
  )
}

function sourceOf(card: CardView, path: string | null, other: string | null): { path: string; source: SourceView } | null {
  const field: FieldView | undefined = card.fields.find(one => one.path === path)
  const source = other === null ? field?.source : field?.alternatives[Number(other)]?.source
  return field === undefined || source?.documentId === undefined ? null : { path: field.path, source }
}
