import { useQueryClient } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { useState } from 'react'
import { type Leg, prepareHandOver } from '../api/hand-overs.ts'
import type { ActionView, CaseView, Field } from '../api/types.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { useReference } from '../session/use-reference.ts'
import { ActionButton } from '../ui/ActionButton.tsx'
import { Panel } from '../ui/Panel.tsx'

/** Freezes the dossier into a draft of the hand-over; a second person sends it. */
export function PreparePanel({ view, action, leg }: { view: CaseView; action: ActionView; leg: Leg }) {
  const { t, bi } = useLang()
  const client = useQueryClient()
  const { session } = useSession()
  const [open, setOpen] = useState(false)
  const receivers = (useReference()?.agencies ?? []).filter(agency => agency.type === (leg === 'indictment' ? 'court' : 'procuratorate'))
  // The receiver of the same district comes first and is offered.
  const near = receivers.find(agency => agency.code.slice(0, 6) === session.user.agency.code.slice(0, 6))
  const text = (key: 'toAgency' | 'note') => ({ zh: t(`handOver.${key}`), en: t(`handOver.${key}`) })
  const own: Field[] = [
    {
      name: 'toAgency',
      ...text('toAgency'),
      kind: 'choice',
      required: true,
      options: receivers.map(agency => ({ value: agency.code, zh: agency.zh, en: agency.en })),
    },
    { name: 'note', ...text('note'), kind: 'longText', required: false },
  ]
  const submit = async (body: Record<string, unknown>): Promise<void> => {
    await prepareHandOver(view.id, { leg, ...body })
    await client.invalidateQueries({ queryKey: ['case', view.id] })
    setOpen(false)
  }
  return (
    <Panel title={bi(action)} aside={<ActionButton action={action} primary onPress={() => setOpen(true)} />}>
      <p className="quiet">{t('handOver.prepareHint')}</p>
      <Drawer open={open} onClose={() => setOpen(false)} size={480} title={bi(action)} destroyOnHidden>
        <FieldForm
          fields={action.fields.length > 0 ? action.fields : own}
          defaults={action.defaults ?? (near ? { toAgency: near.code } : {})}
          draftKey={`${session.user.id}.${view.id}.prepare`}
          submitLabel={bi(action)}
          onSubmit={submit}
          onCancel={() => setOpen(false)}
        />
      </Drawer>
    </Panel>
  )
}
