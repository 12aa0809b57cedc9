import { useLang } from '../i18n/use-lang.ts'

/** What a fault means, in a word, with how many there are. */
export function Severity({ severity, count }: { severity: string; count: number }) {
  const { word } = useLang()
  return (
    <span className={severity === 'notice' ? 'tag care' : 'tag overdue'}>
      {word('integrity.severity', severity)} {count}
    </span>
  )
}
