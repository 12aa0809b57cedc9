import { useEffect, useRef } from 'react'
import { useLang } from '../i18n/use-lang.ts'

export type Errors = Record<string, string>

/** All errors of a form above it, each leading to its field. Takes the focus when errors come. */
export function ErrorSummary({ errors, prefix }: { errors: Errors; prefix: string }) {
  const { t } = useLang()
  const box = useRef<HTMLDivElement>(null)
  const list = Object.entries(errors)
  useEffect(() => {
    if (Object.keys(errors).length > 0) box.current?.focus()
  }, [errors])
  if (list.length === 0) return null
  return (
    <div className="notice" role="alert" tabIndex={-1} ref={box}>
      <strong>{t('form.errors', { count: list.length })}</strong>
      <ul>
        {list.map(([name, text]) => (
          <li key={name}>
            <a
              href={`#${prefix}${name}`}
              onClick={event => {
                event.preventDefault()
                document.getElementById(prefix + name)?.focus()
              }}
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
