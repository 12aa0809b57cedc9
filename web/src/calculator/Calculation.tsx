import { Input, Radio } from 'antd'
import { useId } from 'react'
import type { PeriodRule } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { DateInput } from '../ui/DateInput.tsx'
import { Empty } from '../ui/Empty.tsx'
import { Panel } from '../ui/Panel.tsx'
import { Happenings } from './Happenings.tsx'
import { Result } from './Result.tsx'
import { bodyOf, type Entered, needsLength } from './state.ts'

type Props = { rule: PeriodRule | undefined; entered: Entered; onChange: (change: (now: Entered) => Partial<Entered>) => void }

/** What is known of one period, and the date that follows from it at once. */
export function Calculation({ rule, entered, onChange }: Props) {
  const { t, bi, lang, word } = useLang()
  if (rule === undefined) return <Empty title={t('calculator.choose')} hint={t('calculator.chooseHint')} />
  return (
    <div className="stack">
      <Panel title={bi(rule)} aside={<span className="tag">{word('period.kind', rule.kind)}</span>}>
        <div className="stack tight">
          <p className="small quiet">
            {[lengthText(rule, t), t('problem.basis', { basis: lang === 'zh' ? rule.basisZh : rule.basis })].filter(Boolean).join(' · ')}
          </p>
          <Inputs rule={rule} entered={entered} onChange={onChange} />
          <Happenings rule={rule} events={entered.events} onChange={change => onChange(({ events }) => ({ events: change(events) }))} />
        </div>
      </Panel>
      <Result rule={rule} body={bodyOf(rule, entered)} />
      {rule.notes !== null && lang === 'en' && <p className="small quiet">{rule.notes}</p>}
    </div>
  )
}

type Say = ReturnType<typeof useLang>['t']
const unitOf = (unit: string | null): 'hour' | 'day' | 'month' => (unit === 'hour' || unit === 'month' ? unit : 'day')

function lengthText({ length, unit, variableLength, direction }: PeriodRule, t: Say): string {
  if (variableLength !== null) {
    const { min, max } = variableLength
    return t('calculator.between', { min, max, unit: t(`deadline.unit.${unitOf(variableLength.unit)}`) })
  }
  if (length === null || length === 0) return ''
  const text = t('calculator.length', { length, unit: t(`deadline.unit.${unitOf(unit)}`) })
  return direction === 'backward' ? t('calculator.backward', { length: text }) : text
}

function Inputs({ rule, entered, onChange }: { rule: PeriodRule; entered: Entered; onChange: Props['onChange'] }) {
  const { t } = useLang()
  const id = useId()
  return (
    <div className="calculator-inputs">
      <div className="field">
        <label htmlFor={`${id}-start`}>{t(rule.direction === 'backward' ? 'calculator.startBackward' : 'calculator.start')}</label>
        <DateInput
          id={`${id}-start`}
          value={entered.start}
          withTime={entered.start.length !== 10}
          onChange={start => onChange(() => ({ start }))}
        />
      </div>
      {needsLength(rule) && (
        <div className="field">
          <label htmlFor={`${id}-length`}>
            {t('deadline.length', { unit: t(`deadline.unit.${unitOf(rule.variableLength?.unit ?? rule.unit)}`) })}
          </label>
          <Input
            id={`${id}-length`}
            inputMode="numeric"
            value={entered.length}
            onChange={event => onChange(() => ({ length: event.target.value.trim() }))}
          />
        </div>
      )}
      {rule.rollBlockedByCustody && (
        <fieldset className="choices">
          <legend>{t('calculator.custody')}</legend>
          <Radio.Group
            aria-label={t('calculator.custody')}
            value={entered.custody}
            onChange={event => onChange(() => ({ custody: event.target.value }))}
            options={[
              { value: 'no', label: t('form.no') },
              { value: 'yes', label: t('form.yes') },
              { value: 'unknown', label: t('calculator.unknown') },
            ]}
          />
        </fieldset>
      )}
    </div>
  )
}
