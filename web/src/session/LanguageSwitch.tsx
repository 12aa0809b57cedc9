import { i18next } from '../i18n/index.ts'
import { useLang } from '../i18n/use-lang.ts'

export function LanguageSwitch() {
  const { lang } = useLang()
  const other = lang === 'zh' ? 'en' : 'zh'
  return (
    <button
      type="button"
      className="plain switch"
      lang={other === 'en' ? 'en' : 'zh-CN'}
      onClick={() => void i18next.changeLanguage(other)}
    >
      {other === 'en' ? 'English' : '中文'}
    </button>
  )
}
