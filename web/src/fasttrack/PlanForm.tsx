import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input } from 'antd'
import { useId, useState } from 'react'
import { listCases } from '../api/cases.ts'
import { planHearings } from '../api/fast-track.ts'
import { listStaff } from '../api/hand-overs.ts'
import type { Hearings } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { DateInput } from '../ui/DateInput.tsx'
import { toInstant } from '../ui/format.ts'
import { Problem } from '../ui/Problem.tsx'
import { readDate } from '../ui/read-date.ts'
import { Select } from '../ui/Select.tsx'

type Props = { day: string; hours: Hearings['hours'] | undefined; onClose: () => void }

const TRIED = { view: 'mine', stage: 'TRIAL', q: '', track48: false }

/** A row of hearings in one room before one judge: which cases in which order, from when, how long each. */
export function PlanForm({ day, hours, onClose }: Props) {
  const { t } = useLang()
  const id = useId()
  const { message } = App.useApp()
  const client = useQueryClient()
  const cases = useQuery({ queryKey: ['cases', 'trial'], queryFn: () => listCases(TRIED, null) }).data?.items ?? []
  const judges = useQuery({ queryKey: ['staff', 'CJ'], queryFn: () => listStaff('CJ') }).data?.users ?? []
  const [caseIds, setCaseIds] = useState<string[]>([])
  const [judge, setJudge] = useState('')
  const [values, setValues] = useState({ room: '', starts: `${day} 09:00`, minutes: '20', pause: '10' })
  const starts = readDate(values.starts)
  const ready = caseIds.length > 0 && judge !== '' && values.room.trim() !== '' && starts !== null && Number(values.minutes) >= 5
  const plan = useMutation({
    mutationFn: () =>
      planHearings({
        caseIds,
        room: values.room.trim(),
        judge,
        startsAt: toInstant(starts ?? ''),
        minutes: Number(values.minutes),
        pauseMinutes: Number(values.pause),
      }),
    onSuccess: async ({ hearingIds }) => {
      await client.invalidateQueries({ queryKey: ['hearings'] })
      void message.success(t('hearing.planned', { count: hearingIds.length }))
      onClose()
    },
  })
  const put = (part: Partial<typeof values>): void => {
    plan.reset()
    setValues({ ...values, ...part })
  }
  const number = (name: 'minutes' | 'pause') => (
    <div className="field">
      <label htmlFor={`${id}-${name}`}>{t(`hearing.${name}`)}</label>
      <Input
        id={`${id}-${name}`}
        inputMode="numeric"
        value={values[name]}
        onChange={event => put({ [name]: event.target.value.replace(/\D/g, '') })}
      />
    </div>
  )
  return (
    <form
      className="stack"
      noValidate
      onSubmit={event => {
        event.preventDefault()
        if (ready) plan.mutate()
      }}
    >
      <div className="field">
        <label htmlFor={`${id}-cases`}>{t('hearing.cases')}</label>
        <Select
          multiple
          id={`${id}-cases`}
          label={t('hearing.cases')}
          value={caseIds}
          options={cases.map(one => ({ value: one.id, label: `${one.name} ${one.platformNo}` }))}
          onChange={setCaseIds}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-room`}>{t('hearing.room')}</label>
        <Input id={`${id}-room`} value={values.room} onChange={event => put({ room: event.target.value })} />
      </div>
      <div className="field">
        <label htmlFor={`${id}-judge`}>{t('hearing.judge')}</label>
        <Select
          id={`${id}-judge`}
          label={t('hearing.judge')}
          value={judge}
          options={judges.map(one => ({ value: one.id, label: one.name }))}
          onChange={setJudge}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-starts`}>{t('hearing.starts')}</label>
        <DateInput id={`${id}-starts`} value={values.starts} withTime onChange={value => put({ starts: value })} />
      </div>
      <div className="two">
        {number('minutes')}
        {number('pause')}
      </div>
      {hours !== undefined && <p className="small quiet">{t('hearing.hours', hours)}</p>}
      {plan.isError && <Problem error={plan.error} />}
      <div className="row">
        <Button type="primary" htmlType="submit" disabled={!ready} loading={plan.isPending}>
          {t('hearing.plan')}
        </Button>
        <Button onClick={onClose}>{t('action.cancel')}</Button>
      </div>
    </form>
  )
}
