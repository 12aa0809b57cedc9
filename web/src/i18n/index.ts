import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en/index.ts'
import { zh } from './zh/index.ts'

const REMEMBERED = 'anlian.lang'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof zh }
  }
}

const start = localStorage.getItem(REMEMBERED) === 'en' ? 'en' : 'zh'

const show = (lang: string): void => {
  document.documentElement.lang = lang === 'en' ? 'en' : 'zh-CN'
  document.title = i18next.t('app.name')
}

void i18next
  .use(initReactI18next)
  .init({
    lng: start,
    fallbackLng: 'zh',
    resources: { zh: { translation: zh }, en: { translation: en } },
    interpolation: { escapeValue: false },
  })
  .then(() => show(start))

i18next.on('languageChanged', lang => {
  localStorage.setItem(REMEMBERED, lang)
  show(lang)
})

export { i18next }
