import { useQueryClient } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { type Connector, pauseConnector } from '../api/connectors.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'

type Props = { drawn: { agency: Connector['agency']; what: string } | null; onClose: () => void }

/** Holds a line, or lets it go on, and says why. */
export function PauseDrawer({ drawn, onClose }: Props) {
  const { t, bi } = useLang()
  const { session } = useSession()
  const client = useQueryClient()
  const paused = drawn?.what !== 'resume'
  const act = paused ? 'pause' : 'unpause'
  const submit = async (body: Record<string, unknown>): Promise<void> => {
    if (drawn === null) return
    await pauseConnector(drawn.agency.code, { paused, reason: String(body.reason) })
    await client.invalidateQueries({ queryKey: ['connectors'] })
    onClose()
  }
  return (
    <Drawer
      open={drawn !== null}
      onClose={onClose}
      size={460}
      title={drawn === null ? '' : t(`connectors.${act}Of`, { agency: bi(drawn.agency) })}
      destroyOnHidden
    >
      <div className="stack">
        <p className="quiet">{t(`connectors.${act}Hint`)}</p>
        <FieldForm
          fields={[{ name: 'reason', kind: 'longText', zh: t('connectors.reason'), en: t('connectors.reason'), required: true }]}
          draftKey={`${session.user.id}.connector.${drawn?.agency.code ?? ''}`}
          submitLabel={t(`connectors.${act}`)}
          onSubmit={submit}
          onCancel={onClose}
        />
      </div>
    </Drawer>
  )
}
