import type { Client } from 'pg'
import { custodyFlowId } from '../../workflows/contract.ts'
import type { Officers } from '../support/a-case.ts'
import { ok } from '../support/carrying.ts'
import { untilSql } from '../support/case-end.ts'
import { aHeldCase, type Leg, list, send, take, wall } from '../support/held-case.ts'
import { setClock } from '../support/watched.ts'

type Recording = {
  readonly who: Officers
  readonly url: string
  readonly admin: Client
  readonly keep: (name: string, workflowId: string, ended: boolean) => Promise<void>
}

/** Custody papers to each of their ends: acknowledged, refused and corrected, revoked with the hand-over, and a notice of a moved end. */
export async function recordCustody({ who, url, admin, keep }: Recording): Promise<void> {
  const { caseId, officer, centre } = await aHeldCase(url, admin, who)
  const toPro: Leg = { leg: 'transferForProsecution', toAgency: '350503-PRO', prepares: officer, sends: who.pl, desk: who.pc, gets: who.pp }
  const arrived = async (state: string): Promise<{ id: string; batch: string }> => {
    await untilSql(admin, 'exists (select 1 from custody_dispatch where case_id = $1 and state = $2)', [caseId, state])
    const { rows } = await admin.query<{ id: string; batch: string }>(
      'select id, batch_id as batch from custody_dispatch where case_id = $1 and state = $2 order by announced_at desc limit 1',
      [caseId, state],
    )
    const [row] = rows
    if (row === undefined) throw new Error(`nothing is ${state}`)
    return row
  }
  const acknowledge = async (id: string): Promise<void> => {
    const { items } = { items: list(ok(await centre.post('/custody/dispatches/acknowledge', { ids: [id] })).at('items')) }
    if (items[0]?.done !== true) throw new Error(`not acknowledged: ${JSON.stringify(items)}`)
  }
  const notice = await arrived('delivered')
  await acknowledge(notice.id)
  await keep('custody-notice', custodyFlowId(notice.batch), true)

  await setClock(admin, new Date(wall('04-02 16:00')))
  const recalled = await send(caseId, toPro)
  ok(await who.pl.post(`/hand-overs/${recalled}/recall`, { reason: '补充一份材料' }))
  await keep('custody-revoked', custodyFlowId(recalled), true)

  await setClock(admin, new Date(wall('04-03 10:00')))
  await take(await send(caseId, toPro), toPro)
  const { id, batch } = await arrived('delivered')
  ok(await centre.post(`/custody/dispatches/${id}/refuse`, { code: 'PERIOD_WRONG' }))
  ok(await who.pp.post(`/custody/dispatches/${id}/reissue`, {}))
  await arrived('delivered')
  await acknowledge(id)
  await keep('custody-corrected', custodyFlowId(batch), true)
}
