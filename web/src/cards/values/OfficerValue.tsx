import { useQuery } from '@tanstack/react-query'
import { listStaff } from '../../api/hand-overs.ts'
import { Select } from '../../ui/Select.tsx'
import { partsOf, textOf } from './tree.ts'
import type { EditorProps } from './ValueEditor.tsx'

/** One of the agency's own people; somebody who is there already stays, also where the list no longer names them. */
export function OfficerValue({ id, label, draft, onChange, describedBy }: EditorProps) {
  const parts = partsOf(draft)
  const staff = useQuery({ queryKey: ['staff', null], queryFn: () => listStaff(null) }).data?.users ?? []
  const present = { value: textOf(parts.officerId), label: textOf(parts.name) }
  const listed = staff.map(user => ({ value: user.id, label: `${user.name} · ${user.post}` }))
  const options = present.value === '' || listed.some(({ value }) => value === present.value) ? listed : [present, ...listed]
  return (
    <Select
      id={id}
      label={label}
      options={options}
      value={present.value}
      describedBy={describedBy}
      onChange={officerId => {
        const chosen = staff.find(user => user.id === officerId)
        if (chosen) onChange({ officerId, name: chosen.name, role: chosen.post })
      }}
    />
  )
}
