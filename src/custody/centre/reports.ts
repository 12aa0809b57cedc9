import type { MikroORM } from '@mikro-orm/postgresql'
import type { Actor } from '../../agencies/model.ts'
import { take } from '../../cases/commands.ts'
import { lockCase } from '../../cases/locked-case.ts'
import { forCase } from '../../db/orm.ts'
import { Problem } from '../../domain/problem.ts'

const BATCH = 50

type Waiting = { readonly id: string; readonly case_id: string }
type Report = { case_person_id: string; centre: string; act: string; occurred_at: Date; by_user: string; request_id: string }

/**
 * Enters what the centres reported as events of their cases: admission, death, escape. The row says whether that was done, so each is entered
 * once, whoever asks and however often. What the case's own rules refuse (the police were faster) is marked so. @returns whether more waits
 */
export async function enterReports(orm: MikroORM): Promise<boolean> {
  const waiting = await orm.em.fork().execute<Waiting[]>('select id, case_id from waiting_centre_reports(?)', [BATCH])
  for (const report of waiting)
    try {
      await enter(orm, report)
    } catch {
      // One that fails for reasons of its own comes again later, and the others go on.
      await orm.em.fork().execute('select postpone_centre_report(?)', [report.id])
    }
  return waiting.length === BATCH
}

async function enter(orm: MikroORM, { id, case_id: caseId }: Waiting): Promise<void> {
  await forCase(orm, caseId).transactional(async em => {
    const loaded = await lockCase(em, caseId)
    const [report] = await em.execute<Report[]>(
      "select case_person_id, centre, act, occurred_at, by_user, request_id from custody_centre_report where id = ? and state = 'waiting' for update",
      [id],
    )
    if (report === undefined) return
    const step = { act: report.act, casePersonId: report.case_person_id, occurredAt: new Date(report.occurred_at), data: {} }
    const entered = await take(em, reporter(report), loaded, step).catch(refusal)
    if (entered instanceof Problem)
      await em.execute("update custody_centre_report set state = 'refused', refused_code = ? where id = ?", [entered.code, id])
    else await em.execute("update custody_centre_report set state = 'entered', event_id = ? where id = ?", [entered, id])
  })
}

/** What the rules refuse is an answer; anything else is not. */
function refusal(error: unknown): Problem {
  if (error instanceof Problem) return error
  throw error
}

/** Who reported it, at the centre. */
const reporter = ({ by_user, centre, request_id }: Report): Actor => ({
  ...{ userId: by_user, name: '', agency: centre, agencyType: 'detention', roles: ['DO'], requestId: request_id, address: null },
})
