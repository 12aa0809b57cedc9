import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { listPauses, resumeLine } from '../api/hand-overs.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { LINE_QUERIES, PauseDrawer } from './PauseDrawer.tsx'
import { PauseNotes } from './PauseNotes.tsx'

/** Who may say that the line of his agency is down. */
const KEEPERS = ['PL', 'PP', 'CJ', 'DO', 'JB']

/** Which lines are down, and the switch for one's own. */
export function LinePanel() {
  const { t } = useLang()
  const { message } = App.useApp()
  const { session } = useSession()
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const { agency, roles } = session.user
  const pauses = useQuery({ queryKey: ['lines'], queryFn: listPauses }).data?.items ?? []
  const isDown = pauses.some(pause => pause.agency.code === agency.code)
  const mayKeep = roles.some(role => KEEPERS.includes(role))
  const resume = async (): Promise<void> => {
    const { waiting } = await resumeLine(agency.code)
    void message.success(t('desk.resumed', { waiting }))
    for (const key of LINE_QUERIES) await client.invalidateQueries({ queryKey: [key] })
  }
  return (
    <>
      <PauseNotes pauses={pauses} />
      {mayKeep && (
        <div className="row bulk">
          <span className="quiet">{t('desk.line')}</span>
          {isDown ? (
            <Button onClick={() => void resume()}>{t('desk.resume')}</Button>
          ) : (
            <Button onClick={() => setOpen(true)}>{t('desk.pause')}</Button>
          )}
        </div>
      )}
      <PauseDrawer agency={open ? agency : null} onClose={() => setOpen(false)} />
    </>
  )
}
