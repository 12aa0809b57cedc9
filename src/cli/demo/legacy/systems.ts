import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Type } from 'typebox'
import { Value } from 'typebox/value'

const MAIN = join(import.meta.dirname, '../../../../infra/legacy/main.ts')
const Ready = Type.Object({
  systems: Type.Object({ police: Type.String(), procuratorate: Type.String(), court: Type.String() }),
  control: Type.String(),
  secrets: Type.String(),
})
const Secrets = Type.Record(Type.String(), Type.String())

export type LegacyKind = 'police' | 'procuratorate' | 'court'
/** The three systems that nobody may change, running for the play. `password` of an account such as `police.robot`. */
export type LegacySystems = {
  readonly url: (kind: LegacyKind) => string
  readonly password: (account: string) => string
  /** What the systems count of themselves: cases with how often each was saved, sign-ins. */
  readonly state: () => Promise<unknown>
  readonly stop: () => Promise<void>
}

/** Starts the agencies' own systems in a process of their own. */
export async function startLegacySystems(folder: string): Promise<LegacySystems> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, '--dir', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }
  for await (const line of createInterface({ input: child.stdout })) {
    const said = Value.Parse(Ready, Value.Clean(Ready, JSON.parse(line)))
    child.stdout.resume()
    const secrets = Value.Parse(Secrets, JSON.parse(readFileSync(said.secrets, 'utf8')))
    return {
      url: kind => said.systems[kind],
      password: account => secrets[account] ?? '',
      async state() {
        const answer = await fetch(`${said.control}/state`, { headers: { authorization: `Bearer ${secrets.token ?? ''}` } })
        return await answer.json()
      },
      stop,
    }
  }
  throw new Error('三个业务系统没有启动')
}
