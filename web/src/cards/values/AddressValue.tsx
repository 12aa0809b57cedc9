import { Input } from 'antd'
import { useLang } from '../../i18n/use-lang.ts'
import { ChoiceValue } from './ChoiceValue.tsx'
import { partOf } from './shape.ts'
import { partsOf, textOf } from './tree.ts'
import type { EditorProps } from './ValueEditor.tsx'

/** A division (GB/T 2260) and the rest of the address. */
export function AddressValue({ shape, id, label, draft, onChange, invalid = false, describedBy }: EditorProps) {
  const { t } = useLang()
  const parts = partsOf(draft)
  return (
    <div className="card-address">
      <ChoiceValue
        shape={partOf(shape, 'division')}
        id={`${id}-division`}
        label={t('cards.divisionOf', { label })}
        draft={parts.division ?? ''}
        onChange={division => onChange({ ...parts, division })}
      />
      <Input
        id={id}
        value={textOf(parts.text)}
        autoComplete="off"
        aria-invalid={invalid}
        aria-describedby={describedBy}
        {...(invalid ? { status: 'error' as const } : {})}
        onChange={event => onChange({ ...parts, text: event.target.value })}
      />
    </div>
  )
}
