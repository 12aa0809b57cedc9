import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { custodyPaperAddress, listExpiryNotices, sendExpiryNotices } from '../api/custody.ts'
import type { ExpiryNotice } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Countdown } from '../ui/Countdown.tsx'
import { Empty, Loading } from '../ui/Empty.tsx'
import { dateTime } from '../ui/format.ts'
import { Problem } from '../ui/Problem.tsx'
import { PersonText } from './PersonText.tsx'
import { Segments } from './Segments.tsx'

const STATES = ['open', 'done'] as const

/** Notices that custody is about to end: one press sends many, each under its own number. */
export function NoticesTab() {
  const { t } = useLang()
  const client = useQueryClient()
  const [params] = useSearchParams()
  const state = params.get('state') === 'done' ? 'done' : 'open'
  const found = useQuery({ queryKey: ['custody', 'notices', state], queryFn: () => listExpiryNotices(state) })
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const rows = found.data?.items ?? []
  const chosen = rows.filter(({ id }) => !left.has(id))
  const send = useMutation({
    mutationFn: () => sendExpiryNotices(chosen.map(({ id }) => id)),
    onSuccess: () => client.invalidateQueries({ queryKey: ['custody'] }),
  })
  const flip = (id: string): void =>
    setLeft(before => (before.has(id) ? new Set([...before].filter(one => one !== id)) : new Set([...before, id])))
  return (
    <>
      <div className="custody-bar">
        <Segments
          label={t('custodyPapers.stateLabel')}
          items={STATES.map(name => ({
            to: `/custody?tab=notices${name === 'open' ? '' : '&state=done'}`,
            text: t(`custodyNotices.states.${name}`),
            current: name === state,
          }))}
        />
        {state === 'open' && chosen.length > 0 && (
          <div className="row wrap">
            <span>{t('custody.picked', { count: chosen.length })}</span>
            <Button type="primary" loading={send.isPending} onClick={() => send.mutate()}>
              {t('custodyNotices.send')}
            </Button>
          </div>
        )}
      </div>
      {send.isError && <Problem error={send.error} />}
      {send.data && (
        <div className="notice" role="status">
          {t('custodyNotices.sent', {
            count: send.data.sent.length,
            numbers: send.data.sent.map(({ noticeNo }) => noticeNo).join(t('app.comma')),
          })}
        </div>
      )}
      {found.isPending && <Loading text={t('app.loading')} />}
      {found.isError && <Problem error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && rows.length === 0 && <Empty title={t('custodyNotices.empty')} hint={t('custodyNotices.hint')} />}
      {rows.length > 0 && <Table rows={rows} left={left} onFlip={state === 'open' ? flip : undefined} />}
    </>
  )
}

type TableProps = { rows: ExpiryNotice[]; left: ReadonlySet<string>; onFlip: ((id: string) => void) | undefined }

function Table({ rows, left, onFlip }: TableProps) {
  const { t, bi } = useLang()
  return (
    <div className="scroll">
      <table className="table rows">
        <caption className="only-read">{t('custody.tab.notices')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('custodyNotices.column.person')}</th>
            <th scope="col">{t('custodyNotices.column.due')}</th>
            <th scope="col">{t('custodyNotices.column.holder')}</th>
            {!onFlip && <th scope="col">{t('custodyNotices.column.no')}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.id}>
              <td>
                <div className="who">
                  {onFlip && (
                    <Checkbox
                      className="pick"
                      aria-label={t('custody.pick', { name: row.person.name })}
                      checked={!left.has(row.id)}
                      onChange={() => onFlip(row.id)}
                    />
                  )}
                  <div>
                    <PersonText person={row.person} />
                  </div>
                </div>
              </td>
              <td>
                {onFlip && <Countdown dueAt={row.dueAt} />}
                <span className="sub nowrap">{dateTime(row.dueAt)}</span>
                {row.period !== null && <span className="sub">{bi(row.period)}</span>}
              </td>
              <td>{bi(row.holder)}</td>
              {!onFlip && (
                <td>
                  {row.paperId === null ? (
                    row.noticeNo
                  ) : (
                    <a className="inline" href={custodyPaperAddress(row.paperId)} target="_blank" rel="noreferrer">
                      {row.noticeNo}
                    </a>
                  )}
                  {row.sentAt !== null && <span className="sub">{dateTime(row.sentAt)}</span>}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
