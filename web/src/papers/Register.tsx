import type { CaseView, PaperRow } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Empty } from '../ui/Empty.tsx'
import { dateTime } from '../ui/format.ts'

type Props = { view: CaseView; papers: PaperRow[]; current: string | null; onShow: (paperId: string) => void }

const GROUPS = ['drafts', 'issued', 'replaced', 'annulled'] as const
const STATES = { drafts: 'draft', issued: 'issued', replaced: 'replaced', annulled: 'annulled' } as const
const OPEN = new Set<(typeof GROUPS)[number]>(['drafts', 'issued'])

/** The papers there are, by state; each with number, day, signer and how often it was served. */
export function Register({ view, papers, current, onShow }: Props) {
  const { t } = useLang()
  if (papers.length === 0) return <Empty title={t('papers.none')} hint={t('papers.noneHint')} />
  return GROUPS.map(group => {
    const rows = papers.filter(({ state }) => state === STATES[group])
    return (
      rows.length > 0 && (
        <details className="volume" open={OPEN.has(group)} key={group}>
          <summary>
            {t(`papers.${group}`)} <span className="small quiet">{rows.length}</span>
          </summary>
          {rows.map(row => (
            <Row key={row.id} row={row} view={view} isCurrent={row.id === current} onShow={() => onShow(row.id)} />
          ))}
        </details>
      )
    )
  })
}

function Row({ row, view, isCurrent, onShow }: { row: PaperRow; view: CaseView; isCurrent: boolean; onShow: () => void }) {
  const { t, bi } = useLang()
  const person = view.persons.find(({ id }) => id === row.casePersonId)
  const when =
    row.signer !== null && row.signedAt !== null
      ? t('papers.signedBy', { who: row.signer, when: dateTime(row.signedAt) })
      : t('papers.madeBy', { who: row.maker })
  return (
    <button type="button" className="doc plain" onClick={onShow} {...(isCurrent ? { 'aria-current': 'true' as const } : {})}>
      <span className="seq">{row.services.length > 0 ? '✓' : ''}</span>
      <span className="name">
        {bi(row)}
        {row.version > 1 && <span className="tag">{t('papers.version', { count: row.version })}</span>}
        <span className="sub">
          {row.number ?? (row.state === 'draft' ? '' : t('papers.unnumbered'))} {person?.name}
        </span>
        <span className="sub">{when}</span>
      </span>
      <span className="pages mono">{row.code}</span>
    </button>
  )
}
