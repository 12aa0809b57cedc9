import { useQueryClient } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { pauseLine } from '../api/hand-overs.ts'
import type { Field } from '../api/types.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'

type Props = { agency: { code: string; zh: string; en: string } | null; onClose: () => void }

/** What a line that went down or came up changes on the screens. */
export const LINE_QUERIES = ['lines', 'desk', 'handOver', 'case'] as const

/** Says that the line of an agency is down: why, and until when presumably. */
export function PauseDrawer({ agency, onClose }: Props) {
  const { t, bi } = useLang()
  const { session } = useSession()
  const client = useQueryClient()
  const fields: Field[] = [
    { name: 'reason', kind: 'longText', zh: t('desk.reason'), en: t('desk.reason'), required: true },
    { name: 'expectedEnd', kind: 'dateTime', zh: t('desk.expectedEnd'), en: t('desk.expectedEnd'), required: true },
  ]
  const pause = async (body: Record<string, unknown>): Promise<void> => {
    if (agency === null) return
    await pauseLine(agency.code, { reason: String(body.reason), expectedEnd: String(body.expectedEnd) })
    for (const key of LINE_QUERIES) await client.invalidateQueries({ queryKey: [key] })
    onClose()
  }
  return (
    <Drawer
      open={agency !== null}
      onClose={onClose}
      size={480}
      title={agency === null ? '' : t('lines.pauseOf', { agency: bi(agency) })}
      destroyOnHidden
    >
      <FieldForm
        fields={fields}
        draftKey={`${session.user.id}.line.${agency?.code ?? ''}`}
        submitLabel={t('desk.pause')}
        onSubmit={pause}
        onCancel={onClose}
      />
    </Drawer>
  )
}
