import { Button, Input } from 'antd'
import { useId } from 'react'
import type { PeriodRule } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { DateInput } from '../ui/DateInput.tsx'
import { type Option, Select } from '../ui/Select.tsx'
import { extensionOf, type Happening } from './state.ts'

type Props = { rule: PeriodRule; events: Happening[]; onChange: (change: (now: Happening[]) => Happening[]) => void }

/** Extensions, stops, new counts and changes of custody on the way; only those that this period knows. */
export function Happenings({ rule, events, onChange }: Props) {
  const { t } = useLang()
  const options = useOptions(rule)
  const [first] = options
  if (first === undefined) return null
  const replace = (at: number, part: Partial<Happening>): void =>
    onChange(now => now.map((event, index) => (index === at ? { ...event, ...part } : event)))
  return (
    <fieldset className="happenings">
      <legend>{t('calculator.events')}</legend>
      <ol>
        {events.map((event, index) => (
          <Line
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines have nothing else of their own
            key={index}
            rule={rule}
            options={options}
            event={event}
            onChange={part => replace(index, part)}
            onRemove={() => onChange(now => now.filter((_, other) => other !== index))}
          />
        ))}
      </ol>
      <Button onClick={() => onChange(now => [...now, { what: first.value, at: '', length: '' }])}>{t('calculator.addEvent')}</Button>
    </fieldset>
  )
}

function useOptions(rule: PeriodRule): Option[] {
  const { t, bi } = useLang()
  return [
    ...rule.extensions.map(one => ({ value: `extend.${one.code}`, label: bi(one) })),
    ...rule.suspendsOn.map(one => ({ value: `suspend.${one.code}`, label: `${t('deadline.type.suspend')}：${bi(one)}` })),
    ...(rule.suspendsOn.length > 0 ? [{ value: 'resume', label: t('deadline.type.resume') }] : []),
    ...rule.restartsOn.map(one => ({ value: `restart.${one.code}`, label: `${t('deadline.type.restart')}：${bi(one)}` })),
    ...(rule.rollBlockedByCustody
      ? [
          { value: 'custody.yes', label: t('calculator.taken') },
          { value: 'custody.no', label: t('calculator.released') },
        ]
      : []),
  ]
}

type LineProps = {
  rule: PeriodRule
  options: Option[]
  event: Happening
  onChange: (part: Partial<Happening>) => void
  onRemove: () => void
}

function Line({ rule, options, event, onChange, onRemove }: LineProps) {
  const { t } = useLang()
  const id = useId()
  const extension = extensionOf(rule, event.what)
  const takesLength = extension !== undefined && (extension.minLength !== null || extension.length === null)
  return (
    <li>
      <Select label={t('calculator.event')} value={event.what} options={options} onChange={what => onChange({ what, length: '' })} />
      <div className="field">
        <label htmlFor={`${id}-at`} className="only-read">
          {t('calculator.eventAt')}
        </label>
        <DateInput id={`${id}-at`} value={event.at} withTime={event.at.length !== 10} quick={false} onChange={at => onChange({ at })} />
      </div>
      {takesLength && (
        <Input
          className="event-length"
          inputMode="numeric"
          aria-label={t('calculator.eventLength')}
          placeholder={extension.length === null ? '' : `${extension.minLength ?? 1}–${extension.length}`}
          value={event.length}
          onChange={change => onChange({ length: change.target.value.replace(/\D/g, '') })}
        />
      )}
      <Button onClick={onRemove}>{t('calculator.removeEvent')}</Button>
    </li>
  )
}
