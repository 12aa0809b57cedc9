import { Radio } from 'antd'
import { useLang } from '../../i18n/use-lang.ts'
import type { Draft } from './tree.ts'

type Props = { id: string; label: string; value: Draft; onChange: (value: boolean) => void; describedBy?: string | undefined }

/** Yes or no, without an answer until one is given. */
export function YesNo({ id, label, value, onChange, describedBy }: Props) {
  const { t } = useLang()
  return (
    <Radio.Group
      id={id}
      aria-label={label}
      aria-describedby={describedBy}
      value={typeof value === 'boolean' ? value : null}
      onChange={event => onChange(event.target.value === true)}
      options={[
        { value: true, label: t('form.yes') },
        { value: false, label: t('form.no') },
      ]}
    />
  )
}
