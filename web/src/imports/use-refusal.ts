import { useLang } from '../i18n/use-lang.ts'
import { zh } from '../i18n/zh/index.ts'

type Known = keyof (typeof zh)['refusal']

const isKnown = (code: string): code is Known => Object.hasOwn(zh.refusal, code)

/** Why a file was not taken, and what mends it, in plain words. */
export function useRefusal() {
  const { t, lang } = useLang()
  return (code: string, detail: string | null, remedy: string | null): { why: string; mend: string } => {
    const known: Known = isKnown(code) ? code : 'other'
    // The server's own words are Chinese and more exact than the table here.
    if (lang === 'zh' && detail !== null) return { why: detail, mend: remedy ?? t(`refusal.${known}.mend`) }
    return { why: t(`refusal.${known}.why`), mend: t(`refusal.${known}.mend`) }
  }
}
