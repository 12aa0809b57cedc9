import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getClocks } from '../api/clocks.ts'
import type { CaseView, ClockItem, ClocksView, Move } from '../api/types.ts'
import { PauseNotes } from '../handovers/PauseNotes.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useNow } from '../ui/clock.ts'
import { Empty, Loading } from '../ui/Empty.tsx'
import { Panel } from '../ui/Panel.tsx'
import { Problem } from '../ui/Problem.tsx'
import { ClockBar } from './ClockBar.tsx'
import { ClockDrawer } from './ClockDrawer.tsx'
import { ClockTable } from './ClockTable.tsx'
import './clocks.css'
import { DeadlineDrawer, type Wanted } from './DeadlineDrawer.tsx'
import { Drawing } from './Drawing.tsx'
import { Legend } from './Legend.tsx'
import { isOpen } from './model.ts'
import { Requests } from './Requests.tsx'
import { stretchOf } from './time-scale.ts'
import { useClockPlace } from './use-clock-place.ts'
import { firstGuess, type Guess, WhatIfPanel } from './WhatIfPanel.tsx'

/** All clocks of all persons of a case: over time or as a table, what would move them, and what has been asked for. */
export function ClocksTab({ view }: { view: CaseView }) {
  const { t } = useLang()
  const found = useQuery({ queryKey: ['case', view.id, 'clocks'], queryFn: () => getClocks(view.id) })
  if (found.isPending) return <Loading text={t('app.loading')} />
  if (found.isError) return <Problem error={found.error} retry={() => void found.refetch()} />
  if (found.data.items.length === 0) return <Empty title={t('period.none')} hint={t('clocks.noneHint')} />
  return <Clocks view={view} clocks={found.data} />
}

function Clocks({ view, clocks }: { view: CaseView; clocks: ClocksView }) {
  const { t } = useLang()
  const now = useNow()
  const place = useClockPlace(instantsOf(clocks.items))
  const [moves, setMoves] = useState<Move[]>([])
  const [guess, setGuess] = useState<Guess>(firstGuess)
  const [wanted, setWanted] = useState<Wanted | null>(null)
  const items = place.onlyOpen ? clocks.items.filter(isOpen) : clocks.items
  const afterwards = moves.flatMap(({ after }) => (after === null ? [] : [new Date(after).getTime()]))
  const chosen = clocks.items.find(({ id }) => id === place.chosen) ?? null
  return (
    <div className="stack">
      <PauseNotes pauses={clocks.pauses} />
      <Panel
        flush
        title={t('clocks.title')}
        aside={
          <span className="small quiet">{t('clocks.count', { open: clocks.items.filter(isOpen).length, all: clocks.items.length })}</span>
        }
      >
        <ClockBar place={place} />
        {place.shape === 'drawing' && (
          <>
            <Drawing
              view={{ persons: clocks.persons, items }}
              moves={moves}
              zoom={place.zoom}
              stretch={stretchOf(place.zoom, place.around ?? now, [...instantsOf(items), ...afterwards])}
              chosen={place.chosen}
              onChoose={place.choose}
            />
            <Legend />
          </>
        )}
        <div className={place.shape === 'drawing' ? 'print-only' : ''}>
          <ClockTable clocks={{ ...clocks, items }} onChoose={place.choose} />
        </div>
      </Panel>
      <div className="clock-columns no-print">
        <WhatIfPanel view={view} clocks={clocks} guess={guess} onGuess={setGuess} moves={moves} onMoves={setMoves} onAsk={setWanted} />
        <Requests caseId={view.id} clocks={clocks} />
      </div>
      <ClockDrawer
        item={chosen}
        clocks={clocks}
        caseId={view.id}
        onClose={() => place.choose(null)}
        onAsk={asked => {
          setWanted(asked)
          place.choose(null)
        }}
        onGuess={option => {
          setGuess({ ...firstGuess, option })
          place.choose(null)
        }}
      />
      <DeadlineDrawer caseId={view.id} clocks={clocks} wanted={wanted} onClose={() => setWanted(null)} />
    </div>
  )
}

const instantsOf = (items: readonly ClockItem[]): number[] =>
  items.flatMap(item => [item.startedAt, item.dueAt, item.endedAt ?? item.dueAt]).map(at => new Date(at).getTime())
