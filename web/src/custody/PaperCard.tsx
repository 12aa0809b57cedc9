import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { custodyPaperAddress, openPaper } from '../api/custody.ts'
import type { DeskPaper } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Countdown } from '../ui/Countdown.tsx'
import { useNow } from '../ui/clock.ts'
import { dateTime } from '../ui/format.ts'
import { Acknowledge } from './Acknowledge.tsx'
import { Checks } from './Checks.tsx'
import { PersonText } from './PersonText.tsx'
import { RefuseDrawer } from './RefuseDrawer.tsx'

type Props = { row: DeskPaper; picked: boolean; onPick: (() => void) | undefined }

/** One paper on the desk: for whom, between whom, the old end and the new one, every check, and the two answers. */
export function PaperCard({ row, picked, onPick }: Props) {
  const { t, bi } = useLang()
  const client = useQueryClient()
  const [refusing, setRefusing] = useState(false)
  const { dispatch, person, checks } = row
  const opened = useMutation({
    mutationFn: () => openPaper(dispatch.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['custody', 'papers'] }),
  })
  const isOpen = dispatch.state.code === 'delivered'
  return (
    <li className="custody-paper" aria-label={`${person.name} ${dispatch.certNo}`}>
      <div className="who">
        {onPick && <Checkbox className="pick" aria-label={t('custody.pick', { name: person.name })} checked={picked} onChange={onPick} />}
        <div>
          <PersonText person={person} />
        </div>
      </div>
      <div>
        <span className="tag brand">{bi(dispatch.paper)}</span> {bi(dispatch.kind)}
        <span className="sub">
          {dispatch.certNo}
          {dispatch.edition > 1 && ` · ${t('custody.edition', { n: dispatch.edition })}`}
        </span>
        <span className="sub">
          {bi(dispatch.from)}
          {dispatch.to !== null && ` → ${bi(dispatch.to)}`}
        </span>
        <span className="sub">{dispatch.legalBasis}</span>
      </div>
      <Ends row={row} />
      <div className="custody-checks">{isOpen ? <Checks checks={checks} /> : <Answered row={row} />}</div>
      <div className="actions">
        {isOpen && <Acknowledge row={row} />}
        {isOpen && <Button onClick={() => setRefusing(true)}>{t('custodyPapers.refuse')}</Button>}
        {dispatch.paperId !== null && (
          <a
            className="inline"
            href={custodyPaperAddress(dispatch.paperId)}
            target="_blank"
            rel="noreferrer"
            onClick={() => isOpen && dispatch.openedAt === null && opened.mutate()}
          >
            {t('custody.pdf', { paper: bi(dispatch.paper) })}
          </a>
        )}
      </div>
      <RefuseDrawer row={row} open={refusing} onClose={() => setRefusing(false)} />
    </li>
  )
}

function Ends({ row: { dispatch } }: { row: DeskPaper }) {
  const { t, bi } = useLang()
  const now = useNow()
  return (
    <dl className="custody-ends">
      <dt>{t('custodyPapers.oldEnd')}</dt>
      <dd>
        {dispatch.senderDueAt === null ? (
          '—'
        ) : (
          <>
            {dateTime(dispatch.senderDueAt)}{' '}
            {dispatch.answeredAt === null && dispatch.newTo === null && <Countdown dueAt={dispatch.senderDueAt} />}
          </>
        )}
      </dd>
      <dt>{t('custodyPapers.newEnd')}</dt>
      <dd>
        {dispatch.newTo === null ? (
          '—'
        ) : (
          <>
            <strong>{dateTime(dispatch.newTo)}</strong>{' '}
            {/* A later paper may rule by now: what the register says is overdue, not what an old notice says. */}
            {dispatch.answeredAt === null && new Date(dispatch.newTo).getTime() > now && <Countdown dueAt={dispatch.newTo} />}
            <span className="sub">
              {dispatch.newPeriod !== null && bi(dispatch.newPeriod)}
              {dispatch.newFrom !== null && ` · ${t('time.from', { time: dateTime(dispatch.newFrom) })}`}
            </span>
          </>
        )}
      </dd>
    </dl>
  )
}

/** How the centre answered, and when. */
function Answered({ row: { dispatch } }: { row: DeskPaper }) {
  const { t, bi } = useLang()
  return (
    <>
      <span className={dispatch.refusal === null ? 'tag good' : 'tag care'}>{bi(dispatch.state)}</span>
      {dispatch.answeredAt !== null && <span className="sub">{dateTime(dispatch.answeredAt)}</span>}
      {dispatch.automatic && <span className="sub">{t('custodyPapers.byPlatform')}</span>}
      {dispatch.channel === 'paper' && <span className="sub">{t('custodyPapers.paperChannel')}</span>}
      {dispatch.refusal !== null && <span className="sub">{bi(dispatch.refusal)}</span>}
      {dispatch.note !== null && <span className="sub">{dispatch.note}</span>}
    </>
  )
}
