import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Drawer } from 'antd'
import { useId, useState } from 'react'
import { runAct } from '../api/cases.ts'
import { suppose } from '../api/clocks.ts'
import type { TrackRow } from '../api/types.ts'
import { Moves } from '../clocks/Moves.tsx'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { useReference } from '../session/use-reference.ts'
import { Loading } from '../ui/Empty.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Select } from '../ui/Select.tsx'

type Props = { row: TrackRow | null; onClose: () => void }

/** Ends a track before its time: shows every date that moves, and asks for the reason before it is done. */
export function EndDrawer({ row, onClose }: Props) {
  const { t } = useLang()
  return (
    <Drawer open={row !== null} onClose={onClose} size={640} title={t('ending.title')} destroyOnHidden>
      {row !== null && <Ending row={row} onClose={onClose} />}
    </Drawer>
  )
}

function Ending({ row, onClose }: { row: TrackRow; onClose: () => void }) {
  const { t, bi } = useLang()
  const id = useId()
  const { message } = App.useApp()
  const { session } = useSession()
  const client = useQueryClient()
  const [act, setAct] = useState(row.endings[0]?.act ?? '')
  const chosen = row.endings.find(one => one.act === act)
  const fields = useReference()?.acts.find(one => one.act === act)?.fields ?? []
  const moves = useQuery({ queryKey: ['case', row.caseId, 'what-if', act], queryFn: () => suppose(row.caseId, { act }) })
  const persons = row.casePersonId === null ? [] : [{ id: row.casePersonId, seq: 1, name: row.person, inCustody: false }]

  const submit = async (body: Record<string, unknown>): Promise<void> => {
    if (chosen === undefined) return
    await runAct(row.caseId, act, row.version, body)
    await Promise.all([client.invalidateQueries({ queryKey: ['track48'] }), client.invalidateQueries({ queryKey: ['case', row.caseId] })])
    void message.success(t('ending.done', { act: bi(chosen) }))
    onClose()
  }
  return (
    <div className="stack">
      <p className="quiet small">
        {row.person} · {row.platformNo}
      </p>
      <div className="field">
        <label htmlFor={`${id}-act`}>{t('ending.which')}</label>
        <Select
          id={`${id}-act`}
          label={t('ending.which')}
          value={act}
          options={row.endings.map(one => ({ value: one.act, label: bi(one) }))}
          onChange={setAct}
        />
      </div>
      <div className="stack tight" aria-live="polite">
        <p>{t('ending.moves')}</p>
        {moves.isPending && <Loading text={t('app.loading')} />}
        {moves.isError && <Problem error={moves.error} />}
        {moves.isSuccess && <Moves moves={moves.data.moves} persons={persons} />}
      </div>
      {chosen !== undefined && moves.isSuccess && (
        <FieldForm
          key={act}
          fields={fields}
          draftKey={`${session.user.id}.${row.caseId}.${act}`}
          submitLabel={t('ending.confirm', { act: bi(chosen) })}
          onSubmit={submit}
          onCancel={onClose}
        />
      )}
    </div>
  )
}
