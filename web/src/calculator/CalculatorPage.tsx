import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link } from 'react-router'
import { listPeriods } from '../api/clocks.ts'
import { useLang } from '../i18n/use-lang.ts'
import { LanguageSwitch } from '../session/LanguageSwitch.tsx'
import '../session/shell.css'
import { Loading } from '../ui/Empty.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Calculation } from './Calculation.tsx'
import './calculator.css'
import { PeriodPicker } from './PeriodPicker.tsx'
import { toSearch } from './state.ts'
import { useEntered } from './use-entered.ts'

/** The calculator of statutory periods, for everybody and about no case. What is entered is the address. */
export function CalculatorPage() {
  const { t } = useLang()
  const { entered, q, enter, search } = useEntered()
  const all = useQuery({ queryKey: ['periods', ''], queryFn: () => listPeriods(''), staleTime: Number.POSITIVE_INFINITY })
  const found = useQuery({
    queryKey: ['periods', q],
    queryFn: ({ signal }) => listPeriods(q, signal),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  })
  useEffect(() => {
    document.title = t('calculator.title')
  }, [t])
  const rule = all.data?.items.find(({ code }) => code === entered.code)
  return (
    <>
      <a className="skip" href="#main">
        {t('app.skip')}
      </a>
      <header className="top no-print">
        <Link to="/" reloadDocument className="mark">
          {t('app.name')}
        </Link>
        <h1 className="calculator-title">{t('calculator.title')}</h1>
        <div className="who">
          <LanguageSwitch />
          <Link to="/" reloadDocument className="plain">
            {t('calculator.back')}
          </Link>
        </div>
      </header>
      <main id="main" tabIndex={-1} className="page calculator">
        <PeriodPicker
          items={found.data?.items}
          q={q}
          chosen={entered.code}
          onSearch={search}
          addressOf={code => `?${toSearch({ ...entered, code, length: '', events: [] }, q).toString()}`}
        />
        {all.isError ? (
          <Problem error={all.error} retry={() => void all.refetch()} />
        ) : all.isPending ? (
          <Loading text={t('app.loading')} />
        ) : (
          <Calculation key={rule?.code ?? ''} rule={rule} entered={entered} onChange={enter} />
        )}
      </main>
    </>
  )
}
