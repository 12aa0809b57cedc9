import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { checkPermit, endInterrogation } from '../api/custody.ts'
import type { Checked, Field, PermitRow } from '../api/types.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { dateTime } from '../ui/format.ts'
import { Problem } from '../ui/Problem.tsx'
import { choices, named } from './fields.ts'

/** A permit at the gate: allowed, or refused with what makes it good again; then the return of the person. */
export function PermitCheck({ permit, onClose }: { permit: PermitRow; onClose: () => void }) {
  const { t } = useLang()
  const { session } = useSession()
  const [checked, setChecked] = useState<Checked | null>(null)
  const fields: Field[] = [
    {
      name: 'purpose',
      kind: 'choice',
      required: true,
      ...named(t('custodyPermits.purpose')),
      options: choices(t('custodyPermits.purposes', { returnObjects: true })),
    },
    { name: 'officers', kind: 'integer', required: true, ...named(t('custodyPermits.officers')) },
  ]
  if (checked !== null) return <Outcome checked={checked} />
  return (
    <FieldForm
      fields={fields}
      defaults={{ purpose: 'INTERROGATE', officers: '2' }}
      draftKey={`${session.user.id}.${permit.id}.check`}
      submitLabel={t('custodyPermits.check')}
      onSubmit={async body => setChecked(await checkPermit(permit.permitNo, body))}
      onCancel={onClose}
    />
  )
}

function Outcome({ checked }: { checked: Checked }) {
  const { t, bi } = useLang()
  const end = useMutation({ mutationFn: () => endInterrogation(checked.entryId) })
  return (
    <div className="stack" role="status">
      {checked.allowed ? (
        <p>
          <span className="tag good">{t('custodyPermits.allowed')}</span> {dateTime(checked.at)}
        </p>
      ) : (
        <div className="notice">
          <strong>{t('custodyPermits.refused', { why: bi(checked) })}</strong>
          {checked.restoredBy !== null && <p>{t('custodyPermits.restoredBy', { paper: bi(checked.restoredBy) })}</p>}
        </div>
      )}
      {end.isError && <Problem error={end.error} />}
      {end.data && <p>{t('custodyPermits.ended', { time: dateTime(end.data.endedAt) })}</p>}
      {checked.allowed && !end.data && (
        <div className="actions">
          <Button loading={end.isPending} onClick={() => end.mutate()}>
            {t('custodyPermits.end')}
          </Button>
        </div>
      )}
    </div>
  )
}
