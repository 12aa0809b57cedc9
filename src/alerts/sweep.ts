import { randomUUID } from 'node:crypto'
import type { MikroORM } from '@mikro-orm/postgresql'

const BATCH = 1_000
const MOST_PAUSE_MS = 1_000
/** Where another worker is just raising what is due: time enough for it to end. */
const LEAST_PAUSE_MS = 20
const NOTE_EVERY_MS = 10_000
const HOUR_MS = 3_600_000

type Found = { code: string; due: number; raised: number; late: string | null }
type Counted = { due: number; raised: number; lateSeconds: number }

/** One watcher of the deadlines: raises what is due and leaves proof that it looked. */
export type Sweep = {
  /** One pass. @returns whether more is due */
  pass(): Promise<boolean>
  /** Real milliseconds until the next instant of any period, at the speed of the legal clock; a second at most. */
  pauseMs(): number
  /** The clock was changed: the next pass says so at once. */
  clockChanged(): void
}

/**
 * Raises alerts from the database alone. Any number may run at once: what one holds the others pass by. `codes` are the rules
 * that it watches over, for their heartbeat.
 */
export function createSweep(orm: MikroORM, codes: readonly string[]): Sweep {
  const watcher = randomUUID()
  const note = createNote(orm, watcher, codes)
  let pause = MOST_PAUSE_MS
  return {
    async pass() {
      const em = orm.em.fork()
      const found = await em.execute<Found[]>(
        "select code, due, raised, extract(epoch from late) as late from raise_due_alerts(?, 'sweep')",
        [BATCH],
      )
      note.add(found)
      if (found.reduce((sum, { due }) => sum + due, 0) === BATCH) return true
      const [clock] = await em.execute<{ now: Date; speed: string; next: Date | null }[]>('select now, speed, next from next_alert(null)')
      if (clock === undefined) return false
      pause = pauseUntil(clock)
      await note.write(Math.floor(Number(new Date(clock.now)) / HOUR_MS))
      return false
    },
    pauseMs: () => pause,
    clockChanged: note.soon,
  }
}

function pauseUntil({ now, speed, next }: { now: Date; speed: string; next: Date | null }): number {
  if (next === null || Number(speed) === 0) return MOST_PAUSE_MS
  const real = (Number(new Date(next)) - Number(new Date(now))) / Number(speed)
  return Math.min(MOST_PAUSE_MS, Math.max(LEAST_PAUSE_MS, real))
}

/** Passes are counted here and written in one statement for all rules: every ten seconds, with each new hour, and after a find. */
function createNote(orm: MikroORM, watcher: string, codes: readonly string[]) {
  let passes = 0
  let counted = new Map<string, Counted>()
  let hour = Number.NaN
  let writtenMs = -Infinity
  return {
    soon() {
      writtenMs = -Infinity
    },
    add(found: readonly Found[]) {
      passes++
      for (const { code, due, raised, late } of found) {
        const before = counted.get(code) ?? { due: 0, raised: 0, lateSeconds: 0 }
        const lateSeconds = Math.max(before.lateSeconds, Number(late ?? 0))
        counted.set(code, { due: before.due + due, raised: before.raised + raised, lateSeconds })
      }
    },
    async write(legalHour: number) {
      if (legalHour === hour && counted.size === 0 && performance.now() - writtenMs < NOTE_EVERY_MS) return
      await orm.em
        .fork()
        .execute('select note_pass(?, ?, ?::text[], ?::jsonb)', [
          watcher,
          passes,
          `{${codes.join(',')}}`,
          JSON.stringify(Object.fromEntries(counted)),
        ])
      passes = 0
      counted = new Map()
      hour = legalHour
      writtenMs = performance.now()
    },
  }
}
