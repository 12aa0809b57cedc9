import type { LawyerRequest } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Countdown } from '../ui/Countdown.tsx'
import { duration } from '../ui/format.ts'

/** Where a request stands: what is left of the three hours, or how long the lawyer took to come. */
export function LawyerState({ row }: { row: LawyerRequest }) {
  const { t, lang, word } = useLang()
  const waits = row.state === 'waiting' || row.state === 'taken'
  return (
    <span className="row wrap small">
      <span className={row.state === 'done' ? 'tag good' : row.state === 'waiting' ? 'tag brand' : 'tag'}>
        {word('lawyer.states', row.state)}
      </span>
      {waits && <Countdown dueAt={row.dueAt} statutory={false} />}
      {row.waitedSeconds !== null && (
        <span className={row.isLate ? 'left over' : 'quiet'}>
          {t('lawyer.waited', { length: duration(row.waitedSeconds * 1000, lang) })}
        </span>
      )}
    </span>
  )
}
