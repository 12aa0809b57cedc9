import { Button, Tooltip } from 'antd'
import { useId } from 'react'
import type { ActionView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'

type Props = { action: ActionView; onPress: () => void; primary?: boolean; whom?: string | undefined }

/** A button of the transition table. Blocked, it stays reachable by keyboard and says why and by which article. */
export function ActionButton({ action, onPress, primary = false, whom }: Props) {
  const { t, bi } = useLang()
  const reasonId = useId()
  const { blocked } = action
  const text = whom === undefined ? bi(action) : `${bi(action)} · ${whom}`
  if (blocked === null) {
    return (
      <Button type={primary ? 'primary' : 'default'} onClick={onPress}>
        {text}
      </Button>
    )
  }
  const reason = blocked.basis === null ? bi(blocked) : `${bi(blocked)} ${t('problem.basis', { basis: blocked.basis })}`
  return (
    <>
      <Tooltip title={reason} trigger={['hover', 'focus']}>
        <Button className="blocked" aria-disabled="true" aria-describedby={reasonId}>
          {text}
        </Button>
      </Tooltip>
      <span className="only-read" id={reasonId}>
        {reason}
      </span>
    </>
  )
}
