import { Button, Tooltip } from 'antd'
import { useId } from 'react'
import type { ActionView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'

type Props = { action: ActionView; onPress: () => void; primary?: boolean }

/** A button of the transition table. Blocked, it stays reachable by keyboard and says why and by which article. */
export function ActionButton({ action, onPress, primary = false }: Props) {
  const { t, bi } = useLang()
  const reasonId = useId()
  const { blocked } = action
  if (blocked === null) {
    return (
      <Button type={primary ? 'primary' : 'default'} onClick={onPress}>
        {bi(action)}
      </Button>
    )
  }
  const reason = blocked.basis === null ? bi(blocked) : `${bi(blocked)} ${t('problem.basis', { basis: blocked.basis })}`
  return (
    <Tooltip title={reason}>
      <Button className="blocked" aria-disabled="true" aria-describedby={reasonId}>
        {bi(action)}
        <span className="only-read" id={reasonId}>
          {reason}
        </span>
      </Button>
    </Tooltip>
  )
}
