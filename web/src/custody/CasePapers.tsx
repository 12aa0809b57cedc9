import { Button } from 'antd'
import { useState } from 'react'
import { custodyPaperAddress } from '../api/custody.ts'
import type { Dispatch, PersonView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { issuesCustodyPapers } from '../session/duties.ts'
import { useSession } from '../session/session-context.ts'
import { Since } from '../ui/Countdown.tsx'
import { Empty } from '../ui/Empty.tsx'
import { dateTime, shortTime } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { type Drawn, PaperDrawer } from './PaperDrawer.tsx'

type Props = { persons: Pick<PersonView, 'id' | 'name'>[]; dispatches: Dispatch[] }

/** The papers of a case to the centres, the newest first, each with all its times and what may be done with it. */
export function CasePapers({ persons, dispatches }: Props) {
  const { t } = useLang()
  const [open, setOpen] = useState<{ paper: Dispatch; drawn: Drawn } | null>(null)
  const rows = [...dispatches].sort((a, b) => b.announcedAt.localeCompare(a.announcedAt))
  return (
    <Panel flush title={t('custodyCase.papers')}>
      {rows.length === 0 && <Empty title={t('custodyCase.noPapers')} hint={t('custodyCase.noPapersHint')} />}
      <ul>
        {rows.map(paper => (
          <Paper
            key={paper.id}
            paper={paper}
            name={persons.find(({ id }) => id === paper.casePersonId)?.name ?? ''}
            onOpen={drawn => setOpen({ paper, drawn })}
          />
        ))}
      </ul>
      <PaperDrawer open={open} onClose={() => setOpen(null)} />
    </Panel>
  )
}

const TONES: Readonly<Record<string, string>> = { acknowledged: 'good', refused: 'overdue', delivered: 'brand', completed: 'brand' }

function Paper({ paper, name, onOpen }: { paper: Dispatch; name: string; onOpen: (drawn: Drawn) => void }) {
  const { t, bi } = useLang()
  return (
    <li className="custody-case-paper" aria-label={`${name} ${paper.certNo}`}>
      <div className="row wrap">
        <strong>{name}</strong> {bi(paper.paper)} · {bi(paper.kind)}{' '}
        <span className={`tag ${TONES[paper.state.code] ?? ''}`}>{bi(paper.state)}</span>
        {paper.state.code === 'delivered' && paper.deliveredAt !== null && (
          <span className="small quiet">
            <Since at={paper.deliveredAt} />
          </span>
        )}
        {paper.automatic && <span className="tag">{t('custodyPapers.byPlatform')}</span>}
        {paper.channel === 'paper' && <span className="tag">{t('custodyPapers.paperChannel')}</span>}
      </div>
      <p className="small quiet">
        {paper.certNo}
        {paper.edition > 1 && ` · ${t('custody.edition', { n: paper.edition })}`} · {bi(paper.from)}
        {paper.to !== null && ` → ${bi(paper.to)}`} · {bi(paper.centre)}
      </p>
      <p className="small">
        {paper.senderDueAt !== null && `${t('custodyPapers.oldEnd')} ${dateTime(paper.senderDueAt)}`}
        {paper.newTo !== null && ` → ${t('custodyPapers.newEnd')} ${dateTime(paper.newTo)}`}
        {paper.newPeriod !== null && <span className="quiet"> ({bi(paper.newPeriod)})</span>}
      </p>
      <Times paper={paper} />
      {paper.refusal !== null && (
        <div className="notice">
          <strong>{t('custodyCase.refusedWith', { why: `${paper.refusal.code} ${bi(paper.refusal)}` })}</strong>
          <div className="small">{t('problem.basis', { basis: paper.refusal.basis })}</div>
          {paper.note !== null && <div>{t('custodyCase.refusedNote', { note: paper.note })}</div>}
        </div>
      )}
      {paper.refusal === null && paper.note !== null && <p className="small">{t('handOver.noteIs', { note: paper.note })}</p>}
      <Acts paper={paper} onOpen={onOpen} />
    </li>
  )
}

/** When it was announced, accepted, completed, delivered, opened and answered. */
function Times({ paper }: { paper: Dispatch }) {
  const { t } = useLang()
  const steps = [
    ['announced', paper.announcedAt],
    ['accepted', paper.acceptedAt],
    ['completed', paper.completedAt],
    ['delivered', paper.deliveredAt],
    ['opened', paper.openedAt],
    ['answered', paper.answeredAt],
  ] as const
  // A notice of a changed period has no receiver who accepts it.
  const shown = steps.filter(([name]) => paper.to !== null || name !== 'accepted')
  return (
    <ol className="custody-times">
      {shown.map(([name, at]) => (
        <li key={name} className={at === null ? '' : 'past'}>
          {t(`custodyCase.time.${name}`)}
          <span className="small quiet">{at === null ? '—' : shortTime(at)}</span>
        </li>
      ))}
    </ol>
  )
}

const REISSUED = ['refused', 'delivered', 'acknowledged']
const CARRIED = ['completed', 'delivered']

function Acts({ paper, onOpen }: { paper: Dispatch; onOpen: (drawn: Drawn) => void }) {
  const { t, bi } = useLang()
  const { user } = useSession().session
  const mine = issuesCustodyPapers(user) && (paper.to ?? paper.from).code === user.agency.code
  const { code } = paper.state
  return (
    <div className="actions">
      {mine && REISSUED.includes(code) && (
        <Button type={code === 'refused' ? 'primary' : 'default'} onClick={() => onOpen('reissue')}>
          {t('custodyCase.reissue')}
        </Button>
      )}
      {mine && CARRIED.includes(code) && <Button onClick={() => onOpen('carried')}>{t('custodyCase.carried')}</Button>}
      {paper.hasReceipt && <Button onClick={() => onOpen('receipt')}>{t('custodyCase.receipt')}</Button>}
      {paper.paperId !== null && (
        <a className="inline" href={custodyPaperAddress(paper.paperId)} target="_blank" rel="noreferrer">
          {t('custody.pdf', { paper: bi(paper.paper) })}
        </a>
      )}
    </div>
  )
}
