import type { Cells, Entry, Lines } from './form.ts'

/** What can be made to go wrong in a legacy system while it runs. */
export type Faults = {
  /** Answers each request so many milliseconds late. */
  slow: number
  /** Ends all sessions at the request after so many; then the switch goes off. With -1 it ends them at each saving and stays on. */
  loggedOut: number | null
  /** The input of this field gets another name and id. */
  fieldRenamed: string | null
  /** Saving is refused with this message. */
  rejects: string | null
  /** Signing in asks for a captcha. */
  captcha: boolean
  /** `closed` hangs up at once, `unavailable` answers 503. */
  down: 'closed' | 'unavailable' | null
  /** Saves and then never answers. */
  dropsAnswerAfterSave: boolean
  /** Stores the values of this field without their last character. */
  silentlyChanges: string | null
}

export const noFaults = (): Faults => ({
  slow: 0,
  loggedOut: null,
  fieldRenamed: null,
  rejects: null,
  captcha: false,
  down: null,
  dropsAnswerAfterSave: false,
  silentlyChanges: null,
})

/** Turns a switch by its name, as the control page says it. An empty value turns it off. @throws Error naming what is wrong */
export function turn(faults: Faults, name: string, value: string): void {
  const off = value === '' || value === 'off'
  if (name === 'slow') faults.slow = off ? 0 : whole(value)
  else if (name === 'loggedOut') faults.loggedOut = off ? null : whole(value)
  else if (name === 'fieldRenamed' || name === 'rejects' || name === 'silentlyChanges') faults[name] = off ? null : value
  else if (name === 'captcha' || name === 'dropsAnswerAfterSave') faults[name] = !off
  else if (name === 'down' && (off || value === 'closed' || value === 'unavailable'))
    faults.down = off ? null : value === 'closed' ? 'closed' : 'unavailable'
  else throw new Error(`no switch ${name} with this value`)
}

function whole(value: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < -1 || number > 600_000) throw new Error('a whole number is wanted')
  return number
}

/** An entry as a system stores it that changes what it was given. */
export function changed(entry: Entry, box: string | null): Entry {
  if (box === null) return entry
  const cut = (cells: Cells): Cells => ({ ...cells, ...(cells[box] ? { [box]: cells[box].slice(0, -1) } : {}) })
  const lines = ({ cells, grids }: Lines): Lines => ({
    cells: cut(cells),
    grids: Object.fromEntries(Object.entries(grids).map(([name, all]) => [name, all.map(cut)])),
  })
  return { ...lines(entry), persons: entry.persons.map(lines) }
}
