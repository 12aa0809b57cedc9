import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { useId, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { cancelHearing, hearingListAddress, listHearings } from '../api/fast-track.ts'
import type { Hearings } from '../api/types.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { legalNow } from '../ui/clock.ts'
import { DateInput } from '../ui/DateInput.tsx'
import { Empty, Loading } from '../ui/Empty.tsx'
import { date, dateTime } from '../ui/format.ts'
import { Problem } from '../ui/Problem.tsx'
import { readDate } from '../ui/read-date.ts'
import { PlanForm } from './PlanForm.tsx'
import './strip.css'

/** The court's hearings of a day, in their order; planned in a row, printed as a list. */
export function HearingsPage() {
  const { t } = useLang()
  const id = useId()
  const [params, setParams] = useSearchParams()
  const day = params.get('day') ?? date(legalNow())
  const [typed, setTyped] = useState(day)
  const [planning, setPlanning] = useState(false)
  const list = useQuery({ queryKey: ['hearings', day], queryFn: () => listHearings(day) })
  const choose = (value: string): void => {
    setTyped(value)
    const read = readDate(value)
    if (read !== null) setParams({ day: read.slice(0, 10) }, { replace: true })
  }
  return (
    <>
      <div className="page-head">
        <h1>{t('hearing.title')}</h1>
        <div className="row wrap">
          <label htmlFor={id}>{t('hearing.day')}</label>
          <DateInput id={id} value={typed} withTime={false} onChange={choose} />
          <a href={hearingListAddress(day)} target="_blank" rel="noreferrer">
            {t('hearing.print')}
          </a>
          <Button type="primary" onClick={() => setPlanning(true)}>
            {t('hearing.plan')}
          </Button>
        </div>
      </div>
      <div className="panel">
        {list.isPending && <Loading text={t('app.loading')} />}
        {list.isError && <Problem error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && list.data.items.length === 0 && <Empty title={t('hearing.none')} hint={t('hearing.noneHint')} />}
        {list.isSuccess && list.data.items.length > 0 && <List hearings={list.data} />}
      </div>
      <Drawer open={planning} onClose={() => setPlanning(false)} size={520} title={t('hearing.planTitle')} destroyOnHidden>
        {planning && <PlanForm day={day} hours={list.data?.hours} onClose={() => setPlanning(false)} />}
      </Drawer>
    </>
  )
}

type Hearing = Hearings['items'][number]

function List({ hearings }: { hearings: Hearings }) {
  const { t } = useLang()
  const { session } = useSession()
  const client = useQueryClient()
  const [cancelling, setCancelling] = useState<Hearing | null>(null)
  return (
    <div className="scroll">
      <table className="table rows">
        <caption className="only-read">{t('hearing.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('hearing.time')}</th>
            <th scope="col">{t('hearing.room')}</th>
            <th scope="col">{t('hearing.case')}</th>
            <th scope="col">{t('hearing.judge')}</th>
            <th scope="col">
              <span className="only-read">{t('hearing.cancel')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {hearings.items.map(one => (
            <tr key={one.id} className={one.state === 'cancelled' ? 'quiet' : ''}>
              <td className="nowrap">
                {dateTime(one.startsAt).slice(11)}–{dateTime(one.endsAt).slice(11)}
              </td>
              <td>{one.room}</td>
              <td>
                <Link to={`/cases/${one.caseId}`}>{one.title}</Link>
                <span className="sub">{one.caseNo}</span>
              </td>
              <td className="nowrap">{one.judge}</td>
              <td>
                {one.state === 'cancelled' ? (
                  <>
                    <span className="tag">{t('hearing.cancelled')}</span>
                    <span className="sub">{one.reason}</span>
                  </>
                ) : (
                  <Button size="small" onClick={() => setCancelling(one)}>
                    {t('hearing.cancel')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Drawer open={cancelling !== null} onClose={() => setCancelling(null)} size={480} title={t('hearing.cancel')} destroyOnHidden>
        {cancelling !== null && (
          <FieldForm
            fields={[{ name: 'reason', kind: 'longText', required: true, zh: t('hearing.reason'), en: t('hearing.reason') }]}
            draftKey={`${session.user.id}.${cancelling.id}.cancel`}
            submitLabel={t('hearing.cancel')}
            onSubmit={async body => {
              await cancelHearing(cancelling.id, String(body.reason))
              await client.invalidateQueries({ queryKey: ['hearings'] })
              setCancelling(null)
            }}
            onCancel={() => setCancelling(null)}
          />
        )}
      </Drawer>
    </div>
  )
}
