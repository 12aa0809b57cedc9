import { useRef } from 'react'
import { Link } from 'react-router'
import type { PeriodRule } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useKeys } from '../ui/keys.ts'
import { SearchInput } from '../ui/SearchInput.tsx'

type Props = {
  items: PeriodRule[] | undefined
  q: string
  chosen: string
  onSearch: (text: string) => void
  addressOf: (code: string) => string
}

/** All periods of the table, found by name in both languages, article or code. */
export function PeriodPicker({ items, q, chosen, onSearch, addressOf }: Props) {
  const { t, lang, bi } = useLang()
  const search = useRef<HTMLInputElement>(null)
  useKeys([{ key: '/', label: t('keys.search'), run: () => search.current?.focus() }])
  return (
    <nav className="panel picker no-print" aria-label={t('calculator.periods')}>
      <div className="picker-search">
        <SearchInput value={q} label={t('calculator.search')} onSearch={onSearch} inputRef={search} />
        <p className="small quiet" role="status">
          {items && t('calculator.found', { count: items.length })}
        </p>
      </div>
      <ul>
        {items?.map(item => (
          <li key={item.code}>
            <Link to={addressOf(item.code)} {...(item.code === chosen ? { 'aria-current': 'true' as const } : {})}>
              <span>
                {bi(item)} {item.verify && <span className="tag care">{t('period.verify')}</span>}
              </span>
              <span className="small quiet">{lang === 'zh' ? item.basisZh : item.basis}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
