import { Input } from 'antd'
import { useLang } from '../../i18n/use-lang.ts'
import { DateInput } from '../../ui/DateInput.tsx'
import { AddressValue } from './AddressValue.tsx'
import { ChoiceValue, ManyValue } from './ChoiceValue.tsx'
import { FlagValue } from './FlagValue.tsx'
import { GroupValue } from './GroupValue.tsx'
import { ListValue, TextsValue } from './ListValue.tsx'
import { OfficerValue } from './OfficerValue.tsx'
import { SentenceValue } from './SentenceValue.tsx'
import { kindOf, type Shape } from './shape.ts'
import { type Draft, textOf } from './tree.ts'
import { YesNo } from './YesNo.tsx'

export type EditorProps = {
  shape: Shape
  id: string
  label: string
  draft: Draft
  onChange: (draft: Draft) => void
  invalid?: boolean
  describedBy?: string | undefined
}

/** The control for a value, by its shape. */
export function ValueEditor(props: EditorProps) {
  switch (kindOf(props.shape)) {
    case 'choice':
      return <ChoiceValue {...props} />
    case 'many':
      return <ManyValue {...props} />
    case 'date':
    case 'dateTime':
      return <DayValue {...props} />
    case 'boolean':
      return <YesNo {...props} value={props.draft} />
    case 'address':
      return <AddressValue {...props} />
    case 'flag':
      return <FlagValue {...props} />
    case 'officer':
      return <OfficerValue {...props} />
    case 'sentence':
      return <SentenceValue {...props} />
    case 'group':
      return <GroupValue {...props} />
    case 'texts':
      return <TextsValue {...props} />
    case 'list':
      return <ListValue {...props} />
    default:
      return <TextValue {...props} />
  }
}

function DayValue({ shape, id, draft, onChange, invalid = false, describedBy }: EditorProps) {
  return (
    <DateInput
      id={id}
      value={textOf(draft)}
      onChange={onChange}
      withTime={kindOf(shape) === 'dateTime'}
      quick={false}
      invalid={invalid}
      describedBy={describedBy}
    />
  )
}

function TextValue({ shape, id, draft, onChange, invalid = false, describedBy }: EditorProps) {
  const { t } = useLang()
  const kind = kindOf(shape)
  const own = {
    id,
    value: textOf(draft),
    autoComplete: 'off',
    'aria-invalid': invalid,
    'aria-describedby': describedBy,
    ...(invalid ? { status: 'error' as const } : {}),
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  }
  if (kind === 'longText') return <Input.TextArea {...own} rows={rowsOf(own.value)} maxLength={shape.maxLength ?? 4000} />
  if (kind === 'money') return <Input {...own} inputMode="decimal" suffix={<span className="quiet small">{t('cards.yuan')}</span>} />
  return <Input {...own} {...(kind === 'number' ? { inputMode: 'numeric' as const } : {})} />
}

const A_ROW = 60
/** As high as the text needs, within bounds. */
const rowsOf = (text: string): number =>
  Math.min(
    14,
    text.split('\n').reduce((rows, line) => rows + Math.floor(line.length / A_ROW) + 1, 2),
  )
