import { useLang } from '../i18n/use-lang.ts'
import { ownerOf } from './owner.ts'

/** That a case is, or was, on the 48-hour track. */
export function TrackTag({ state }: { state: string }) {
  const { word } = useLang()
  return <span className={state === 'late' ? 'tag overdue' : state === 'open' ? 'tag brand' : 'tag'}>{word('track.state', state)}</span>
}

const SHAPE = /^([A-Z]+)(?:\((\w+)\))?$/

/** How a track ended: done, converted, left, or late with the owner of the mark that was missed. */
export function TrackEnd({ end, state }: { end: string | null; state: string }) {
  const { t, word } = useLang()
  const [, kind, of] = SHAPE.exec(end ?? '') ?? []
  if (kind === undefined) return <TrackTag state={state} />
  const late = kind === 'LATE'
  return (
    <span className={late ? 'tag overdue' : 'tag'}>
      {word('track.end', kind)}
      {late && of !== undefined && ` · ${t(`track.owner.${ownerOf(of)}`)}`}
    </span>
  )
}
