import { useLang } from '../../i18n/use-lang.ts'
import { partsOf } from './tree.ts'
import { type EditorProps, ValueEditor } from './ValueEditor.tsx'

/** The parts of one thing side by side: a defender, an item of property, a result. */
export function GroupValue({ shape, id, label, draft, onChange }: EditorProps) {
  const { bi } = useLang()
  const values = partsOf(draft)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a grid in the browsers of the floor
    <div className="card-group" role="group" aria-label={label}>
      {(shape.parts ?? []).map(part => (
        <div className="field" key={part.key}>
          <label htmlFor={`${id}-${part.key}`}>
            {bi(part)}
            {part.required && <span className="must"> *</span>}
          </label>
          <ValueEditor
            shape={part.shape}
            id={`${id}-${part.key}`}
            label={bi(part)}
            draft={values[part.key] ?? ''}
            onChange={value => onChange({ ...values, [part.key]: value })}
          />
        </div>
      ))}
    </div>
  )
}
