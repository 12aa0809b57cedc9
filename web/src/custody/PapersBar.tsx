import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { acknowledgePapers } from '../api/custody.ts'
import type { DeskPaper } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Problem } from '../ui/Problem.tsx'

/** Acknowledges all selected papers; what became of each stands below, row by row. */
export function PapersBar({ rows, onDone }: { rows: DeskPaper[]; onDone: () => void }) {
  const { t, bi } = useLang()
  const client = useQueryClient()
  const run = useMutation({
    mutationFn: async (chosen: DeskPaper[]) => ({ answer: await acknowledgePapers(chosen.map(({ dispatch }) => dispatch.id)), chosen }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['custody'] })
      onDone()
    },
  })
  const named = (id: string): string => {
    const found = run.data?.chosen.find(({ dispatch }) => dispatch.id === id)
    return found ? `${found.person.name} ${found.dispatch.certNo}` : ''
  }
  return (
    <>
      {rows.length > 0 && (
        <div className="row wrap bulk">
          <span>{t('custody.picked', { count: rows.length })}</span>
          <Button type="primary" loading={run.isPending} onClick={() => run.mutate(rows)}>
            {t('custodyPapers.acknowledgeMany')}
          </Button>
        </div>
      )}
      {run.isError && <Problem error={run.error} />}
      {run.data && (
        <div className="notice" role="status">
          <strong>{t('custody.result', { done: run.data.answer.done, refused: run.data.answer.refused })}</strong>
          <ul>
            {run.data.answer.items.map(item => (
              <li key={item.id}>
                {named(item.id)}：{item.problem === null ? t('custody.done') : bi(item.problem)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}
