import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Drawer } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { listRequests, opinionAddress, stepRequest } from '../api/fast-track.ts'
import type { Field, LawyerRequest } from '../api/types.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { Empty, Loading } from '../ui/Empty.tsx'
import { shortTime } from '../ui/format.ts'
import { LinkTabs } from '../ui/LinkTabs.tsx'
import { Problem } from '../ui/Problem.tsx'
import { LawyerState } from './LawyerState.tsx'
import './strip.css'

const BOXES = ['waiting', 'mine', 'done'] as const

/** The duty lawyer station of a justice bureau: what waits, what is mine, what has ended; the soonest due first. */
export function LawyerPage() {
  const { t } = useLang()
  const [params] = useSearchParams()
  const box = BOXES.find(name => name === params.get('box')) ?? 'waiting'
  const list = useQuery({ queryKey: ['lawyer', box], queryFn: () => listRequests(box) })
  const [writing, setWriting] = useState<{ row: LawyerRequest; step: 'meet' | 'opinion' } | null>(null)
  const rows = list.data?.items ?? []
  return (
    <>
      <div className="page-head">
        <h1>{t('lawyer.title')}</h1>
        <p className="small quiet">{t('lawyer.privacy')}</p>
      </div>
      <div className="panel">
        <LinkTabs
          label={t('lawyer.title')}
          tabs={BOXES.map(name => ({
            to: `/duty-lawyer?box=${name}`,
            text: t(`lawyer.box.${name}`),
            current: name === box,
            count: list.data?.counts[name],
          }))}
        />
        {list.isPending && <Loading text={t('app.loading')} />}
        {list.isError && <Problem error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && rows.length === 0 && <Empty title={t(`lawyer.empty.${box}`)} hint={t('lawyer.emptyHint')} />}
        {rows.length > 0 && <Requests rows={rows} onWrite={(row, step) => setWriting({ row, step })} />}
      </div>
      <Drawer
        open={writing !== null}
        onClose={() => setWriting(null)}
        size={520}
        title={writing === null ? '' : t(writing.step === 'meet' ? 'lawyer.meet' : 'lawyer.opinion')}
        destroyOnHidden
      >
        {writing !== null && <StepForm {...writing} onClose={() => setWriting(null)} />}
      </Drawer>
    </>
  )
}

function Requests({ rows, onWrite }: { rows: readonly LawyerRequest[]; onWrite: (row: LawyerRequest, step: 'meet' | 'opinion') => void }) {
  const { t, bi } = useLang()
  return (
    <div className="scroll">
      <table className="table rows requests">
        <caption className="only-read">{t('lawyer.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('lawyer.person')}</th>
            <th scope="col">{t('lawyer.asked')}</th>
            <th scope="col">{t('lawyer.state')}</th>
            <th scope="col">
              <span className="only-read">{t('lawyer.take')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.id}>
              <td>
                <strong>{row.person}</strong>
                <span className="sub">{bi(row.charge)}</span>
              </td>
              <td>
                {shortTime(row.requestedAt)} · {bi(row.agency)} {row.requestedBy}
                <span className="sub">{[row.place, row.note].filter(Boolean).join(' · ')}</span>
              </td>
              <td>
                <LawyerState row={row} />
                {row.lawyer !== null && <span className="sub">{row.lawyer}</span>}
              </td>
              <td>
                <Steps row={row} onWrite={step => onWrite(row, step)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Steps({ row, onWrite }: { row: LawyerRequest; onWrite: (step: 'meet' | 'opinion') => void }) {
  const { t } = useLang()
  const { message } = App.useApp()
  const client = useQueryClient()
  const take = useMutation({
    mutationFn: () => stepRequest(row.id, 'take', {}),
    onSettled: () => client.invalidateQueries({ queryKey: ['lawyer'] }),
    onError: error => void message.error(error.message),
  })
  if (row.state === 'waiting')
    return (
      <Button type="primary" size="small" loading={take.isPending} onClick={() => take.mutate()}>
        {t('lawyer.take')}
      </Button>
    )
  if (row.opinion !== null)
    return (
      <a className="nowrap" href={opinionAddress(row.id)} target="_blank" rel="noreferrer">
        {t('lawyer.paper')}
      </a>
    )
  if (!row.isMine || row.state === 'cancelled') return null
  const step = row.state === 'taken' ? 'meet' : 'opinion'
  return (
    <Button type="primary" size="small" onClick={() => onWrite(step)}>
      {t(`lawyer.${step}`)}
    </Button>
  )
}

const text = (label: string) => ({ zh: label, en: label })

function StepForm({ row, step, onClose }: { row: LawyerRequest; step: 'meet' | 'opinion'; onClose: () => void }) {
  const { t, bi } = useLang()
  const { session } = useSession()
  const client = useQueryClient()
  const fields: Field[] =
    step === 'meet'
      ? [{ name: 'at', kind: 'dateTime', required: false, ...text(t('lawyer.at')) }]
      : [{ name: 'opinion', kind: 'longText', required: true, ...text(t('lawyer.opinionText')) }]
  return (
    <div className="stack">
      <p className="quiet small">
        {row.person} · {bi(row.charge)}
      </p>
      <FieldForm
        fields={fields}
        draftKey={`${session.user.id}.${row.id}.${step}`}
        submitLabel={t(`lawyer.${step}`)}
        onSubmit={async body => {
          await stepRequest(row.id, step, body)
          await client.invalidateQueries({ queryKey: ['lawyer'] })
          onClose()
        }}
        onCancel={onClose}
      />
    </div>
  )
}
