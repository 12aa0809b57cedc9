import type { LetterRow } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'

/** Reminder, warning or supervision letter, in the colour of its level. */
export function LevelTag({ letter }: { letter: Pick<LetterRow, 'kind' | 'level'> }) {
  const { bi } = useLang()
  return <span className={`tag level l${letter.level}`}>{bi(letter.kind)}</span>
}
