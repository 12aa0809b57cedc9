import { useQueryClient } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { useState } from 'react'
import { type Leg, prepareHandOver } from '../api/hand-overs.ts'
import type { ActionView, CaseView } from '../api/types.ts'
import { near } from '../forms/FieldControl.tsx'
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
  const receiver = action.fields.find(({ kind }) => kind === 'agency')?.hint
  const agencies = (useReference()?.agencies ?? []).filter(agency => (receiver ?? '').split('|').includes(agency.type))
  const nearest = near(agencies, session.user.agency.code)[0]
  const submit = async (body: Record<string, unknown>): Promise<void> => {
    await prepareHandOver(view.id, { leg, ...body })
    await client.invalidateQueries({ queryKey: ['case', view.id] })
    void client.invalidateQueries({ queryKey: ['counts'] })
    setOpen(false)
  }
  return (
    <Panel title={bi(action)} aside={<ActionButton action={action} primary onPress={() => setOpen(true)} />}>
      <p className="quiet">{t('handOver.prepareHint')}</p>
      <Drawer open={open} onClose={() => setOpen(false)} size={480} title={bi(action)} destroyOnHidden>
        <FieldForm
          fields={action.fields}
          persons={view.persons.map(({ id, name }) => ({ value: id, label: name }))}
          defaults={nearest ? { toAgency: nearest.code } : {}}
          draftKey={`${session.user.id}.${view.id}.prepare.${leg}`}
          submitLabel={bi(action)}
          onSubmit={submit}
          onCancel={() => setOpen(false)}
        />
      </Drawer>
    </Panel>
  )
}
