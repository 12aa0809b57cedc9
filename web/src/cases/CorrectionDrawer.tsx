import { useQueryClient } from '@tanstack/react-query'
import { App, Drawer, Radio } from 'antd'
import { useState } from 'react'
import { requestCorrection } from '../api/clocks.ts'
import type { CaseView, Field } from '../api/types.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'

export type TimelineEvent = CaseView['timeline'][number]

type Props = { caseId: string; event: TimelineEvent | null; onClose: () => void }

/** A wrong entry: at another time, or never. It stays and is struck through; a second person decides. */
export function CorrectionDrawer({ caseId, event, onClose }: Props) {
  const { t, bi } = useLang()
  return (
    <Drawer
      open={event !== null}
      onClose={onClose}
      size={480}
      title={event === null ? '' : t('correction.title', { what: bi(event) })}
      destroyOnHidden
    >
      {event !== null && <Form caseId={caseId} event={event} onClose={onClose} />}
    </Drawer>
  )
}

function Form({ caseId, event, onClose }: Props & { event: TimelineEvent }) {
  const { t } = useLang()
  const { message } = App.useApp()
  const { session } = useSession()
  const client = useQueryClient()
  const [never, setNever] = useState(false)
  const text = (label: string) => ({ zh: label, en: label })
  const time: Field = { name: 'occurredAt', ...text(t('correction.occurredAt')), kind: 'dateTime', required: true }
  const reason: Field = { name: 'reason', ...text(t('correction.reason')), kind: 'longText', required: true }
  const submit = async (values: Record<string, unknown>): Promise<void> => {
    const why = { reason: String(values.reason) }
    await requestCorrection(caseId, event.id, never ? why : { ...why, occurredAt: String(values.occurredAt) })
    await client.invalidateQueries({ queryKey: ['case', caseId] })
    void message.success(t('correction.asked'))
    onClose()
  }
  return (
    <div className="stack">
      <p className="quiet small">{t('correction.hint')}</p>
      <Radio.Group
        aria-label={t('correction.how')}
        value={never}
        onChange={change => setNever(change.target.value === true)}
        className="stack tight"
        options={[
          { value: false, label: t('correction.otherTime') },
          { value: true, label: t('correction.never') },
        ]}
      />
      <FieldForm
        key={String(never)}
        fields={never ? [reason] : [time, reason]}
        defaults={{ occurredAt: event.occurredAt }}
        draftKey={`${session.user.id}.${caseId}.correct.${event.id}`}
        submitLabel={t('correction.submit')}
        onSubmit={submit}
        onCancel={onClose}
      />
    </div>
  )
}
