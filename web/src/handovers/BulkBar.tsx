import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { listStaff, stepMany } from '../api/hand-overs.ts'
import type { BulkResult, HandOverRow } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Problem } from '../ui/Problem.tsx'
import { Select } from '../ui/Select.tsx'

type Props = { box: 'in' | 'out'; rows: HandOverRow[]; onDone: () => void }

const ACTS = {
  in: [
    { act: 'receive', key: 'desk.receiveAll' },
    { act: 'assign', key: 'desk.assignAll' },
    { act: 'accept', key: 'desk.acceptAll' },
  ],
  out: [{ act: 'send', key: 'desk.sendAll' }],
} as const

/** One step for all selected rows; what became of each stands below, row by row. */
export function BulkBar({ box, rows, onDone }: Props) {
  const { t, bi } = useLang()
  const client = useQueryClient()
  const [officer, setOfficer] = useState('')
  const [result, setResult] = useState<{ found: BulkResult; names: Map<string, string> } | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const staff = useQuery({ queryKey: ['staff', null], queryFn: () => listStaff(null), enabled: box === 'in' }).data?.users ?? []
  const take = async (act: string): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      const handOverIds = rows.map(({ id }) => id)
      const found = await stepMany({ act, handOverIds, ...(officer && act !== 'receive' ? { assignTo: officer } : {}) })
      setResult({ found, names: new Map(rows.map(({ id, caseName }) => [id, caseName])) })
      for (const key of ['desk', 'counts', 'cases']) void client.invalidateQueries({ queryKey: [key] })
      onDone()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      {rows.length > 0 && (
        <div className="row wrap bulk">
          <span>{t('desk.picked', { count: rows.length })}</span>
          {box === 'in' && (
            <Select
              id="bulk-officer"
              label={t('desk.officer')}
              options={staff.map(user => ({ value: user.id, label: `${user.name} · ${user.post}` }))}
              value={officer}
              onChange={setOfficer}
            />
          )}
          {ACTS[box].map(({ act, key }) => (
            <Button key={act} loading={busy} disabled={!officer && (act === 'accept' || act === 'assign')} onClick={() => void take(act)}>
              {t(key)}
            </Button>
          ))}
        </div>
      )}
      {error !== null && <Problem error={error} />}
      {result !== null && (
        <div className="notice" role="status">
          <strong>{t('desk.result', { done: result.found.done, refused: result.found.refused })}</strong>
          <ul>
            {result.found.items.map(item => (
              <li key={item.handOverId}>
                {result.names.get(item.handOverId)}：{item.problem === null ? t('desk.done') : bi(item.problem)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}
