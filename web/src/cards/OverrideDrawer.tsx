import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Drawer, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { type CardView, type FieldView, putField } from '../api/cards.ts'
import { FormField } from '../forms/FormField.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { Problem } from '../ui/Problem.tsx'
import { useDraft } from '../ui/use-draft.ts'
import { useCard } from './card-context.ts'
import { withField } from './use-field.ts'
import { useShown } from './use-shown.ts'
import { toDraft, toValue } from './values/draft.ts'
import { shapeOf } from './values/shape.ts'
import { usePartName } from './values/use-part-name.ts'
import { ValueEditor } from './values/ValueEditor.tsx'

/** Changes a value that stands, with a reason; where it came from another agency, that agency is told. */
export function OverrideDrawer({ field, onClose }: { field: FieldView | null; onClose: () => void }) {
  const { t, bi } = useLang()
  return (
    <Drawer
      open={field !== null}
      onClose={onClose}
      size={520}
      title={field === null ? '' : t('cards.overrideOf', { label: bi(field) })}
      destroyOnHidden
    >
      {field !== null && <OverrideForm field={field} onDone={onClose} />}
    </Drawer>
  )
}

function OverrideForm({ field, onDone }: { field: FieldView; onDone: () => void }) {
  const { t, bi } = useLang()
  const { message } = App.useApp()
  const { card } = useCard()
  const { session } = useSession()
  const client = useQueryClient()
  const name = usePartName()
  const words = useShown(field)
  const id = useId()
  const shape = shapeOf(field.shape)
  const [draft, setDraft] = useState(() => toDraft(shape, field.value))
  const kept = useDraft(`${session.user.id}.card-reason.${card.id}${field.path}`, { reason: '' })
  const reason = typeof kept.values.reason === 'string' ? kept.values.reason : ''
  const [errors, setErrors] = useState<{ value?: string; reason?: string }>({})
  const [failure, setFailure] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const read = toValue(shape, draft)
    const found = {
      ...(read.ok
        ? {}
        : { value: t(`cards.unread.${read.why}`, { label: (read.part === null ? null : name(shape, read.part)) ?? bi(field) }) }),
      ...(reason.trim() === '' ? { reason: t('form.missing', { label: t('cards.reason') }) } : {}),
    }
    setErrors(found)
    if (!read.ok || Object.keys(found).length > 0 || busy) return
    setBusy(true)
    setFailure(null)
    try {
      const fresh = await putField(card.id, { path: field.path, value: read.value, version: field.version, reason: reason.trim() })
      client.setQueryData<CardView>(['card', card.id], before => before && withField(before, fresh))
      for (const key of ['card', 'cards']) void client.invalidateQueries({ queryKey: [key] })
      kept.clear()
      void message.success(t(fresh.asked === null ? 'cards.overrideDone' : 'cards.overrideAsked'))
      onDone()
    } catch (error) {
      setFailure(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="stack form" noValidate onSubmit={event => void submit(event)}>
      {failure !== null && <Problem error={failure} />}
      <p>
        {t('cards.standsNow')} <strong>{words(field.value, field.shown)}</strong>
        {field.source !== null && <span className="small quiet"> · {bi(field.source)}</span>}
      </p>
      <FormField id={`${id}-value`} label={bi(field)} required error={errors.value}>
        <ValueEditor
          shape={shape}
          id={`${id}-value`}
          label={bi(field)}
          draft={draft}
          onChange={setDraft}
          invalid={errors.value !== undefined}
        />
      </FormField>
      <FormField id={`${id}-reason`} label={t('cards.reason')} required error={errors.reason} hint={t('cards.reasonHint')}>
        <Input.TextArea
          id={`${id}-reason`}
          rows={3}
          value={reason}
          aria-invalid={errors.reason !== undefined}
          onChange={event => kept.set('reason', event.target.value)}
        />
      </FormField>
      {field.source?.kind === 'inherited' && <p className="small quiet">{t('cards.overrideTells')}</p>}
      {field.nature === 'identity' && <p className="small quiet">{t('cards.overrideSecond')}</p>}
      <div className="row form-end">
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('cards.overrideSubmit')}
        </Button>
        <Button onClick={onDone}>{t('action.cancel')}</Button>
      </div>
    </form>
  )
}
