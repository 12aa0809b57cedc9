import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Drawer } from 'antd'
import { useState } from 'react'
import { listPauses, pauseLine, resumeLine } from '../api/hand-overs.ts'
import type { Field } from '../api/types.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
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
  const fields: Field[] = [
    { name: 'reason', kind: 'longText', zh: t('desk.reason'), en: t('desk.reason'), required: true },
    { name: 'expectedEnd', kind: 'dateTime', zh: t('desk.expectedEnd'), en: t('desk.expectedEnd'), required: true },
  ]
  const after = async (): Promise<void> => {
    for (const key of ['lines', 'desk', 'handOver']) await client.invalidateQueries({ queryKey: [key] })
    setOpen(false)
  }
  const resume = async (): Promise<void> => {
    const { waiting } = await resumeLine(agency.code)
    void message.success(t('desk.resumed', { waiting }))
    await after()
  }
  const pause = async (body: Record<string, unknown>): Promise<void> => {
    await pauseLine(agency.code, { reason: String(body.reason), expectedEnd: String(body.expectedEnd) })
    await after()
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
      <Drawer open={open} onClose={() => setOpen(false)} size={480} title={t('desk.pause')} destroyOnHidden>
        <FieldForm
          fields={fields}
          draftKey={`${session.user.id}.line`}
          submitLabel={t('desk.pause')}
          onSubmit={pause}
          onCancel={() => setOpen(false)}
        />
      </Drawer>
    </>
  )
}
