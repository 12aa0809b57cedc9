import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { dayOf } from '../../../domain/legal-date.ts'
import { Acknowledged, CustodyDesk } from '../../answers.ts'
import type { Client } from '../../client.ts'

const Admitted = Type.Object({ admitted: Type.Boolean() })
type OnDesk = Type.Static<typeof CustodyDesk>['items'][number]

const POLL_MS = 300
const WITHIN_MS = 600_000

type Brought = {
  readonly casePersonId: string
  readonly name: string
  readonly idNo: string
  readonly warrant: string
  readonly at: string
}

/** The centre takes a person in against the warrant and the document shown. @throws Error where it does not */
export async function admitPerson(centre: Client, { casePersonId, name, idNo, warrant, at }: Brought): Promise<void> {
  const body = { casePersonId, warrantNo: warrant, name, idNo, health: 'FIT', at }
  const { admitted } = await centre.post('/api/v1/custody/stays', body, Admitted)
  if (!admitted) throw new Error(`${name}未收押`)
}

/**
 * Waits until what is for the person lies on the centre's desk, and acknowledges it: every check passes, and the last day of the new
 * period is the one worked out. @throws Error otherwise
 */
export async function acknowledgePaper(centre: Client, casePersonId: string, until: string): Promise<OnDesk['dispatch']> {
  const { dispatch, checks } = await untilOnDesk(centre, casePersonId)
  const { id, certNo, newTo } = dispatch
  const failed = checks.filter(({ outcome }) => outcome === 'failed')
  if (failed.length > 0) throw new Error(`${certNo} 核对未通过：${failed.map(({ zh }) => zh).join('、')}`)
  const lastDay = newTo === null ? null : dayOf(new Date(new Date(newTo).getTime() - 1))
  if (lastDay !== until) throw new Error(`${certNo} 羁押期限至 ${lastDay ?? '—'}，应为 ${until}`)
  const { done, items } = await centre.post('/api/v1/custody/dispatches/acknowledge', { ids: [id] }, Acknowledged)
  if (done !== 1) throw new Error(`${certNo} 未能确认：${items[0]?.problem?.zh ?? ''}`)
  return dispatch
}

async function untilOnDesk(centre: Client, casePersonId: string): Promise<OnDesk> {
  for (const limit = performance.now() + WITHIN_MS; ; await sleep(POLL_MS)) {
    const { items } = await centre.get('/api/v1/custody/desk?state=delivered', CustodyDesk)
    const found = items.find(({ dispatch }) => dispatch.casePersonId === casePersonId)
    if (found) return found
    if (performance.now() > limit) throw new Error(`看守所 ${WITHIN_MS / 60_000} 分钟未收到文书`)
  }
}
