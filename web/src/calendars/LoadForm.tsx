import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useId, useRef, useState } from 'react'
import { loadCalendar } from '../api/calendars.ts'
import type { CalendarBody } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Problem } from '../ui/Problem.tsx'
import { readList } from './read-list.ts'

/** Loads one year's list from a file; another administrator confirms it before it holds. */
export function LoadForm() {
  const { t } = useLang()
  const { message } = App.useApp()
  const client = useQueryClient()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [list, setList] = useState<CalendarBody | null>(null)
  const [unreadable, setUnreadable] = useState(false)
  const load = useMutation({
    mutationFn: loadCalendar,
    onSuccess: async ({ year, version }) => {
      await client.invalidateQueries({ queryKey: ['calendars'] })
      void message.success(t('calendars.loaded', { year, version }))
      setList(null)
      if (input.current) input.current.value = ''
    },
  })
  const read = async (file: File | undefined): Promise<void> => {
    const found = file === undefined ? null : readList(await file.text())
    load.reset()
    setList(found)
    setUnreadable(file !== undefined && found === null)
  }
  return (
    <div className="stack tight">
      <label htmlFor={id}>{t('calendars.file')}</label>
      <input id={id} ref={input} type="file" accept="application/json,.json" onChange={event => void read(event.target.files?.[0])} />
      <p className="small quiet">{t('calendars.fileHint')}</p>
      {unreadable && (
        <div className="notice" role="alert">
          {t('calendars.unreadable')}
        </div>
      )}
      {list !== null && (
        <p>
          {t('calendars.readAs', {
            year: list.year,
            notice: list.notice,
            holidays: list.holidays.length,
            workdays: list.makeupWorkdays.length,
          })}
        </p>
      )}
      {load.isError && <Problem error={load.error} />}
      <div>
        <Button type="primary" disabled={list === null} loading={load.isPending} onClick={() => list !== null && load.mutate(list)}>
          {t('calendars.submit')}
        </Button>
      </div>
    </div>
  )
}
