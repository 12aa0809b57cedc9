import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Popover } from 'antd'
import { useEffect, useState } from 'react'
import { clock, setClock } from '../api/session.ts'
import { useLang } from '../i18n/use-lang.ts'
import { followClock, legalNow, useNow } from '../ui/clock.ts'
import { DateInput } from '../ui/DateInput.tsx'
import { clockText, toInstant, weekday } from '../ui/format.ts'
import { Problem } from '../ui/Problem.tsx'
import { readDate } from '../ui/read-date.ts'

const SPEEDS = [1, 60, 1800]
// Somebody else may set the clock, which tells no one.
const ASK_MS = 15_000
/** More than the way to the server and back. */
const JUMP_MS = 30_000

/** The legal clock of the demo: shown, sped up, and set. */
export function DemoClock() {
  const { t, lang } = useLang()
  const now = useNow()
  const client = useQueryClient()
  const state = useQuery({ queryKey: ['clock'], queryFn: clock, refetchInterval: ASK_MS })
  useEffect(() => {
    if (!state.data) return
    const jumped = Math.abs(new Date(state.data.now).getTime() - legalNow()) > JUMP_MS * state.data.speed
    followClock(state.data.now, state.data.speed)
    // What may be done depends on the time: what was read at another time no longer holds.
    if (jumped)
      void client.invalidateQueries({
        predicate: ({ queryKey: [first] }) => first !== 'clock' && first !== 'session' && first !== 'reference',
      })
  }, [state.data, client])
  const [wanted, setWanted] = useState('')
  const [failure, setFailure] = useState<unknown>(null)
  const speed = state.data?.speed ?? 1

  const change = async (to: { now?: string; speed?: number }): Promise<void> => {
    setFailure(null)
    try {
      await setClock(to)
      await state.refetch()
    } catch (error) {
      setFailure(error)
    }
  }
  const read = readDate(wanted)
  const panel = (
    <div className="stack tight clock-panel">
      <strong>{t('clock.title')}</strong>
      <p className="quiet small">{t('clock.hint')}</p>
      <fieldset className="row speeds">
        <legend className="only-read">{t('clock.speed')}</legend>
        {SPEEDS.map(value => (
          <Button
            key={value}
            size="small"
            type={value === speed ? 'primary' : 'default'}
            aria-pressed={value === speed}
            onClick={() => void change({ speed: value })}
          >
            ×{value}
          </Button>
        ))}
      </fieldset>
      <label htmlFor="clock-set">{t('clock.set')}</label>
      <DateInput id="clock-set" value={wanted} onChange={setWanted} withTime quick={false} />
      <Button disabled={read === null} onClick={() => read !== null && void change({ now: toInstant(read) })}>
        {t('clock.apply')}
      </Button>
      {failure !== null && <Problem error={failure} />}
    </div>
  )
  return (
    <Popover trigger="click" placement="bottom" content={panel}>
      <button type="button" className="plain clock" aria-haspopup="dialog">
        <span>{weekday(now, lang)}</span> {clockText(now)}
        {speed !== 1 && <b>×{speed}</b>}
        <i className="only-read"> {t('clock.button')}</i>
      </button>
    </Popover>
  )
}
