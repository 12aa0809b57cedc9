import { useSearchParams } from 'react-router'
import { date } from '../ui/format.ts'
import { usualZoom, ZOOMS, type Zoom } from './time-scale.ts'

/** What of the clocks is shown, held in the address: a reload, a bookmark and the back button keep it. */
export function useClockPlace(instants: readonly number[]) {
  const [params, setParams] = useSearchParams()
  const zoom: Zoom = ZOOMS.find(name => name === params.get('zoom')) ?? usualZoom(instants)
  const day = params.get('at')
  const around = day !== null && /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T12:00:00+08:00`).getTime() : null
  const searchWith = (change: Record<string, string | null>): URLSearchParams => {
    const next = new URLSearchParams(params)
    for (const [name, value] of Object.entries(change)) {
      if (value === null) next.delete(name)
      else next.set(name, value)
    }
    return next
  }
  return {
    zoom,
    around: around !== null && Number.isNaN(around) ? null : around,
    shape: params.get('as') === 'table' ? ('table' as const) : ('drawing' as const),
    onlyOpen: params.get('open') === '1',
    chosen: params.get('clock'),
    /** The address with something changed, for links. */
    to: (change: Record<string, string | null>): string => `?${searchWith(change).toString()}`,
    choose: (clock: string | null): void => setParams(searchWith({ clock }), { replace: clock === null }),
    setOnlyOpen: (open: boolean): void => setParams(searchWith({ open: open ? '1' : null }), { replace: true }),
    move: (at: number): void => setParams(searchWith({ at: date(at) }), { replace: true }),
  }
}

export type ClockPlace = ReturnType<typeof useClockPlace>
