import { useLang } from '../i18n/use-lang.ts'
import { useNow } from './clock.ts'
import { duration } from './format.ts'

const NEAR_MS = 24 * 3600_000

type Props = { dueAt: string; statutory?: boolean }

/** What is left until an instant, live. Red only when it has passed. */
export function Countdown({ dueAt, statutory = true }: Props) {
  const { t, lang } = useLang()
  const left = new Date(dueAt).getTime() - useNow()
  const length = duration(left, lang)
  if (left < 0) {
    return <span className="left over">{statutory ? t('time.overdue', { length }) : t('time.late', { length })}</span>
  }
  return <span className={left < NEAR_MS ? 'left near' : 'left'}>{t('time.left', { length })}</span>
}

/** How long something has lasted since an instant, live. */
export function Since({ at }: { at: string }) {
  const { t, lang } = useLang()
  return <>{t('time.since', { length: duration(useNow() - new Date(at).getTime(), lang) })}</>
}
