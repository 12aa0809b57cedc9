import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { answerCorrection, type CorrectionNotice, listCorrections } from '../api/cards.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { Since } from '../ui/Countdown.tsx'

type Answering = { notice: CorrectionNotice; adopt: boolean }

/** What a later agency corrected of this agency's card, until somebody has answered. */
export function CorrectionBanner({ caseId }: { caseId: string }) {
  const { t } = useLang()
  const [answering, setAnswering] = useState<Answering | null>(null)
  const notices = useQuery({ queryKey: ['corrections', caseId], queryFn: () => listCorrections(caseId) }).data?.notices ?? []
  const open = notices.filter(({ state }) => state === 'open')
  if (open.length === 0) return null
  return (
    <section className="notice card-corrections" aria-label={t('corrections.title', { count: open.length })}>
      <h2>{t('corrections.title', { count: open.length })}</h2>
      <ul>
        {open.map(notice => (
          <Row key={notice.id} notice={notice} onAnswer={adopt => setAnswering({ notice, adopt })} />
        ))}
      </ul>
      <AnswerDrawer answering={answering} onClose={() => setAnswering(null)} />
    </section>
  )
}

function Row({ notice, onAnswer }: { notice: CorrectionNotice; onAnswer: (adopt: boolean) => void }) {
  const { t, bi } = useLang()
  const label = notice.person === null ? bi(notice) : `${notice.person} · ${bi(notice)}`
  const nothing = t('cards.nothing')
  return (
    <li>
      <p>
        <strong>{label}</strong> <s>{notice.old === '' ? nothing : notice.old}</s> →{' '}
        <strong>{notice.new === '' ? nothing : notice.new}</strong>
      </p>
      <p className="small">
        {t('corrections.from', { agency: bi(notice.from), reason: notice.reason })} <Since at={notice.at} />
      </p>
      <div className="row">
        <Button size="small" type="primary" aria-label={t('corrections.adoptOf', { label })} onClick={() => onAnswer(true)}>
          {t('corrections.adopt')}
        </Button>
        <Button size="small" aria-label={t('corrections.declineOf', { label })} onClick={() => onAnswer(false)}>
          {t('corrections.decline')}
        </Button>
      </div>
    </li>
  )
}

function AnswerDrawer({ answering, onClose }: { answering: Answering | null; onClose: () => void }) {
  const { t } = useLang()
  const { session } = useSession()
  const client = useQueryClient()
  const act = answering?.adopt ? 'adopt' : 'decline'
  const submit = async (body: Record<string, unknown>): Promise<void> => {
    if (answering === null) return
    await answerCorrection(answering.notice.id, {
      adopt: answering.adopt,
      ...(typeof body.note === 'string' ? { note: body.note } : {}),
    })
    for (const key of ['corrections', 'card', 'cards']) void client.invalidateQueries({ queryKey: [key] })
    onClose()
  }
  return (
    <Drawer open={answering !== null} onClose={onClose} size={440} title={t(`corrections.${act}Title`)} destroyOnHidden>
      <p className="quiet">{t(`corrections.${act}Hint`)}</p>
      <FieldForm
        fields={[{ name: 'note', kind: 'longText', zh: t('corrections.note'), en: t('corrections.note'), required: act === 'decline' }]}
        draftKey={`${session.user.id}.correction.${answering?.notice.id ?? ''}`}
        submitLabel={t(`corrections.${act}`)}
        onSubmit={submit}
        onCancel={onClose}
      />
    </Drawer>
  )
}
