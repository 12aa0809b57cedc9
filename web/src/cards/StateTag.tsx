import type { FieldView } from '../api/cards.ts'
import { useLang } from '../i18n/use-lang.ts'

const LOOK: Record<FieldView['state'], string> = {
  empty: '',
  auto: 'tag',
  proposed: 'tag care',
  confirmed: '',
  conflict: 'tag overdue',
  overridden: 'tag brand',
}

/** The state of a value in a word; what is confirmed or empty needs none. */
export function StateTag({ field }: { field: FieldView }) {
  const { t } = useLang()
  if (field.asked !== null) return <span className="tag care">{t('cards.state.asked')}</span>
  if (field.locked !== null && field.state !== 'conflict') return <span className="tag">{t('cards.state.locked')}</span>
  return LOOK[field.state] === '' ? null : <span className={LOOK[field.state]}>{t(`cards.state.${field.state}`)}</span>
}
