import { Select } from '../../ui/Select.tsx'
import { TEXT } from './shape.ts'
import { itemsOf, textOf } from './tree.ts'
import { useChoices } from './use-codes.ts'
import type { EditorProps } from './ValueEditor.tsx'

/** One of a table's codes, or of the shape's own choices. */
export function ChoiceValue({ shape, id, label, draft, onChange, invalid = false, describedBy }: EditorProps) {
  const options = useChoices(shape)
  return (
    <Select
      id={id}
      label={label}
      options={options}
      value={textOf(draft)}
      onChange={onChange}
      invalid={invalid}
      describedBy={describedBy}
      clear
    />
  )
}

/** Any number of choices. */
export function ManyValue({ shape, id, label, draft, onChange, invalid = false, describedBy }: EditorProps) {
  const options = useChoices(shape.items ?? TEXT)
  return (
    <Select
      multiple
      id={id}
      label={label}
      options={options}
      value={itemsOf(draft).map(textOf)}
      onChange={onChange}
      invalid={invalid}
      describedBy={describedBy}
    />
  )
}
