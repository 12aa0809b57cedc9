import { useQuery } from '@tanstack/react-query'
import { readRegisters } from '../api/administration.ts'
import { useLang } from '../i18n/use-lang.ts'
import { count } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { Problem } from '../ui/Problem.tsx'

/** Each register of numbers: issuer, series and year, what was given and what is missing or doubled. */
export function Registers() {
  const { t, bi } = useLang()
  const found = useQuery({ queryKey: ['integrity', 'numbers'], queryFn: readRegisters })
  if (found.isError) return <Problem error={found.error} retry={() => void found.refetch()} />
  if (!found.data) return null
  return (
    <Panel title={t('integrity.numbers')} flush>
      <div className="scroll">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('integrity.issuer')}</th>
              <th scope="col">{t('integrity.series')}</th>
              {(['year', 'last', 'used', 'missing', 'doubled', 'beyond'] as const).map(column => (
                <th key={column} scope="col" className="num">
                  {t(`integrity.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.data.series.map(one => (
              <tr key={`${one.issuer} ${one.series} ${one.year}`}>
                <td>
                  {one.issuer.startsWith('platform:')
                    ? t('integrity.platform', { code: one.issuer.slice('platform:'.length) })
                    : bi(one.issuerName)}
                </td>
                <td>{one.series}</td>
                <td className="num">{one.year}</td>
                <td className="num">{count(one.last)}</td>
                <td className="num">{count(one.used)}</td>
                <td className="num">{wrong(one.missing, one.gaps)}</td>
                <td className="num">{wrong(one.doubled, one.doubles)}</td>
                <td className="num">{wrong(one.beyond, [])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}

const wrong = (number: number, which: readonly number[]) =>
  number === 0 ? (
    0
  ) : (
    <span className="left over">
      {number}
      {which.length > 0 && ` (${which.join(', ')}${which.length < number ? ' …' : ''})`}
    </span>
  )
