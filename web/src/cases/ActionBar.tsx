import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { ActionView, CaseView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { ActionButton } from '../ui/ActionButton.tsx'
import { ActDrawer } from './ActDrawer.tsx'

const ADDS_PERSON = 'joinPerson'

/** What this user may do to the case now. */
export function ActionBar({ view }: { view: CaseView }) {
  const { t } = useLang()
  const go = useNavigate()
  const [open, setOpen] = useState<ActionView | null>(null)
  const press = (action: ActionView): void => {
    if (action.kind === 'upload') void go(`/cases/${view.id}/dossier?upload=1`)
    else if (action.kind === 'prepareHandOver') void go(`/cases/${view.id}/transfer`)
    else if (action.kind !== 'act' && action.handOverId !== null) void go(`/hand-overs/${action.handOverId}?do=${action.kind}`)
    else if (action.act === ADDS_PERSON) void go(`/cases/${view.id}/persons/new`)
    else setOpen(action)
  }
  if (view.actions.length === 0) return <p className="actions quiet small">{t('case.noActions')}</p>
  const free = view.actions.filter(action => action.blocked === null && !action.seldom)
  // A file that can go on goes on; what ends the case without it, such as not prosecuting, is never the first offer.
  const main = free.find(action => action.onward && action.kind !== 'act') ?? free.find(action => action.onward)
  const whomOf = ({ casePersonId }: ActionView): string | undefined =>
    view.persons.length > 1 ? view.persons.find(person => person.id === casePersonId)?.name : undefined
  const seldom = view.actions.filter(action => action.seldom)
  const buttons = (actions: readonly ActionView[]) =>
    actions.map(action => (
      <ActionButton
        key={`${action.act}-${action.handOverId ?? ''}-${action.casePersonId ?? ''}`}
        action={action}
        primary={action === main}
        whom={whomOf(action)}
        onPress={() => press(action)}
      />
    ))
  return (
    <div className="actions">
      {buttons(view.actions.filter(action => !action.seldom))}
      {seldom.length > 0 && (
        <details className="more-actions">
          <summary>{t('case.moreActions', { count: seldom.length })}</summary>
          <div className="actions">{buttons(seldom)}</div>
        </details>
      )}
      <ActDrawer view={view} action={open} onClose={() => setOpen(null)} />
    </div>
  )
}
