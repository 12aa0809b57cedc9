import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Drawer, Input, Radio } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { type CardDifference, type Settling, settleDifference } from '../api/connectors.ts'
import { ErrorSummary, type Errors } from '../forms/ErrorSummary.tsx'
import { FormField } from '../forms/FormField.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { Problem } from '../ui/Problem.tsx'
import { useDraft } from '../ui/use-draft.ts'

const WAYS = ['writeAgain', 'takeTheirs', 'leave'] as const satisfies readonly Settling[]

/** Settles a difference: whose value holds, or that both stay as they are, and why. */
export function SettleDrawer({ difference, onClose }: { difference: CardDifference | null; onClose: () => void }) {
  const { t, bi } = useLang()
  return (
    <Drawer
      open={difference !== null}
      onClose={onClose}
      size={480}
      title={difference === null ? '' : t('differences.settleOf', { field: bi(difference), case: difference.caseName })}
      destroyOnHidden
    >
      {difference !== null && <SettleForm difference={difference} onDone={onClose} />}
    </Drawer>
  )
}

function SettleForm({ difference, onDone }: { difference: CardDifference; onDone: () => void }) {
  const { t } = useLang()
  const { message } = App.useApp()
  const { session } = useSession()
  const client = useQueryClient()
  const prefix = `${useId()}-`
  const draft = useDraft(`${session.user.id}.difference.${difference.id}`, { how: '', note: '' })
  const [errors, setErrors] = useState<Errors>({})
  const [failure, setFailure] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const text = (name: string): string => {
    const value = draft.values[name]
    return typeof value === 'string' ? value : ''
  }
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const found: Errors = {}
    if (text('how') === '') found.how = t('form.missing', { label: t('differences.how') })
    if (text('how') === 'leave' && text('note').trim() === '') found.note = t('form.missing', { label: t('differences.note') })
    setErrors(found)
    const how = WAYS.find(way => way === text('how'))
    if (busy || how === undefined || Object.keys(found).length > 0) return
    setBusy(true)
    setFailure(null)
    try {
      await settleDifference(difference.id, { how, note: text('note').trim() })
      draft.clear()
      for (const key of ['differences', 'card', 'cards', 'writeBacks']) void client.invalidateQueries({ queryKey: [key] })
      void message.success(t('differences.done'))
      onDone()
    } catch (error) {
      setFailure(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="stack form" noValidate onSubmit={event => void submit(event)}>
      <ErrorSummary errors={errors} prefix={prefix} />
      {failure !== null && <Problem error={failure} />}
      <dl className="facts">
        <dt>{t('differences.ours')}</dt>
        <dd>{difference.ours === '' ? t('cards.nothing') : difference.ours}</dd>
        <dt>{t('differences.theirs')}</dt>
        <dd>{difference.theirs === '' ? t('cards.nothing') : difference.theirs}</dd>
      </dl>
      <FormField id={`${prefix}how`} label={t('differences.how')} required error={errors.how}>
        <Radio.Group
          id={`${prefix}how`}
          aria-label={t('differences.how')}
          className="differences-ways"
          value={text('how')}
          onChange={event => draft.set('how', String(event.target.value))}
          options={WAYS.map(way => ({ value: way, label: t(`differences.ways.${way}`) }))}
        />
      </FormField>
      <FormField id={`${prefix}note`} label={t('differences.note')} required={text('how') === 'leave'} error={errors.note}>
        <Input.TextArea
          id={`${prefix}note`}
          rows={3}
          value={text('note')}
          aria-invalid={errors.note !== undefined}
          onChange={event => draft.set('note', event.target.value)}
        />
      </FormField>
      <div className="row form-end">
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('differences.settle')}
        </Button>
        <Button onClick={onDone}>{t('action.cancel')}</Button>
      </div>
    </form>
  )
}
