import type { Client } from 'pg'
import { anAgencySystem } from './agency-system.ts'
import { type Person, signIn } from './http-client.ts'
import { type Stack, type StackOptions, startStack } from './stack.ts'

type Test = { teardown(end: () => Promise<void>): void }

export const SIGNING_KEY = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

/** An installation whose procuratorate has a system behind signed requests. */
export type Connected = {
  readonly stack: Stack
  readonly admin: Client
  readonly sa: Person
  readonly pp: Person
  readonly system: Awaited<ReturnType<typeof anAgencySystem>>
  readonly agency: string
  /** Changes how it is reached. */
  keep(changed?: Readonly<Record<string, unknown>>): Promise<void>
}

export async function connected(t: Test, options: StackOptions = { connectors: true }, agency = '350503-PRO'): Promise<Connected> {
  return await connectTo(t, await startStack(t, options), agency)
}

/** Gives an installation that runs such a system. */
export async function connectTo(t: Test, stack: Stack, agency = '350503-PRO'): Promise<Connected> {
  const admin = await stack.as('admin')
  const [sa, pp] = [await signIn(stack.url, 'sa'), await signIn(stack.url, 'fz-pp')]
  const system = await anAgencySystem(t, SIGNING_KEY)
  const settings = { settleSeconds: 0, timeoutSeconds: 20 }
  const keep = async (changed: Readonly<Record<string, unknown>> = {}): Promise<void> => {
    const body = { kind: 'webhook', address: system.address, direction: 'out', perMinute: 600, settings, ...changed }
    const answer = await sa.post(`/connectors/${agency}`, body)
    if (answer.status !== 200) throw new Error(`refused: ${JSON.stringify(answer.body)}`)
  }
  await keep()
  await sa.post(`/connectors/${agency}/secrets`, { name: 'signing', secret: SIGNING_KEY })
  return { stack, admin, sa, pp, system, agency, keep }
}

/** Waits for something that another process does. */
export async function eventually(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await new Promise(resolve => setTimeout(resolve, 50))
}
