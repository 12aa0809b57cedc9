import type { Track48 } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'

/** That a case is, or was, on the 48-hour track. */
export function TrackTag({ state }: { state: Track48['state'] }) {
  const { t } = useLang()
  return <span className={state === 'late' ? 'tag overdue' : state === 'open' ? 'tag brand' : 'tag'}>{t(`track.state.${state}`)}</span>
}
