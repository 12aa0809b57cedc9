import { type AgencySystem, SystemFault, type SystemListing } from '../model.ts'
import type { ConnectorDeps } from '../sessions.ts'
import { noteAnswer } from '../settling.ts'
import type { Connector } from '../store.ts'
import { type Mark, receive, refuse } from './receiving.ts'

const DEFAULT_POLL_SECONDS = 60
/** Faults of a single record; the others go on. */
const OF_ONE: ReadonlySet<string> = new Set(['noPlace', 'rejected'])

/** Looks at the system's own list and reads what is new or has changed since it was last read. */
export async function poll(deps: ConnectorDeps, connector: Connector): Promise<void> {
  const { agency, settings } = connector
  await deps.sessions.with(connector, async system => {
    const listed = await system.list()
    const marks = await marksOf(deps, agency)
    for (const one of listed) {
      const mark = marks.get(one.reference) ?? null
      if (mark?.changed !== one.changed) await readOne(deps, system, agency, one, mark)
    }
  })
  await deps.orm.em.fork().transactional(async em => {
    await noteAnswer(em, agency)
    await em.execute("update connector set next_poll_at = now() + ? * interval '1 second' where agency_code = ?", [
      settings.pollSeconds ?? DEFAULT_POLL_SECONDS,
      agency,
    ])
  })
}

async function readOne(deps: ConnectorDeps, system: AgencySystem, agency: string, listed: SystemListing, mark: Mark | null): Promise<void> {
  try {
    await receive(deps.orm, agency, await system.read(listed.reference), listed.changed, mark)
  } catch (error) {
    if (!(error instanceof SystemFault) || !OF_ONE.has(error.code)) throw error
    if (!mark?.case_id) await refuse(deps.orm, agency, listed.reference, listed.changed, 'unreadable')
  }
}

async function marksOf(deps: ConnectorDeps, agency: string): Promise<ReadonlyMap<string, Mark>> {
  const rows = await deps.orm.em.fork().transactional(async em => await em.execute<Mark[]>('select * from inbound_marks(?)', [agency]))
  return new Map(rows.map(row => [row.reference, row]))
}
