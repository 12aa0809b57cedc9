import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { draftPaper } from '../api/papers.ts'
import type { CaseView, MakeableView, PapersView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Problem } from '../ui/Problem.tsx'
import { initials } from '../ui/pinyin.ts'
import { SearchInput } from '../ui/SearchInput.tsx'

type Props = {
  view: CaseView
  papers: PapersView
  onDraft: (paperId: string) => Promise<void>
  onShow: (paperId: string) => void
}

/** What this post may make now: first what the next hand-over lacks. */
export function Makeable({ view, papers, onDraft, onShow }: Props) {
  const { t } = useLang()
  const [asked, setAsked] = useState('')
  const draft = useMutation({
    mutationFn: ({ code, casePersonId }: { code: string; casePersonId: string | null }) => draftPaper(view.id, code, casePersonId),
    onSuccess: async ({ paperId }) => await onDraft(paperId),
  })
  const fitting = papers.makeable.filter(item => fits(item, asked))
  const lacking = new Set(papers.lacking.map(({ code }) => code))
  const groups = [
    { title: t('papers.needed'), items: fitting.filter(({ code }) => lacking.has(code)) },
    { title: t('papers.others'), items: fitting.filter(({ code }) => !lacking.has(code)) },
  ]
  return (
    <section className="makeable" aria-label={t('papers.make')}>
      <h2>{t('papers.make')}</h2>
      <SearchInput value={asked} label={t('papers.search')} onSearch={setAsked} />
      {draft.isError && <Problem error={draft.error} />}
      {fitting.length === 0 && <p className="quiet small">{t('papers.nothing')}</p>}
      {groups
        .filter(({ items }) => items.length > 0)
        .map(({ title, items }) => (
          <details key={title} open={asked !== '' || title === t('papers.needed')}>
            <summary>
              {title} <span className="quiet small">{items.length}</span>
            </summary>
            <ul>
              {items.map(item => (
                <Item
                  key={item.code}
                  item={item}
                  view={view}
                  busy={draft.isPending}
                  onStart={casePersonId => draft.mutate({ code: item.code, casePersonId })}
                  onShow={onShow}
                />
              ))}
            </ul>
          </details>
        ))}
    </section>
  )
}

const fits = ({ code, zh, en }: MakeableView, asked: string): boolean =>
  [code, zh, en, initials(zh)].join(' ').toLowerCase().includes(asked.trim().toLowerCase())

type ItemProps = {
  item: MakeableView
  view: CaseView
  busy: boolean
  onStart: (casePersonId: string | null) => void
  onShow: (paperId: string) => void
}

function Item({ item, view, busy, onStart, onShow }: ItemProps) {
  const { t, bi } = useLang()
  const several = item.targets.length > 1
  return (
    <li>
      <span>
        {bi(item)} <span className="quiet small mono">{item.code}</span>
      </span>
      {item.targets.map(target => {
        const name = view.persons.find(({ id }) => id === target.casePersonId)?.name
        const label = several && name ? `${bi(item)} ${name}` : bi(item)
        const { paperId } = target
        return (
          <span className="row wrap" key={target.casePersonId ?? 'case'}>
            {several && <span className="small">{name}</span>}
            <Button
              size="small"
              disabled={busy}
              aria-label={`${target.state === 'draft' ? t('papers.open') : t('papers.start')} ${label}`}
              onClick={() => (paperId === null ? onStart(target.casePersonId) : onShow(paperId))}
            >
              {target.state === 'draft' ? t('papers.open') : target.state === 'issued' ? t('papers.again') : t('papers.start')}
            </Button>
            {target.lacks.length > 0 && (
              <span className="quiet small">{t('papers.lacks', { facts: target.lacks.map(lack => bi(lack)).join('、') })}</span>
            )}
          </span>
        )
      })}
    </li>
  )
}
