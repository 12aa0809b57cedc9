import { useQueryClient } from '@tanstack/react-query'
import { App, Drawer } from 'antd'
import { useNavigate } from 'react-router'
import { mergeCase, runAct, splitCase } from '../api/cases.ts'
import type { ActionView, CaseView } from '../api/types.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import type { Defaults } from '../forms/values.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { useReference } from '../session/use-reference.ts'

type Props = { view: CaseView; action: ActionView | null; defaults?: Defaults; onClose: () => void }

/** The form of one step of the transition table. */
export function ActDrawer({ view, action, defaults = {}, onClose }: Props) {
  const { t, bi } = useLang()
  const { message } = App.useApp()
  const { session } = useSession()
  const client = useQueryClient()
  const go = useNavigate()
  const rule = useReference()?.acts.find(item => item.act === action?.act)

  const submit = async (chosen: ActionView, body: Record<string, unknown>): Promise<void> => {
    const person = chosen.casePersonId === null ? {} : { casePersonId: chosen.casePersonId }
    if (chosen.kind === 'split') void go(`/cases/${(await splitCase(view.id, body)).caseId}`)
    else if (chosen.kind === 'merge') await mergeCase(view.id, body)
    else await runAct(view.id, chosen.act, view.version, { ...person, ...body })
    await client.invalidateQueries({ queryKey: ['case', view.id] })
    void client.invalidateQueries({ queryKey: ['counts'] })
    void message.success(t('case.done', { act: bi(chosen) }))
    onClose()
  }
  const person = view.persons.find(item => item.id === action?.casePersonId)
  return (
    <Drawer open={action !== null} onClose={onClose} size={480} title={action === null ? '' : bi(action)} destroyOnHidden>
      {action !== null && (
        <div className="stack">
          <p className="quiet small">
            {view.name}
            {person && ` · ${person.name}`}
            {rule && <span> · {t('problem.basis', { basis: rule.basis })}</span>}
          </p>
          <FieldForm
            fields={action.fields}
            defaults={defaults}
            persons={view.persons.map(item => ({ value: item.id, label: item.name, code: String(item.seq) }))}
            draftKey={`${session.user.id}.${view.id}.${action.act}.${action.casePersonId ?? ''}`}
            submitLabel={bi(action)}
            onSubmit={body => submit(action, body)}
            onCancel={onClose}
          />
        </div>
      )}
    </Drawer>
  )
}
