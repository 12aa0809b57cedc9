import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { type FormEvent, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { addPerson } from '../api/cases.ts'
import { ErrorSummary, type Errors } from '../forms/ErrorSummary.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { Panel } from '../ui/Panel.tsx'
import { Problem } from '../ui/Problem.tsx'
import { useDraft } from '../ui/use-draft.ts'
import { PersonFields } from './PersonFields.tsx'
import { firstPerson, personBody, personErrors } from './person-form.ts'

/** Adds a suspect to a case. Birth date and sex come from the identity number. */
export function NewPersonPage() {
  const { t } = useLang()
  const { caseId = '' } = useParams()
  const go = useNavigate()
  const client = useQueryClient()
  const { session } = useSession()
  const draft = useDraft(`${session.user.id}.person.${caseId}`, firstPerson)
  const [errors, setErrors] = useState<Errors>({})
  const [failure, setFailure] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const back = (): void => void go(`/cases/${caseId}`)

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (busy) return
    const found = personErrors(draft.values, (key, label) => t(key, { label: label?.label ?? '' }))
    setErrors(found)
    setFailure(null)
    if (Object.keys(found).length > 0) return
    setBusy(true)
    try {
      await addPerson(caseId, personBody(draft.values))
      draft.clear()
      await client.invalidateQueries({ queryKey: ['case', caseId] })
      back()
    } catch (error) {
      setFailure(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="stack">
      <h1>{t('person.title')}</h1>
      <Panel title={t('person.identity')}>
        <form className="stack form" noValidate onSubmit={event => void submit(event)}>
          <ErrorSummary errors={errors} prefix="person-" />
          {failure !== null && <Problem error={failure} />}
          <PersonFields values={draft.values} set={draft.set} errors={errors} />
          <div className="row form-end">
            <Button type="primary" htmlType="submit" loading={busy}>
              {t('person.submit')}
            </Button>
            <Button onClick={back}>{t('action.cancel')}</Button>
          </div>
        </form>
      </Panel>
    </div>
  )
}
