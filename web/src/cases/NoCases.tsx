import { Button } from 'antd'
import { useNavigate } from 'react-router'
import { useLang } from '../i18n/use-lang.ts'
import { Empty } from '../ui/Empty.tsx'
import type { View } from './use-case-filter.ts'

type Props = { view: View; narrowed: boolean; mayCreate: boolean; onClear: () => void }

/** Three different reasons for an empty list: the filter hides all, nothing yet, or nothing within one's rights. */
export function NoCases({ view, narrowed, mayCreate, onClear }: Props) {
  const { t } = useLang()
  const go = useNavigate()
  if (narrowed) {
    return (
      <Empty title={t('cases.empty.filtered')} hint={t('cases.empty.filteredHint')}>
        <Button onClick={onClear}>{t('cases.empty.clear')}</Button>
      </Empty>
    )
  }
  if (view === 'agency') return <Empty title={t('cases.empty.noRight')} hint={t('cases.empty.noRightHint')} />
  return (
    <Empty title={t('cases.empty.none')} hint={mayCreate ? t('cases.empty.noneHintNew') : t('cases.empty.noneHintDesk')}>
      {mayCreate && <Button onClick={() => void go('/cases/new')}>{t('cases.new')}</Button>}
      <Button onClick={() => void go('/desk')}>{t('nav.desk')}</Button>
    </Empty>
  )
}
