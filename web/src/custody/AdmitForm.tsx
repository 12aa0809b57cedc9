import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { admitPerson } from '../api/custody.ts'
import type { Field, HeldPerson } from '../api/types.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { choices, named } from './fields.ts'

/** Admission: typed from the warrant and the document that are shown at the gate, because they are compared with the case. */
export function AdmitForm({ person, onDone }: { person: HeldPerson; onDone: () => void }) {
  const { t, bi } = useLang()
  const { session } = useSession()
  const { message } = App.useApp()
  const client = useQueryClient()
  const words = t('custodyRegister.health', { returnObjects: true })
  const fields: Field[] = [
    { name: 'warrantNo', kind: 'text', required: true, ...named(t('custodyRegister.field.warrantNo')) },
    { name: 'name', kind: 'text', required: true, ...named(t('custodyRegister.field.name')) },
    { name: 'idNo', kind: 'text', required: false, ...named(t('custodyRegister.field.idNo')) },
    { name: 'health', kind: 'choice', required: true, ...named(t('custodyRegister.field.health')), options: choices(words) },
    { name: 'dangerous', kind: 'boolean', required: false, ...named(t('custodyRegister.field.dangerous')) },
    { name: 'at', kind: 'dateTime', required: false, ...named(t('custodyRegister.field.at')) },
    { name: 'note', kind: 'longText', required: false, ...named(t('custodyRegister.field.note')) },
  ]
  return (
    <FieldForm
      fields={fields}
      defaults={{ health: 'FIT' }}
      draftKey={`${session.user.id}.${person.casePersonId}.admit`}
      submitLabel={t('custodyRegister.admit')}
      onSubmit={async body => {
        const answer = await admitPerson({ casePersonId: person.casePersonId, ...body })
        await client.invalidateQueries({ queryKey: ['custody'] })
        if (answer.bar === null) void message.success(t('custodyRegister.admitted', { no: answer.admissionNo ?? '' }))
        else void message.warning(t('custodyRegister.barred', { why: bi(answer.bar) }))
        onDone()
      }}
      onCancel={onDone}
    />
  )
}
