import { createContext, useContext } from 'react'
import type { CardView, Choice, SourceView } from '../api/cards.ts'

export type CardActs = {
  card: CardView
  /** Confirms values as they stand, or one of their alternatives. */
  confirm: (choices: Choice[]) => Promise<void>
  confirming: boolean
  /** What the last confirmation refused, by path: its code. */
  refused: ReadonlyMap<string, string>
  /** Shows the page of a source; `alternative` is null for the value itself. */
  open: (path: string, alternative: number | null) => void
  /** The source that is open. */
  shown: { path: string; source: SourceView } | null
}

export const CardContext = createContext<CardActs | null>(null)

/** The card around a field; only inside one. */
export function useCard(): CardActs {
  const acts = useContext(CardContext)
  if (acts === null) throw new Error('used outside a card')
  return acts
}
