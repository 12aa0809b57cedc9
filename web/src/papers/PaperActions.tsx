import { useMutation } from '@tanstack/react-query'
import { App, Button, Drawer, Popconfirm } from 'antd'
import { useState } from 'react'
import { discardPaper, issuePaper, paperAddress, replacePaper } from '../api/papers.ts'
import type { CaseView, PaperView } from '../api/types.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { Problem } from '../ui/Problem.tsx'
import { Annulment } from './Annulment.tsx'

type Props = { view: CaseView; paper: PaperView; onChange: (paperId: string | null) => Promise<void> }

/** Issue, discard, print, make anew: what this person may do with the paper. */
export function PaperActions({ view, paper, onChange }: Props) {
  const { t } = useLang()
  const { message } = App.useApp()
  const issue = useMutation({
    mutationFn: () => issuePaper(view.id, paper.id, paper.digest),
    onSuccess: async ({ number }) => {
      void message.success(t('papers.issueDone', { number: number ?? t('papers.unnumbered') }))
      await onChange(paper.id)
    },
  })
  const discard = useMutation({ mutationFn: () => discardPaper(view.id, paper.id), onSuccess: () => onChange(null) })
  const isDraft = paper.state === 'draft'
  const fault = issue.error ?? discard.error
  return (
    <div className="actions">
      {fault !== null && <Problem error={fault} />}
      {paper.may.issue && (
        <Popconfirm
          title={t('papers.issue')}
          description={t('papers.issueAsk')}
          okText={t('papers.issue')}
          onConfirm={() => issue.mutate()}
        >
          <Button type="primary" disabled={paper.lacks.length > 0} loading={issue.isPending}>
            {t('papers.issue')}
          </Button>
        </Popconfirm>
      )}
      {isDraft && !paper.may.issue && <span className="quiet small">{t('papers.cannotSign')}</span>}
      {paper.may.edit && (
        <Popconfirm
          title={t('papers.discard')}
          description={t('papers.discardAsk')}
          okText={t('papers.discard')}
          onConfirm={() => discard.mutate()}
        >
          <Button loading={discard.isPending}>{t('papers.discard')}</Button>
        </Popconfirm>
      )}
      {paper.signedAt !== null &&
        paper.copies.map(copy => (
          <a key={copy} href={paperAddress(view.id, paper.id, copy)} target="_blank" rel="noopener">
            {t('papers.print', { copy })}
          </a>
        ))}
      {paper.may.replace && <Replace view={view} paper={paper} onChange={onChange} />}
      <Annulment view={view} paper={paper} onChange={onChange} />
    </div>
  )
}

function Replace({ view, paper, onChange }: Props) {
  const { t } = useLang()
  const { session } = useSession()
  const [open, setOpen] = useState(false)
  const label = t('papers.reason')
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('papers.replace')}</Button>
      <Drawer open={open} onClose={() => setOpen(false)} size={440} title={t('papers.replace')} destroyOnHidden>
        <FieldForm
          fields={[{ name: 'reason', zh: label, en: label, kind: 'longText', required: true }]}
          draftKey={`${session.user.id}.replace.${paper.id}`}
          submitLabel={t('papers.replace')}
          onSubmit={async ({ reason }) => {
            const { paperId } = await replacePaper(view.id, paper.id, String(reason))
            setOpen(false)
            await onChange(paperId)
          }}
          onCancel={() => setOpen(false)}
        />
      </Drawer>
    </>
  )
}
