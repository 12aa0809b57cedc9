import { useQueryClient } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { originalAddress, removeDocument } from '../api/dossier.ts'
import type { CaseView, DocumentView } from '../api/types.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { bytes, dateTime } from '../ui/format.ts'
import { ReplaceDrawer } from './ReplaceDrawer.tsx'
import { SortDrawer } from './SortDrawer.tsx'
import { Version } from './Version.tsx'

type Props = { view: CaseView; document: DocumentView; canSort: boolean }

/** What is known of the open document: kind, number, origin, digests. Sent documents stay as they are. */
export function DocumentCard({ view, document, canSort }: Props) {
  const { t } = useLang()
  const client = useQueryClient()
  const { session } = useSession()
  const [open, setOpen] = useState<'none' | 'sort' | 'remove' | 'replace'>('none')
  const facts: [string, string | null][] = [
    [t('dossier.kind'), document.code],
    [t('dossier.docNo'), document.docNo],
    [t('dossier.madeOn'), document.madeOn],
    [t('dossier.file'), `${document.fileName} · ${bytes(document.sizeBytes)} · ${t('dossier.pages', { count: document.pageCount })}`],
    [t('dossier.added'), `${document.addedBy} · ${dateTime(document.addedAt)}`],
    ['SHA-256', document.sha256],
    ['SM3', document.sm3],
  ]
  const remove = async (body: Record<string, unknown>): Promise<void> => {
    await removeDocument(view.id, document.id, String(body.reason))
    await client.invalidateQueries({ queryKey: ['dossier', view.id] })
    setOpen('none')
  }
  return (
    <details className="doc-card" open={document.replacement?.awaitsMe === true}>
      <summary>
        <strong>{document.title}</strong>
        {document.sentIn !== null && <span className="tag">{t('dossier.sent')}</span>}
        {document.replacedBy !== null && <span className="tag">{t('dossier.replaced')}</span>}
        {document.replaces !== null && <span className="tag">{t('dossier.newVersion')}</span>}
        <span className="small dotted">{t('dossier.facts')}</span>
      </summary>
      <dl className="facts small">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={name.startsWith('S') ? 'mono' : ''}>{value ?? '—'}</dd>
          </div>
        ))}
      </dl>
      <div className="row wrap">
        <a href={originalAddress(view.id, document.id)} download>
          {t('dossier.original')}
        </a>
        {canSort && document.sentIn === null && (
          <>
            <Button size="small" onClick={() => setOpen('sort')}>
              {t('dossier.resort')}
            </Button>
            <Button size="small" onClick={() => setOpen('remove')}>
              {t('dossier.remove')}
            </Button>
          </>
        )}
        {document.mayReplace && (
          <Button size="small" onClick={() => setOpen('replace')}>
            {t('dossier.replace')}
          </Button>
        )}
        {document.sentIn !== null && <span className="small quiet">{t('dossier.sentHint')}</span>}
      </div>
      <Version view={view} document={document} />
      <ReplaceDrawer view={view} document={document} open={open === 'replace'} onClose={() => setOpen('none')} />
      <SortDrawer view={view} document={open === 'sort' ? document : null} onClose={() => setOpen('none')} />
      <Drawer open={open === 'remove'} onClose={() => setOpen('none')} size={420} title={t('dossier.removeTitle')} destroyOnHidden>
        <FieldForm
          fields={[{ name: 'reason', zh: t('dossier.reason'), en: t('dossier.reason'), kind: 'longText', required: true }]}
          draftKey={`${session.user.id}.remove.${document.id}`}
          submitLabel={t('dossier.removeSubmit')}
          onSubmit={remove}
          onCancel={() => setOpen('none')}
        />
      </Drawer>
    </details>
  )
}
