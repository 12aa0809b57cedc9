import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Tooltip } from 'antd'
import { useId } from 'react'
import { acknowledgePapers } from '../api/custody.ts'
import type { DeskPaper } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'

/** Acknowledges one paper. Where a check fails the button says which, and stays reachable by keyboard. */
export function Acknowledge({ row: { dispatch, checks } }: { row: DeskPaper }) {
  const { t, bi } = useLang()
  const id = useId()
  const client = useQueryClient()
  const { message } = App.useApp()
  const run = useMutation({
    mutationFn: async () => (await acknowledgePapers([dispatch.id])).items[0],
    onSuccess: item => {
      void client.invalidateQueries({ queryKey: ['custody'] })
      if (item?.problem) void message.warning(bi(item.problem))
      else void message.success(t('case.done', { act: t('custodyPapers.acknowledge') }))
    },
    onError: error => void message.error(error.message),
  })
  const failed = checks.find(({ outcome }) => outcome === 'failed')
  if (failed === undefined)
    return (
      <Button type="primary" loading={run.isPending} onClick={() => run.mutate()}>
        {t('custodyPapers.acknowledge')}
      </Button>
    )
  return (
    <>
      <Tooltip title={bi(failed)} trigger={['hover', 'focus']}>
        <Button className="blocked" aria-disabled="true" aria-describedby={id}>
          {t('custodyPapers.acknowledge')}
        </Button>
      </Tooltip>
      <span className="only-read" id={id}>
        {bi(failed)}
      </span>
    </>
  )
}
