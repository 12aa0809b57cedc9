import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** A process as it cannot be mistaken: its id, which is used again later, and the kernel's mark of its start. */
export interface ProcessId {
  readonly pid: number
  readonly startedAt: string
}

/** How to ask a server to stop: each signal with the time it gets before the next, in milliseconds. */
export type StopSignals = readonly (readonly [signal: NodeJS.Signals, waitMs: number])[]

/** The identity of a running process; null if there is none, or only its remains (a zombie). */
export function identify(pid: number): ProcessId | null {
  const startedAt = process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid)
  return startedAt === null ? null : { pid, startedAt }
}

export function isRunning(id: ProcessId): boolean {
  return identify(id.pid)?.startedAt === id.startedAt
}

/** Sends the signals one after the other until the process is gone; never touches another that has since got the same id. */
export async function stopProcess(id: ProcessId, signals: StopSignals): Promise<void> {
  for (const [signal, waitMs] of signals) {
    if (!isRunning(id)) return
    sendSignal(id.pid, signal)
    const until = Date.now() + waitMs
    while (Date.now() < until) {
      if (!isRunning(id)) return
      await sleep(25)
    }
  }
}

/** False if the process had already gone. */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

/** Whether any process of the group still runs. */
export function isGroupRunning(groupId: number): boolean {
  if (process.platform === 'linux') return readdirSync('/proc').some(pid => /^\d+$/.test(pid) && statOnLinux(pid)?.[2] === String(groupId))
  try {
    return process.kill(-groupId, 0)
  } catch {
    return false
  }
}

function startOnLinux(pid: number): string | null {
  const start = statOnLinux(String(pid))?.[19]
  return start === undefined ? null : `${bootId()}/${start}`
}

/** The fields of a living process from its state on: the group is the third of them, the start time the twentieth. */
function statOnLinux(pid: string): string[] | null {
  try {
    // The name in brackets may hold spaces and brackets itself, so begin after the last one.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? null : fields
  } catch {
    return null
  }
}

let boot: string | undefined
function bootId(): string {
  boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  return boot
}

function startByPs(pid: number): string | null {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    }).trim()
    const [state = '', ...start] = line.split(/\s+/)
    return line === '' || state.startsWith('Z') ? null : start.join(' ')
  } catch {
    return null
  }
}
