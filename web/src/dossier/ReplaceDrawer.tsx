import { useQueryClient } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { uploadVersion } from '../api/imports.ts'
import type { CaseView, DocumentView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Problem } from '../ui/Problem.tsx'

type Props = { view: CaseView; document: DocumentView; open: boolean; onClose: () => void }

/** A new version of a paper that was sent: the file, and why. */
export function ReplaceDrawer({ view, document, open, onClose }: Props) {
  const { t } = useLang()
  const client = useQueryClient()
  const id = useId()
  const [failure, setFailure] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [file, reason] = [form.get('file'), form.get('reason')]
    if (busy || !(file instanceof File) || typeof reason !== 'string') return
    setBusy(true)
    setFailure(null)
    try {
      await uploadVersion(view.id, document.id, file, reason)
      await client.invalidateQueries({ queryKey: ['dossier', view.id] })
      onClose()
    } catch (error) {
      setFailure(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Drawer open={open} onClose={onClose} size={420} title={t('dossier.replaceTitle', { title: document.title })} destroyOnHidden>
      <form className="stack" onSubmit={event => void submit(event)}>
        <p className="small quiet">{t('dossier.replaceHint')}</p>
        <label htmlFor={`${id}-file`}>{t('dossier.file')}</label>
        <input id={`${id}-file`} name="file" type="file" required />
        <label htmlFor={`${id}-reason`}>{t('dossier.reason')}</label>
        <textarea id={`${id}-reason`} name="reason" rows={3} maxLength={500} required />
        {failure !== null && <Problem error={failure} />}
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('dossier.replaceSubmit')}
        </Button>
      </form>
    </Drawer>
  )
}
