import { useQueryClient } from '@tanstack/react-query'
import { App, Drawer } from 'antd'
import { useEffect, useState } from 'react'
import { type HandOverStep, stepHandOver } from '../api/hand-overs.ts'
import type { ActionView, HandOverView, PersonView } from '../api/types.ts'
import { BeforeAccept } from '../custody/HandOverCustody.tsx'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { ActionButton } from '../ui/ActionButton.tsx'

const STEPS: Readonly<Record<string, HandOverStep>> = {
  send: 'send',
  recall: 'recall',
  receive: 'receive',
  accept: 'accept',
  requestSupplement: 'request-supplement',
  answerSupplement: 'answer-supplement',
  requestRebind: 'request-rebind',
  answerRebind: 'answer-rebind',
  return: 'return',
}

type Props = { view: HandOverView; persons: Pick<PersonView, 'id' | 'name'>[]; asked: string | null; onAskedDone: () => void }

/** Sending, recalling, receiving and the three answers, each with its form. */
export function HandOverActions({ view, persons, asked, onAskedDone }: Props) {
  const { t, bi } = useLang()
  const { message } = App.useApp()
  const { session } = useSession()
  const client = useQueryClient()
  const [open, setOpen] = useState<ActionView | null>(null)
  useEffect(() => {
    const wanted = view.actions.find(action => action.kind === asked && action.blocked === null)
    if (wanted) setOpen(wanted)
  }, [asked, view.actions])
  const close = (): void => {
    setOpen(null)
    if (asked !== null) onAskedDone()
  }
  const submit = async (action: ActionView, body: Record<string, unknown>): Promise<void> => {
    const step = STEPS[action.kind]
    if (step === undefined) return
    await stepHandOver(view.id, step, body)
    await client.invalidateQueries({ queryKey: ['handOver', view.id] })
    for (const key of ['case', 'custody', 'desk', 'counts', 'cases', 'dossier']) void client.invalidateQueries({ queryKey: [key] })
    void message.success(t('case.done', { act: bi(action) }))
    close()
  }
  if (view.actions.length === 0) return null
  const main = view.actions.find(action => action.blocked === null && action.kind !== 'recall')
  return (
    <div className="actions">
      {view.actions.map(action => (
        <ActionButton key={action.kind} action={action} primary={action === main} onPress={() => setOpen(action)} />
      ))}
      <Drawer open={open !== null} onClose={close} size={480} title={open === null ? '' : bi(open)} destroyOnHidden>
        {open?.kind === 'accept' && <BeforeAccept caseId={view.caseId} handOverId={view.id} persons={persons} />}
        {open !== null && (
          <FieldForm
            fields={open.fields}
            persons={persons.map(person => ({ value: person.id, label: person.name }))}
            draftKey={`${session.user.id}.${view.id}.${open.kind}`}
            submitLabel={bi(open)}
            onSubmit={body => submit(open, body)}
            onCancel={close}
          />
        )}
      </Drawer>
    </div>
  )
}
