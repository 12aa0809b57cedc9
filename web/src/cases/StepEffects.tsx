import { useId, useState } from 'react'
import { Link } from 'react-router'
import type { CaseView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useStageName } from '../session/use-reference.ts'
import { dateTime } from '../ui/format.ts'

type Step = CaseView['timeline'][number]
type Chip = { key: string; text: string; tone: string; to?: string }

/** What a step caused: one line of chips, which opens into a list with links. */
export function StepEffects({ view, item }: { view: CaseView; item: Step }) {
  const { t } = useLang()
  const [isOpen, setOpen] = useState(false)
  const list = useId()
  const chips = useChips(view, item)
  if (chips.length === 0) return null
  const shown = isOpen ? t('timeline.less') : t('timeline.all', { count: chips.length })
  return (
    <div className={isOpen ? 'step-effects open small' : 'step-effects small'}>
      <ul id={list} className={isOpen ? 'effects' : 'effects chips'}>
        {chips.map(({ key, text, tone, to }) => (
          <li key={key} className={isOpen ? undefined : `tag ${tone}`}>
            {isOpen && to !== undefined ? <Link to={to}>{text}</Link> : text}
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="plain dotted small no-print"
        aria-expanded={isOpen}
        aria-controls={list}
        aria-label={t('timeline.effects', { shown })}
        onClick={() => setOpen(!isOpen)}
      >
        {shown}
      </button>
    </div>
  )
}

/** Where it led first, then what runs and what is over, then what was made. */
function useChips(view: CaseView, { effects }: Step): Chip[] {
  const { t, bi } = useLang()
  const stageName = useStageName()
  const periods = usePeriodChips(view, effects.periods)
  const { stage, holder, handOver } = effects
  return [
    ...(stage ? [{ key: 'stage', text: t('timeline.stage', { stage: stageName(stage) }), tone: 'brand' }] : []),
    ...(holder ? [{ key: 'holder', text: t('timeline.holder', { agency: bi(holder) }), tone: 'brand' }] : []),
    ...(handOver
      ? [
          {
            key: handOver.id,
            text: t('timeline.handOver', { leg: bi(handOver), round: handOver.round }),
            tone: '',
            to: `/hand-overs/${handOver.id}`,
          },
        ]
      : []),
    ...periods,
    ...effects.numbers.map(({ no }) => ({ key: no, text: t('timeline.number', { no }), tone: '' })),
    ...effects.papers.map(paper => ({
      key: paper.id,
      text: t('timeline.paper', { paper: `${bi(paper)}${paper.number ? ` ${paper.number}` : ''}` }),
      tone: '',
      to: `/cases/${view.id}/papers`,
    })),
  ]
}

const WORDS = { started: 'timeline.started', moved: 'timeline.moved', ended: 'timeline.ended' } as const
const TONES: Readonly<Record<string, string>> = { started: 'care', moved: 'care' }

const isWord = (change: string): change is keyof typeof WORDS => change in WORDS

function usePeriodChips({ id: caseId, persons }: CaseView, periods: Step['effects']['periods']): Chip[] {
  const { t, bi } = useLang()
  return periods.flatMap(({ id, change, casePersonId, dueAt, ...names }) => {
    if (!isWord(change)) return []
    const person = persons.length > 1 ? persons.find(one => one.id === casePersonId)?.name : undefined
    const period = person ? `${bi(names)}（${person}）` : bi(names)
    const text = dueAt === null ? t('timeline.stopped', { period }) : t(WORDS[change], { period, due: dateTime(dueAt) })
    return [{ key: `${id} ${change}`, text, tone: TONES[change] ?? '', to: `/cases/${caseId}/clocks` }]
  })
}
