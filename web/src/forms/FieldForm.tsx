import { Button } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { ApiProblem } from '../api/problem.ts'
import type { Field } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import type { Lang } from '../ui/format.ts'
import { Problem } from '../ui/Problem.tsx'
import type { Option } from '../ui/Select.tsx'
import { useDraft } from '../ui/use-draft.ts'
import { ErrorSummary, type Errors } from './ErrorSummary.tsx'
import { FieldControl } from './FieldControl.tsx'
import { describedBy, FormField } from './FormField.tsx'
import { type Defaults, errorsOf, findErrors, firstValues, toBody } from './values.ts'

type Props = {
  fields: Field[]
  defaults?: Defaults
  persons?: Option[]
  draftKey: string
  submitLabel: string
  onSubmit: (body: Record<string, unknown>) => Promise<unknown>
  onCancel: () => void
}

const CODED = ['staff', 'agency']

/** A hint to be read: for people and agencies it is the role or kind they are chosen by, and the server's hints are Chinese. */
const hintOf = ({ kind, hint }: Field, lang: Lang): string | undefined =>
  hint === undefined || CODED.includes(kind) || (lang === 'en' && /\p{Script=Han}/u.test(hint)) ? undefined : hint

/** A form made from the fields that the transition table asks for. Its button says what it does. */
export function FieldForm({ fields, defaults, persons = [], draftKey, submitLabel, onSubmit, onCancel }: Props) {
  const { t, lang, bi } = useLang()
  const prefix = `${useId()}-`
  const draft = useDraft(draftKey, firstValues(fields, defaults ?? {}))
  const [errors, setErrors] = useState<Errors>({})
  const [failure, setFailure] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (busy) return
    const named = fields.map(field => ({ field, label: bi(field) }))
    const found = findErrors(named, draft.values, {
      missing: label => t('form.missing', { label }),
      unreadable: label => t('form.unreadable', { label }),
    })
    setErrors(found)
    setFailure(null)
    if (Object.keys(found).length > 0) return
    setBusy(true)
    try {
      await onSubmit(toBody(fields, draft.values))
      draft.clear()
    } catch (error) {
      setFailure(error)
      if (error instanceof ApiProblem) setErrors(errorsOf(error, fields))
    } finally {
      setBusy(false)
    }
  }

  return (
    <form className="stack form" noValidate onSubmit={event => void submit(event)}>
      <ErrorSummary errors={errors} prefix={prefix} />
      {failure !== null && <Problem error={failure} />}
      {draft.restored && (
        <p className="small quiet">
          {t('form.restored')}{' '}
          <button type="button" className="plain dotted" onClick={draft.reset}>
            {t('form.discard')}
          </button>
        </p>
      )}
      {fields.map(field => {
        const id = prefix + field.name
        const error = errors[field.name]
        const hint = hintOf(field, lang)
        return (
          <FormField
            key={field.name}
            id={id}
            label={field.kind === 'boolean' && !field.required ? '' : bi(field)}
            required={field.required}
            hint={hint}
            error={error}
          >
            <FieldControl
              field={field}
              id={id}
              label={bi(field)}
              value={draft.values[field.name]}
              onChange={value => draft.set(field.name, value)}
              persons={persons}
              invalid={error !== undefined}
              describedBy={describedBy(id, hint, error)}
            />
          </FormField>
        )
      })}
      <div className="row form-end">
        <Button type="primary" htmlType="submit" loading={busy}>
          {submitLabel}
        </Button>
        <Button onClick={onCancel}>{t('action.cancel')}</Button>
      </div>
    </form>
  )
}
