import type { FieldView } from '../api/cards.ts'
import { useLang } from '../i18n/use-lang.ts'
import { shapeOf } from './values/shape.ts'
import { useValueWords } from './values/use-value-words.ts'

/** A value of a field in words: the server's in Chinese, one's own in English. */
export function useShown(field: Pick<FieldView, 'shape'>): (value: unknown, shown: string) => string {
  const { lang } = useLang()
  const words = useValueWords()
  return (value, shown) => (lang === 'zh' ? shown : words(shapeOf(field.shape), value))
}
