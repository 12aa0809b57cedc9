import { Type } from 'typebox'
import type { Client } from '../../client.ts'
import type { LegacyKind, LegacySystems } from './systems.ts'

/** The agencies of the demonstration district with the systems that they keep. */
export const AGENCY_OF = { police: '350503-PSB', procuratorate: '350503-PRO', court: '350503-CRT' } as const satisfies Record<
  LegacyKind,
  string
>
export const KINDS = ['police', 'procuratorate', 'court'] as const satisfies readonly LegacyKind[]

const Detail = Type.Object({ state: Type.String() })
const Done = Type.Object({})

/** The administrator says where each agency's system is and gives the robot its account; from the police cases come in too. */
export async function connectSystems(administrator: Client, systems: LegacySystems): Promise<void> {
  for (const kind of KINDS) {
    const agency = AGENCY_OF[kind]
    const body = {
      ...{ kind: 'robot', address: systems.url(kind), map: kind, perMinute: 120 },
      ...{ direction: kind === 'police' ? 'both' : 'out', settings: { pollSeconds: 2, settleSeconds: 2, timeoutSeconds: 60 } },
    }
    await administrator.post(`/api/v1/connectors/${agency}`, body, Detail)
    const secret = JSON.stringify({ account: 'robot', password: systems.password(`${kind}.robot`) })
    await administrator.post(`/api/v1/connectors/${agency}/secrets`, { name: 'login', secret }, Done)
    // A new one goes on once it has its secret; one that an earlier play left paused is told to.
    const { state } = await administrator.get(`/api/v1/connectors/${agency}`, Detail)
    if (state === 'paused') await administrator.post(`/api/v1/connectors/${agency}/pauses`, { paused: false }, Done)
    if (state === 'stopped') await administrator.post(`/api/v1/connectors/${agency}/resumptions`, {}, Done)
  }
}

/** After the play the systems are gone: nothing is to look for them. */
export async function pauseSystems(administrator: Client): Promise<void> {
  for (const kind of KINDS)
    await administrator
      .post(`/api/v1/connectors/${AGENCY_OF[kind]}/pauses`, { paused: true, reason: '演示结束' }, Done)
      .catch(() => undefined)
}
