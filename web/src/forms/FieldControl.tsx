import { useQuery } from '@tanstack/react-query'
import { Checkbox, Input, Radio } from 'antd'
import { listStaff } from '../api/hand-overs.ts'
import type { AgencyRef, Field } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { useReference } from '../session/use-reference.ts'
import { DateInput } from '../ui/DateInput.tsx'
import { type Option, Select } from '../ui/Select.tsx'

type Props = {
  field: Field
  id: string
  label: string
  value: string | boolean | string[] | undefined
  onChange: (value: string | boolean | string[]) => void
  persons: Option[]
  invalid: boolean
  describedBy: string | undefined
}

/** The control for one kind of field. */
export function FieldControl({ field, id, label, value, onChange, persons, invalid, describedBy }: Props) {
  const { t } = useLang()
  const options = useOptions(field, persons)
  const text = typeof value === 'string' ? value : ''
  const own = { id, 'aria-describedby': describedBy, 'aria-invalid': invalid, ...(invalid ? { status: 'error' as const } : {}) }
  switch (field.kind) {
    case 'text':
      return <Input {...own} value={text} autoComplete="off" onChange={event => onChange(event.target.value)} />
    case 'integer':
      return <Input {...own} value={text} inputMode="numeric" autoComplete="off" onChange={event => onChange(event.target.value)} />
    case 'longText':
      return <Input.TextArea {...own} value={text} rows={4} onChange={event => onChange(event.target.value)} />
    case 'date':
    case 'dateTime':
      return (
        <DateInput
          id={id}
          value={text}
          onChange={onChange}
          withTime={field.kind === 'dateTime'}
          invalid={invalid}
          describedBy={describedBy}
        />
      )
    case 'boolean':
      // A required yes-or-no has no answer until one is given.
      if (field.required) {
        return (
          <Radio.Group
            id={id}
            aria-label={label}
            value={typeof value === 'boolean' ? value : null}
            onChange={event => onChange(event.target.value === true)}
            options={[
              { value: true, label: t('form.yes') },
              { value: false, label: t('form.no') },
            ]}
          />
        )
      }
      return (
        <Checkbox id={id} checked={value === true} onChange={event => onChange(event.target.checked)}>
          {label}
        </Checkbox>
      )
    case 'persons':
    case 'documentCodes':
      return (
        <Select
          multiple
          id={id}
          label={label}
          options={options}
          value={Array.isArray(value) ? value : []}
          onChange={onChange}
          invalid={invalid}
          describedBy={describedBy}
        />
      )
    default:
      return (
        <Select
          id={id}
          label={label}
          options={options}
          value={text}
          onChange={onChange}
          invalid={invalid}
          describedBy={describedBy}
          clear={!field.required}
        />
      )
  }
}

/** Agencies of one's own district first. */
export const near = (agencies: AgencyRef[], own: string): AgencyRef[] => {
  const district = (code: string): number => (code.slice(0, 6) === own.slice(0, 6) ? 0 : 1)
  return [...agencies].sort((a, b) => district(a.code) - district(b.code) || a.code.localeCompare(b.code))
}

function useOptions(field: Field, persons: Option[]): Option[] {
  const { bi } = useLang()
  const reference = useReference()
  const { session } = useSession()
  const role = field.hint ?? null
  const staff = useQuery({
    queryKey: ['staff', role],
    queryFn: () => listStaff(role),
    enabled: field.kind === 'staff' && !field.options,
  })
  if (field.options) return field.options.map(option => ({ value: option.value, label: bi(option), also: option.zh }))
  switch (field.kind) {
    case 'person':
    case 'persons':
      return persons
    case 'staff':
      return (staff.data?.users ?? []).map(user => ({ value: user.id, label: `${user.name} · ${user.post}` }))
    case 'agency':
      return near(reference?.agencies ?? [], session.user.agency.code)
        .filter(agency => field.hint === undefined || field.hint.split('|').includes(agency.type))
        .map(agency => ({ value: agency.code, label: bi(agency), also: agency.zh }))
    case 'documentCodes':
      return (reference?.documentTypes ?? []).map(type => ({ value: type.code, code: type.code, label: bi(type), also: type.zh }))
    default:
      return []
  }
}
