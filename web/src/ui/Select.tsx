import { Select as AntSelect } from 'antd'
import { useMemo, useState } from 'react'
import { useLang } from '../i18n/use-lang.ts'
import { initials, pinyin } from './pinyin.ts'

export type Option = { value: string; label: string; code?: string | undefined; also?: string | undefined }

type Common = {
  options: Option[]
  label: string
  id?: string | undefined
  placeholder?: string
  invalid?: boolean
  describedBy?: string | undefined
  clear?: boolean
}
type One = Common & { multiple?: false; value: string | undefined; onChange: (value: string) => void }
type Many = Common & { multiple: true; value: string[]; onChange: (value: string[]) => void }

// Shown as an option when nothing fits: an empty list box would have no accessible content.
const NONE = '\u0000none'

/** A picker that finds by code, by name in both languages, by pinyin and by its initials. */
export function Select(props: One | Many) {
  const { t } = useLang()
  const [typed, setTyped] = useState('')
  const all = useMemo(
    () => props.options.map(o => ({ value: o.value, label: o.code ? `${o.code} ${o.label}` : o.label, find: haystack(o) })),
    [props.options],
  )
  const wanted = typed.trim().toLowerCase()
  const fitting = wanted === '' ? all : all.filter(option => option.find.includes(wanted))
  const common = {
    ...(props.id === undefined ? {} : { id: props.id }),
    'aria-label': props.label,
    'aria-invalid': props.invalid ?? false,
    ...(props.describedBy === undefined ? {} : { 'aria-describedby': props.describedBy }),
    options: fitting.length > 0 ? fitting : [{ value: NONE, label: t('form.noneFound'), find: '' }],
    placeholder: props.placeholder ?? t('form.choose'),
    className: 'select',
    ...(props.invalid ? { status: 'error' as const } : {}),
    showSearch: { filterOption: false, searchValue: typed, onSearch: setTyped },
  }
  if (props.multiple) {
    const change = (values: string[]): void => {
      props.onChange(values.filter(value => value !== NONE))
      setTyped('')
    }
    return <AntSelect {...common} mode="multiple" value={props.value} onChange={change} />
  }
  return (
    <AntSelect
      {...common}
      allowClear={props.clear ?? false}
      // A value that the present search hides keeps its name.
      value={props.value === '' || props.value === undefined ? null : props.value}
      labelRender={({ value, label }) => all.find(option => option.value === value)?.label ?? label}
      onChange={value => {
        setTyped('')
        if (value !== NONE) props.onChange(value ?? '')
      }}
    />
  )
}

const haystack = ({ value, code, label, also = '' }: Option): string =>
  [value, code ?? '', label, also, ...[label, also].flatMap(name => [initials(name), pinyin(name)])].join(' ').toLowerCase()
