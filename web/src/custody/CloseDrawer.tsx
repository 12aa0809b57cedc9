import { useQueryClient } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { closeIncident } from '../api/custody.ts'
import type { Field, Incident } from '../api/types.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { choices, named } from './fields.ts'

/** Closes an incident by the document that ended it. */
export function CloseDrawer({ incident, onClose }: { incident: Incident | null; onClose: () => void }) {
  const { t } = useLang()
  const { session } = useSession()
  const client = useQueryClient()
  const fields: Field[] = [
    {
      name: 'reason',
      kind: 'choice',
      required: true,
      ...named(t('custodyIncidents.field.reason')),
      options: choices(t('custodyIncidents.reason', { returnObjects: true })),
    },
    { name: 'docNo', kind: 'text', required: true, ...named(t('custodyIncidents.field.docNo')) },
    { name: 'endedAt', kind: 'dateTime', required: false, ...named(t('custodyIncidents.field.endedAt')) },
    { name: 'note', kind: 'longText', required: false, ...named(t('custodyIncidents.field.note')) },
  ]
  const title = incident === null ? '' : `${t('custodyIncidents.close')} · ${incident.person.name}`
  return (
    <Drawer open={incident !== null} onClose={onClose} size={480} title={title} destroyOnHidden>
      {incident !== null && (
        <FieldForm
          fields={fields}
          draftKey={`${session.user.id}.${incident.id}.close`}
          submitLabel={t('custodyIncidents.close')}
          onSubmit={async body => {
            await closeIncident(incident.id, body)
            await client.invalidateQueries({ queryKey: ['custody'] })
            onClose()
          }}
          onCancel={onClose}
        />
      )}
    </Drawer>
  )
}
