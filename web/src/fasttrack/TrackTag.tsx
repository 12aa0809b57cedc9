import { useLang } from '../i18n/use-lang.ts'

/** That a case is, or was, on the 48-hour track. */
export function TrackTag({ state }: { state: string }) {
  const { word } = useLang()
  return <span className={state === 'late' ? 'tag overdue' : state === 'open' ? 'tag brand' : 'tag'}>{word('track.state', state)}</span>
}
