import { execFileSync } from 'node:child_process'
import { type Stats, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { SetupError } from './setup-error.ts'

export interface RunAs {
  readonly uid: number
  readonly gid: number
}

/**
 * The ordinary user for a server that refuses to run as root; null if we are one already.
 * The owner of data written earlier comes first: files must not change hands from start to start.
 */
export function unprivilegedUser(owned: string): RunAs | null {
  if (process.getuid?.() !== 0) return null
  const owner = statSync(owned, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const user = lookUp('postgres') ?? lookUp('anlian') ?? create('anlian') ?? lookUp('nobody')
  if (!user) throw new SetupError('no-unprivileged-user')
  return user
}

/** Whether that user may pass through every folder down to this one. */
export function canEnter(user: RunAs, folder: string): boolean {
  const stat = statSync(folder, { throwIfNoEntry: false })
  if (!stat || !mayPass(user, stat)) return false
  const parent = dirname(folder)
  return parent === folder || canEnter(user, parent)
}

function mayPass({ uid, gid }: RunAs, stat: Stats): boolean {
  if (stat.uid === uid) return (stat.mode & 0o100) !== 0
  if (stat.gid === gid) return (stat.mode & 0o010) !== 0
  return (stat.mode & 0o001) !== 0
}

/** initdb looks its own user up by name, so a bare number will not do: it must be a user the system knows. */
function lookUp(name: string): RunAs | null {
  const ask = (what: string) => Number(execFileSync('id', [what, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  try {
    return { uid: ask('-u'), gid: ask('-g') }
  } catch {
    return null
  }
}

function create(name: string): RunAs | null {
  const ways = [
    ['useradd', '--system', '--no-create-home', '--shell', '/usr/sbin/nologin', name],
    ['adduser', '-S', '-D', '-H', name], // BusyBox
  ] as const
  for (const [command, ...args] of ways) {
    try {
      execFileSync(command, args, { stdio: 'ignore' })
      return lookUp(name)
    } catch {
      // no such command, or no right to add users: the next way
    }
  }
  return null
}
