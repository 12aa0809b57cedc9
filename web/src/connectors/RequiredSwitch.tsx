import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Switch } from 'antd'
import { useId } from 'react'
import { getCardSetting, setCardsRequired } from '../api/cards.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { Problem } from '../ui/Problem.tsx'

const LEADERS = ['PL', 'PP', 'CJ']

/** Whether one's own agency hands over complete cards only; shown to whoever may say so. */
export function RequiredSwitch() {
  const { session } = useSession()
  return session.user.roles.some(role => LEADERS.includes(role)) ? <Setting /> : null
}

function Setting() {
  const { t } = useLang()
  const id = useId()
  const client = useQueryClient()
  const found = useQuery({ queryKey: ['card-setting'], queryFn: getCardSetting })
  const change = useMutation({
    mutationFn: setCardsRequired,
    onSuccess: () => client.invalidateQueries({ queryKey: ['card-setting'] }),
  })
  if (!found.data) return null
  return (
    <div>
      <div className="row">
        <Switch
          size="small"
          aria-labelledby={`${id}-name`}
          aria-describedby={`${id}-hint`}
          checked={found.data.required}
          loading={change.isPending}
          onChange={checked => change.mutate(checked)}
        />
        <span id={`${id}-name`}>{t('differences.required')}</span>
      </div>
      <p id={`${id}-hint`} className="small quiet">
        {t('differences.requiredHint')}
      </p>
      {change.isError && <Problem error={change.error} />}
    </div>
  )
}
