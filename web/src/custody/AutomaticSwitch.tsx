import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Switch } from 'antd'
import { useId } from 'react'
import { setAutomatic } from '../api/custody.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Problem } from '../ui/Problem.tsx'

/** Whether what passes every check is acknowledged without a click. */
export function AutomaticSwitch({ automatic }: { automatic: boolean }) {
  const { t } = useLang()
  const id = useId()
  const client = useQueryClient()
  const change = useMutation({
    mutationFn: setAutomatic,
    onSuccess: () => client.invalidateQueries({ queryKey: ['custody', 'papers'] }),
  })
  return (
    <div className="custody-automatic">
      <div className="row">
        <Switch
          size="small"
          aria-labelledby={`${id}-name`}
          aria-describedby={`${id}-hint`}
          checked={automatic}
          loading={change.isPending}
          onChange={checked => change.mutate(checked)}
        />
        <span id={`${id}-name`}>{t('custodyPapers.automatic')}</span>
      </div>
      <p id={`${id}-hint`} className="small quiet">
        {t('custodyPapers.automaticHint')}
      </p>
      {change.isError && <Problem error={change.error} />}
    </div>
  )
}
