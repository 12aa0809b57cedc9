import { Button, Input } from 'antd'
import { useLang } from '../../i18n/use-lang.ts'
import { DateInput } from '../../ui/DateInput.tsx'
import { ChoiceValue } from './ChoiceValue.tsx'
import { partOf, type Shape, TEXT } from './shape.ts'
import { type Draft, itemsOf, type Parts, partsOf, textOf } from './tree.ts'
import type { EditorProps } from './ValueEditor.tsx'

/** A sentence (刑罚): its kind, years and months, suspension, what is added to it, and from when to when. */
export function SentenceValue({ shape, id, label, draft, onChange }: EditorProps) {
  const { t } = useLang()
  const parts = partsOf(draft)
  const set = (key: string, value: Draft): void => onChange({ ...parts, [key]: value })
  const principal = partOf(partOf(shape, 'principal'), 'type')
  const term = (years: string | null, months: string | null, days: string | null) => (
    <span className="card-term">
      {[years, months, days].map(
        (key, unit) =>
          key !== null && (
            <Count
              key={key}
              id={`${id}-${key}`}
              label={t(`cards.sentence.${UNITS[unit] ?? 'days'}`)}
              value={parts[key]}
              onChange={value => set(key, value)}
            />
          ),
      )}
    </span>
  )
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a grid in the browsers of the floor
    <div className="card-sentence" role="group" aria-label={label}>
      <div className="field">
        <label htmlFor={id}>
          {t('cards.sentence.type')}
          <span className="must"> *</span>
        </label>
        <ChoiceValue
          shape={principal}
          id={id}
          label={t('cards.sentence.type')}
          draft={parts.type ?? ''}
          onChange={value => set('type', value)}
        />
      </div>
      <Part title={t('cards.sentence.term')}>{term('years', 'months', 'days')}</Part>
      <Part title={t('cards.sentence.suspension')}>{term('suspensionYears', 'suspensionMonths', null)}</Part>
      <Added shape={shape} id={id} rows={itemsOf(parts.additional ?? '')} onChange={rows => set('additional', rows)} />
      {(['from', 'to'] as const).map(key => (
        <div className="field" key={key}>
          <label htmlFor={`${id}-${key}`}>{t(`cards.sentence.${key}`)}</label>
          <DateInput id={`${id}-${key}`} value={textOf(parts[key])} onChange={value => set(key, value)} withTime={false} quick={false} />
        </div>
      ))}
      <div className="field">
        <label htmlFor={`${id}-creditDays`}>{t('cards.sentence.creditDays')}</label>
        <Input
          id={`${id}-creditDays`}
          inputMode="numeric"
          value={textOf(parts.creditDays)}
          autoComplete="off"
          onChange={event => set('creditDays', event.target.value)}
        />
      </div>
    </div>
  )
}

const UNITS = ['years', 'months', 'days'] as const

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a grid in the browsers of the floor
    <div className="field" role="group" aria-label={title}>
      <span className="card-part">{title}</span>
      {children}
    </div>
  )
}

type CountProps = { id: string; label: string; value: Draft | undefined; onChange: (value: string) => void }

function Count({ id, label, value, onChange }: CountProps) {
  return (
    <label htmlFor={id} className="row">
      <Input
        id={id}
        inputMode="numeric"
        value={textOf(value)}
        maxLength={3}
        autoComplete="off"
        onChange={event => onChange(event.target.value)}
      />
      {label}
    </label>
  )
}

type AddedProps = { shape: Shape; id: string; rows: readonly Draft[]; onChange: (rows: readonly Draft[]) => void }

/** Fines, confiscation, political rights (附加刑). */
function Added({ shape, id, rows, onChange }: AddedProps) {
  const { t } = useLang()
  const type = partOf(partOf(shape, 'additional').items ?? TEXT, 'type')
  const put = (at: number, row: Parts): void => onChange(rows.map((old, index) => (index === at ? row : old)))
  return (
    <div className="field card-added">
      <span className="card-part">{t('cards.sentence.additional')}</span>
      {rows.map((draft, index) => {
        const row = partsOf(draft)
        const name = t('cards.itemOf', { label: t('cards.sentence.additional'), n: index + 1 })
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an entry has nothing of its own but its place
          <div className="row wrap" key={index}>
            <ChoiceValue
              shape={type}
              id={`${id}-added-${index}`}
              label={name}
              draft={row.type ?? ''}
              onChange={value => put(index, { ...row, type: value })}
            />
            <Input
              aria-label={t('cards.amountOf', { item: name })}
              placeholder={t('cards.amount')}
              inputMode="decimal"
              value={textOf(row.amount)}
              onChange={event => put(index, { ...row, amount: event.target.value })}
            />
            <Count
              id={`${id}-added-${index}-months`}
              label={t('cards.sentence.months')}
              value={row.months}
              onChange={months => put(index, { ...row, months })}
            />
            <Button
              size="small"
              aria-label={t('cards.removeItem', { item: name })}
              onClick={() => onChange(rows.filter((_, at) => at !== index))}
            >
              {t('cards.remove')}
            </Button>
          </div>
        )
      })}
      <Button
        size="small"
        aria-label={t('cards.addTo', { label: t('cards.sentence.additional') })}
        onClick={() => onChange([...rows, { type: '' }])}
      >
        {t('cards.add')}
      </Button>
    </div>
  )
}
