import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { type CardMeter, getMeter } from '../api/cards.ts'
import { near } from '../forms/FieldControl.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { comparesAgencies } from '../session/duties.ts'
import { useSession } from '../session/session-context.ts'
import { useReference } from '../session/use-reference.ts'
import { legalNow } from '../ui/clock.ts'
import { DateInput } from '../ui/DateInput.tsx'
import { Empty, Loading } from '../ui/Empty.tsx'
import { count, date } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { Problem } from '../ui/Problem.tsx'
import { readDate } from '../ui/read-date.ts'
import { Select } from '../ui/Select.tsx'

const CARD_AGENCIES = ['publicSecurity', 'procuratorate', 'court']
/** With fewer, a share says nothing. */
const ENOUGH = 10

/** How much of the cards nobody had to type (少录入): share, corrections and minutes, from what people really did. */
export function MeterPanel() {
  const { t, bi } = useLang()
  const { session } = useSession()
  const everybody = comparesAgencies(session.user)
  const agencies = near(useReference()?.agencies ?? [], session.user.agency.code).filter(({ type }) => CARD_AGENCIES.includes(type))
  const [params, setParams] = useSearchParams()
  const today = date(legalNow())
  const filter = {
    from: params.get('from') ?? `${today.slice(0, 4)}-01-01`,
    to: params.get('to') ?? today,
    agency: everybody ? (params.get('agency') ?? agencies[0]?.code ?? '') : session.user.agency.code,
  }
  const found = useQuery({ queryKey: ['cardMeter', filter], queryFn: () => getMeter(filter), enabled: filter.agency !== '' })
  const change = (name: 'from' | 'to' | 'agency', value: string): void => {
    const next = new URLSearchParams(params)
    next.set(name, value)
    setParams(next, { replace: true, preventScrollReset: true })
  }
  const day = (name: 'from' | 'to') => (
    <div className="field">
      <label htmlFor={`meter-${name}`}>{t(`meter.${name}`)}</label>
      <DateInput
        id={`meter-${name}`}
        value={filter[name]}
        withTime={false}
        quick={false}
        onChange={text => {
          const read = readDate(text)?.slice(0, 10)
          if (read !== undefined && read !== filter[name]) change(name, read)
        }}
      />
    </div>
  )
  return (
    <Panel title={t('meter.title')}>
      <div className="stack">
        <div className="meter-filter no-print">
          {everybody && (
            <div className="field">
              <label htmlFor="meter-agency">{t('meter.agency')}</label>
              <Select
                id="meter-agency"
                label={t('meter.agency')}
                options={agencies.map(agency => ({ value: agency.code, label: bi(agency), also: agency.zh }))}
                value={filter.agency}
                onChange={code => change('agency', code)}
              />
            </div>
          )}
          {day('from')}
          {day('to')}
        </div>
        {found.isPending && <Loading text={t('app.loading')} />}
        {found.isError && <Problem error={found.error} retry={() => void found.refetch()} />}
        {found.data &&
          (found.data.filled === 0 ? <Empty title={t('meter.none')} hint={t('meter.noneHint')} /> : <Figures meter={found.data} />)}
      </div>
    </Panel>
  )
}

function Figures({ meter }: { meter: CardMeter }) {
  const { t, word } = useLang()
  const share = useShare()
  const figures: [string, string][] = [
    [t('meter.untouched'), share(meter.untouched, meter.filled)],
    [t('meter.corrected'), share(meter.corrected, meter.autoFilled)],
    [t('meter.typed'), share(meter.typed, meter.filled)],
    [t('meter.minutes'), count(Math.round(meter.minutesSaved))],
  ]
  return (
    <>
      <dl className="meter-figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="small quiet">
        {t('meter.basis', { filled: count(meter.filled), fields: count(meter.fields), seconds: meter.assumptions.secondsPerField })}
      </p>
      <Table
        title={t('meter.bySource')}
        heads={[t('meter.source'), t('meter.filledHead'), t('meter.correctedHead')]}
        rows={meter.bySource.map(row => [word('cards.source', row.kind), count(row.filled), share(row.corrected, row.filled)])}
      />
      <ByField meter={meter} />
    </>
  )
}

function ByField({ meter }: { meter: CardMeter }) {
  const { t, bi } = useLang()
  const share = useShare()
  return (
    <details>
      <summary>{t('meter.byField', { count: meter.byField.length })}</summary>
      <Table
        title={t('meter.byField', { count: meter.byField.length })}
        heads={[t('cards.field'), t('meter.filledHead'), t('meter.untouchedHead'), t('meter.typedHead'), t('meter.correctedHead')]}
        rows={meter.byField.map(row => [
          bi(row),
          count(row.filled),
          share(row.untouched, row.filled),
          share(row.typed, row.filled),
          share(row.corrected, row.filled),
        ])}
      />
    </details>
  )
}

/** A part of a whole: a share where there are enough, else the two numbers. */
function useShare(): (part: number, whole: number) => string {
  const { t } = useLang()
  return (part, whole) =>
    whole < ENOUGH
      ? t('meter.few', { part, whole })
      : t('meter.share', { rate: ((part / whole) * 100).toFixed(1), part: count(part), whole: count(whole) })
}

function Table({ title, heads, rows }: { title: string; heads: string[]; rows: string[][] }) {
  return (
    <div className="scroll">
      <table className="table">
        <caption className="only-read">{title}</caption>
        <thead>
          <tr>
            {heads.map((head, at) => (
              <th key={head} scope="col" className={at === 0 ? '' : 'num'}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name = '', ...values]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {values.map((value, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                <td key={at} className="num">
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
