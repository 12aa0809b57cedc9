const SHANGHAI_MS = 8 * 3_600_000

/** The instant of a local time of the papers, `YYYY-MM-DDTHH:mm` in Shanghai. */
export const instantOf = (local: string): Date => new Date(`${local}:00+08:00`)

/** An instant as the papers write it, `YYYY-MM-DDTHH:mm` in Shanghai. */
export const localOf = (instant: Date): string => new Date(instant.getTime() + SHANGHAI_MS).toISOString().slice(0, 16)

/** RFC 3339 with the Shanghai offset, whole seconds: as the platform writes its instants. */
export const toShanghai = (instant: Date): string => `${new Date(instant.getTime() + SHANGHAI_MS).toISOString().slice(0, 19)}+08:00`

/** An instant as people read it; the last second of a day is 24:00 of that day. */
export function readable(rfc3339: string): string {
  const local = new Date(new Date(rfc3339).getTime() + SHANGHAI_MS).toISOString()
  return local.slice(11, 19) === '23:59:59' ? `${local.slice(0, 10)} 24:00` : `${local.slice(0, 10)} ${local.slice(11, 16)}`
}

const TRACK_MINUTES = 48 * 60

/** Hours and minutes on the 48-hour track: `H+31:20`; empty before and after it. */
export function hourMark(from: Date, at: Date): string {
  const minutes = Math.floor((at.getTime() - from.getTime()) / 60_000)
  return minutes < 0 || minutes > TRACK_MINUTES ? '' : `H+${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}
