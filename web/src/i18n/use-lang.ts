import { useTranslation } from 'react-i18next'
import type { Bi } from '../api/types.ts'
import type { Lang } from '../ui/format.ts'

/** Texts, the language shown, and a reader for the names that the server gives in both languages. */
export function useLang() {
  const { t, i18n } = useTranslation()
  const lang: Lang = i18n.language === 'en' ? 'en' : 'zh'
  const bi = (text: Bi): string => (lang === 'en' && text.en !== '' ? text.en : text.zh)
  return { t, lang, bi }
}
