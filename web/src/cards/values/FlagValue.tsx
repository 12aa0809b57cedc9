import { Input } from 'antd'
import { useLang } from '../../i18n/use-lang.ts'
import { partsOf, textOf } from './tree.ts'
import type { EditorProps } from './ValueEditor.tsx'
import { YesNo } from './YesNo.tsx'

/** Yes or no with a note: surrender, confession, merit, a plea. */
export function FlagValue({ id, label, draft, onChange, describedBy }: EditorProps) {
  const { t } = useLang()
  const parts = partsOf(draft)
  return (
    <div className="card-flag">
      <YesNo id={id} label={label} value={parts.value ?? ''} onChange={value => onChange({ ...parts, value })} describedBy={describedBy} />
      <Input
        aria-label={t('cards.noteOf', { label })}
        placeholder={t('cards.note')}
        value={textOf(parts.note)}
        autoComplete="off"
        onChange={event => onChange({ ...parts, note: event.target.value })}
      />
    </div>
  )
}
