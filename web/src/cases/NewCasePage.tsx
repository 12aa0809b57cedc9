import { useQueryClient } from '@tanstack/react-query'
import { Checkbox } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { createCase } from '../api/cases.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { useReference } from '../session/use-reference.ts'
import { Loading } from '../ui/Empty.tsx'
import { Panel } from '../ui/Panel.tsx'
import { newCaseFields } from './new-case-fields.ts'

export function NewCasePage() {
  const { t } = useLang()
  const go = useNavigate()
  const client = useQueryClient()
  const reference = useReference()
  const { session } = useSession()
  const [track48, setTrack48] = useState(false)
  if (!reference) return <Loading text={t('app.loading')} />

  const submit = async (body: Record<string, unknown>): Promise<void> => {
    const { caseId } = await createCase({ ...body, track48 })
    await client.invalidateQueries({ queryKey: ['cases'] })
    await go(`/cases/${caseId}`)
  }
  return (
    <div className="stack">
      <h1>{t('newCase.title')}</h1>
      <Panel title={t('newCase.report')}>
        <div className="stack form">
          <Checkbox checked={track48} onChange={event => setTrack48(event.target.checked)}>
            {t('newCase.track48')}
          </Checkbox>
          <FieldForm
            fields={newCaseFields(reference, key => t(key), track48)}
            draftKey={`${session.user.id}.new-case`}
            submitLabel={t('newCase.submit')}
            onSubmit={submit}
            onCancel={() => void go(-1)}
          />
        </div>
      </Panel>
    </div>
  )
}
