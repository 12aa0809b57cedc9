import { Checkbox } from 'antd'
import type { Ref } from 'react'
import type { CaseFilter } from '../api/cases.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useReference } from '../session/use-reference.ts'
import { SearchInput } from '../ui/SearchInput.tsx'
import { Select } from '../ui/Select.tsx'
import './cases.css'

type Props = { filter: CaseFilter; change: (part: Partial<CaseFilter>) => void; searchRef: Ref<HTMLInputElement> }

export function CaseFilters({ filter, change, searchRef }: Props) {
  const { t, bi } = useLang()
  const stages = useReference()?.stages ?? []
  return (
    <search className="filters">
      <SearchInput value={filter.q} label={t('cases.search')} onSearch={q => change({ q })} inputRef={searchRef} />
      <Select
        label={t('cases.stage')}
        placeholder={t('cases.anyStage')}
        clear
        options={stages.map(stage => ({ value: stage.code, label: bi(stage), also: stage.zh }))}
        value={filter.stage}
        onChange={stage => change({ stage })}
      />
      <Checkbox checked={filter.track48} onChange={event => change({ track48: event.target.checked })}>
        {t('cases.onlyTrack48')}
      </Checkbox>
    </search>
  )
}
