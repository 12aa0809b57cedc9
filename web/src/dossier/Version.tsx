import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { acknowledgeVersion } from '../api/dossier.ts'
import type { CaseView, DocumentView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { dateTime } from '../ui/format.ts'
import { Problem } from '../ui/Problem.tsx'

/** Why a sent paper has a new version, who knows of it, and the word of the reader's own agency. */
export function Version({ view, document }: { view: CaseView; document: DocumentView }) {
  const { t, bi } = useLang()
  const client = useQueryClient()
  const [failure, setFailure] = useState<unknown>(null)
  const { replacement } = document
  if (replacement === null) return null
  const acknowledge = async (): Promise<void> => {
    setFailure(null)
    try {
      await acknowledgeVersion(view.id, document.id)
      await client.invalidateQueries({ queryKey: ['dossier', view.id] })
      void client.invalidateQueries({ queryKey: ['case', view.id] })
    } catch (error) {
      setFailure(error)
    }
  }
  return (
    <div className="stack small">
      <p>{t('dossier.replacedWhy', { reason: replacement.reason })}</p>
      <ul>
        {replacement.receivers.map(({ agency, at, by }) => (
          <li key={agency.code}>
            {bi(agency)} {at === null ? t('dossier.unacknowledged') : t('dossier.acknowledged', { by: by ?? '', time: dateTime(at) })}
          </li>
        ))}
      </ul>
      {replacement.awaitsMe && (
        <div>
          <Button size="small" type="primary" onClick={() => void acknowledge()}>
            {t('dossier.acknowledge')}
          </Button>
        </div>
      )}
      {failure !== null && <Problem error={failure} />}
    </div>
  )
}
