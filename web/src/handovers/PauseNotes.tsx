import type { LinePause } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { dateTime } from '../ui/format.ts'

/** Says which lines are down: what waits for them, and that no date moves. */
export function PauseNotes({ pauses }: { pauses: LinePause[] }) {
  const { t, bi } = useLang()
  return pauses.map(pause => (
    <p key={pause.agency.code} className="notice">
      {t('handOver.paused', { agency: bi(pause.agency), reason: pause.reason, time: dateTime(pause.expectedEnd) })}
    </p>
  ))
}
