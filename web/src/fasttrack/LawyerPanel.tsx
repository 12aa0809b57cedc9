import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Drawer } from 'antd'
import { useState } from 'react'
import { cancelRequest, listCaseRequests, opinionAddress, requestLawyer } from '../api/fast-track.ts'
import type { CaseView, Field, LawyerRequest } from '../api/types.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { useReference } from '../session/use-reference.ts'
import { Loading } from '../ui/Empty.tsx'
import { shortTime } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { Problem } from '../ui/Problem.tsx'
import { LawyerState } from './LawyerState.tsx'

const DONE = ['done', 'cancelled']

/** The duty lawyer of a case: who asked when, when the lawyer came, what the lawyer said; and asking for one. */
export function LawyerPanel({ view }: { view: CaseView }) {
  const { t } = useLang()
  const found = useQuery({ queryKey: ['lawyer', view.id], queryFn: () => listCaseRequests(view.id) })
  const [asking, setAsking] = useState(false)
  const rows = found.data?.items ?? []
  const waits = (personId: string): boolean => rows.some(one => one.casePersonId === personId && !DONE.includes(one.state))
  const free = view.persons.filter(({ id }) => !waits(id))
  const mayAct = view.actions.some(({ kind }) => kind === 'act' || kind === 'upload')
  return (
    <Panel
      flush
      title={t('lawyer.title')}
      aside={
        mayAct &&
        free.length > 0 && (
          <Button size="small" onClick={() => setAsking(true)}>
            {t('lawyer.request')}
          </Button>
        )
      }
    >
      {found.isPending && <Loading text={t('app.loading')} />}
      {found.isError && <Problem error={found.error} />}
      {found.isSuccess && rows.length === 0 && <p className="quiet lawyer-none">{t('lawyer.none')}</p>}
      {rows.length > 0 && (
        <ul className="lawyer-list">
          {rows.map(row => (
            <Item key={row.id} row={row} caseId={view.id} mayCancel={mayAct} />
          ))}
        </ul>
      )}
      <Drawer open={asking} onClose={() => setAsking(false)} size={480} title={t('lawyer.request')} destroyOnHidden>
        {asking && <Ask view={view} persons={free} onClose={() => setAsking(false)} />}
      </Drawer>
    </Panel>
  )
}

function Item({ row, caseId, mayCancel }: { row: LawyerRequest; caseId: string; mayCancel: boolean }) {
  const { t, bi } = useLang()
  const client = useQueryClient()
  const { message } = App.useApp()
  const cancel = (): void => {
    cancelRequest(row.id).then(
      () => client.invalidateQueries({ queryKey: ['lawyer', caseId] }),
      (error: unknown) => void message.error(error instanceof Error ? error.message : ''),
    )
  }
  return (
    <li>
      <div className="row wrap spread">
        <span>
          <strong>{row.person}</strong> <span className="quiet">{bi(row.bureau)}</span> {row.lawyer !== null && row.lawyer}
        </span>
        <LawyerState row={row} />
      </div>
      <p className="small quiet">
        {t('lawyer.asked')} {shortTime(row.requestedAt)} · {row.requestedBy}（{bi(row.agency)}）
        {row.undertakingAt !== null && ` · ${t('lawyer.undertaking', { at: shortTime(row.undertakingAt) })}`}
      </p>
      {row.opinion !== null && <p className="opinion">{row.opinion}</p>}
      <div className="row small">
        {row.opinion !== null && (
          <a href={opinionAddress(row.id)} target="_blank" rel="noreferrer">
            {t('lawyer.paper')}
          </a>
        )}
        {mayCancel && (row.state === 'waiting' || row.state === 'taken') && (
          <button type="button" className="plain dotted" onClick={cancel}>
            {t('lawyer.cancel')}
          </button>
        )}
      </div>
    </li>
  )
}

const text = (label: string) => ({ zh: label, en: label })

function Ask({ view, persons, onClose }: { view: CaseView; persons: CaseView['persons']; onClose: () => void }) {
  const { t, bi } = useLang()
  const { message } = App.useApp()
  const { session } = useSession()
  const client = useQueryClient()
  const agencies = useReference()?.agencies
  const fields: Field[] = [
    { name: 'casePersonId', kind: 'person', required: true, ...text(t('lawyer.person')) },
    { name: 'place', kind: 'text', required: false, ...text(t('lawyer.place')) },
    { name: 'note', kind: 'longText', required: false, ...text(t('lawyer.note')) },
  ]
  const submit = async (body: Record<string, unknown>): Promise<void> => {
    const { bureau } = await requestLawyer(view.id, body)
    await client.invalidateQueries({ queryKey: ['lawyer', view.id] })
    const agency = agencies?.find(({ code }) => code === bureau)
    void message.success(t('lawyer.requested', { bureau: agency ? bi(agency) : bureau }))
    onClose()
  }
  return (
    <FieldForm
      fields={fields}
      defaults={persons[0] === undefined ? {} : { casePersonId: persons[0].id }}
      persons={persons.map(({ id, seq, name }) => ({ value: id, label: name, code: String(seq) }))}
      draftKey={`${session.user.id}.${view.id}.lawyer`}
      submitLabel={t('lawyer.request')}
      onSubmit={submit}
      onCancel={onClose}
    />
  )
}
