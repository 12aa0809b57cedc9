import { useMutation } from '@tanstack/react-query'
import { Button, Drawer, Popconfirm } from 'antd'
import { useState } from 'react'
import { annulPaper, decideAnnulment } from '../api/papers.ts'
import type { CaseView, PaperView } from '../api/types.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { dateTime } from '../ui/format.ts'
import { Problem } from '../ui/Problem.tsx'

type Props = { view: CaseView; paper: PaperView; onChange: (paperId: string | null) => Promise<void> }

/** That an issued paper is void: one person asks with a reason, a second one approves. */
export function Annulment({ view, paper, onChange }: Props) {
  const { t } = useLang()
  const decide = useMutation({
    mutationFn: (approve: boolean) => decideAnnulment(view.id, paper.id, approve),
    onSuccess: async () => await onChange(paper.id),
  })
  const { annul, decideAnnulment: mayDecide, approveAnnulment: mayApprove } = paper.may
  return (
    <>
      {decide.error !== null && <Problem error={decide.error} />}
      {annul && <Ask view={view} paper={paper} onChange={onChange} />}
      {mayApprove && (
        <Popconfirm
          title={t('papers.annulApprove')}
          description={t('papers.annulAsk')}
          okText={t('papers.annulApprove')}
          onConfirm={() => decide.mutate(true)}
        >
          <Button danger loading={decide.isPending}>
            {t('papers.annulApprove')}
          </Button>
        </Popconfirm>
      )}
      {mayDecide && (
        <Button loading={decide.isPending} onClick={() => decide.mutate(false)}>
          {t(mayApprove ? 'papers.annulRefuse' : 'papers.annulTakeBack')}
        </Button>
      )}
    </>
  )
}

/** Who asked, why, and what became of it. */
export function AnnulmentNote({ annulment }: { annulment: PaperView['annulment'] }) {
  const { t } = useLang()
  if (annulment === null) return null
  const { state, reason, requestedBy, requestedAt, decidedBy, decidedAt } = annulment
  const decided = { who: decidedBy ?? '', when: decidedAt === null ? '' : dateTime(decidedAt), reason }
  if (state === 'open') return <p className="small">{t('papers.annulAsked', { who: requestedBy, when: dateTime(requestedAt), reason })}</p>
  return <p className="small">{t(state === 'approved' ? 'papers.annulledBy' : 'papers.annulRefusedBy', decided)}</p>
}

function Ask({ view, paper, onChange }: Props) {
  const { t } = useLang()
  const { session } = useSession()
  const [open, setOpen] = useState(false)
  const label = t('papers.annulReason')
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('papers.annul')}</Button>
      <Drawer open={open} onClose={() => setOpen(false)} size={440} title={t('papers.annul')} destroyOnHidden>
        <p className="small quiet">{t('papers.annulAsk')}</p>
        <FieldForm
          fields={[{ name: 'reason', zh: label, en: label, kind: 'longText', required: true }]}
          draftKey={`${session.user.id}.annul.${paper.id}`}
          submitLabel={t('papers.annul')}
          onSubmit={async ({ reason }) => {
            await annulPaper(view.id, paper.id, String(reason))
            setOpen(false)
            await onChange(paper.id)
          }}
          onCancel={() => setOpen(false)}
        />
      </Drawer>
    </>
  )
}
