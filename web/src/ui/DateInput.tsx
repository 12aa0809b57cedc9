import { Button, Input } from 'antd'
import { useEffect, useState } from 'react'
import { useLang } from '../i18n/use-lang.ts'
import { legalNow } from './clock.ts'
import { dateTime, weekday } from './format.ts'
import { readDate } from './read-date.ts'

type Props = {
  id: string
  value: string
  onChange: (value: string) => void
  withTime: boolean
  /** Offers the present day or time by one press. */
  quick?: boolean
  invalid?: boolean
  describedBy?: string | undefined
}

/**
 * A day, or a day with its time, typed or pasted in any usual form and shown back in one. What cannot be read stays as typed, for the form to refuse.
 */
export function DateInput({ id, value, onChange, withTime, quick = true, invalid, describedBy }: Props) {
  const { t, lang } = useLang()
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  const read = readDate(typed)
  const settle = (): void => {
    const text = read === null ? typed.trim() : withTime ? read : read.slice(0, 10)
    setTyped(text)
    onChange(text)
  }
  return (
    <div className="row date-input">
      <Input
        id={id}
        value={typed}
        inputMode="numeric"
        autoComplete="off"
        placeholder={withTime ? '2026-03-10 18:00' : '2026-03-10'}
        aria-describedby={describedBy}
        aria-invalid={invalid ?? false}
        {...(invalid ? { status: 'error' as const } : {})}
        onChange={event => {
          setTyped(event.target.value)
          onChange(event.target.value)
        }}
        onBlur={settle}
        suffix={<span className="quiet small">{read === null ? '' : weekday(read.slice(0, 10), lang)}</span>}
      />
      {quick && (
        <Button onClick={() => onChange(withTime ? dateTime(legalNow()) : dateTime(legalNow()).slice(0, 10))}>
          {withTime ? t('form.now') : t('form.today')}
        </Button>
      )}
    </div>
  )
}
