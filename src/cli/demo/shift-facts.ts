import { instantOf, localOf } from '../instants.ts'
import type { CaseFacts, Conduct, Times } from './papers/facts.ts'

const DAY_MS = 86_400_000
const STEP_MS = 300_000

/** Local times of the papers, moved; a day moves by as many days as the arrival does. */
function shifter(shiftMs: number, arrivedAt: string): (local: string) => string {
  const dayOf = (local: string): number => Date.parse(`${local.slice(0, 10)}T00:00:00Z`)
  const days = dayOf(localOf(new Date(instantOf(arrivedAt).getTime() + shiftMs))) - dayOf(arrivedAt)
  return local =>
    local.length === 10 ? new Date(dayOf(local) + days).toISOString().slice(0, 10) : localOf(new Date(instantOf(local).getTime() + shiftMs))
}

const isTime = (name: string, times: Times): name is keyof Times => name in times

/** The same case at another time: every time of its papers moved by `shiftMs`. */
export function shiftFacts(facts: CaseFacts, shiftMs: number): CaseFacts {
  const move = shifter(shiftMs, facts.times.arrivedAt)
  const times = { ...facts.times }
  for (const name of Object.keys(times)) if (isTime(name, times)) times[name] = move(times[name])
  const { drankFrom, drankUntil, droveAt, caughtAt, bloodDrawnAt } = facts.conduct
  const conduct: Conduct = {
    ...facts.conduct,
    drankFrom: move(drankFrom),
    drankUntil: move(drankUntil),
    droveAt: move(droveAt),
    caughtAt: move(caughtAt),
    bloodDrawnAt: move(bloodDrawnAt),
  }
  const { effectiveOn, suspensionUntil, appealUntil } = facts.outcome
  const outcome = {
    ...facts.outcome,
    effectiveOn: move(effectiveOn),
    suspensionUntil: move(suspensionUntil),
    appealUntil: move(appealUntil),
  }
  return { ...facts, times, conduct, outcome }
}

/** The shift that brings a time of the papers to `minutes` before `now`, to the last five minutes. */
export function shiftTo(local: string, now: Date, minutes: number): number {
  const wanted = Math.floor((now.getTime() - minutes * 60_000) / STEP_MS) * STEP_MS
  return wanted - instantOf(local).getTime()
}

/** The shift by whole days that brings a time of the papers to `days` days before `now`: the hour of the day stays. */
export function shiftByDays(local: string, now: Date, days: number): number {
  return Math.floor((now.getTime() - instantOf(local).getTime()) / DAY_MS - days) * DAY_MS
}
