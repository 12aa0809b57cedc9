import { useSearchParams } from 'react-router'
import type { CaseFilter } from '../api/cases.ts'

export const VIEWS = ['mine', 'agency'] as const
export type View = (typeof VIEWS)[number]

/** The filter of the list, held in the address: a reload, a bookmark and the back button keep it. */
export function useCaseFilter() {
  const [params, setParams] = useSearchParams()
  const asked = params.get('view')
  const view = VIEWS.find(name => name === asked) ?? 'mine'
  const filter: CaseFilter = { view, stage: params.get('stage') ?? '', q: params.get('q') ?? '', track48: params.get('track48') === 'true' }
  const change = (part: Partial<CaseFilter>): void => {
    const next = { ...filter, ...part }
    const search: Record<string, string> = {}
    if (next.view !== 'mine') search.view = next.view
    if (next.stage !== '') search.stage = next.stage
    if (next.q !== '') search.q = next.q
    if (next.track48) search.track48 = 'true'
    // Typing in the search box is one step back, not one per letter.
    setParams(search, { replace: part.q !== undefined })
  }
  return { filter, view, change, narrowed: filter.stage !== '' || filter.q !== '' || filter.track48 }
}
