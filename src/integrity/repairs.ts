import type { MikroORM } from '@mikro-orm/postgresql'
import { type Acting, record } from '../audit/commands.ts'
import { syncClocks } from '../cases/clock-store.ts'
import { lockCase, nextDueAt } from '../cases/locked-case.ts'
import { foldTitles } from '../cases/titles/rules.ts'
import { syncTitles } from '../cases/titles/store.ts'
import { forCase } from '../db/orm.ts'
import { codeOf } from '../db/problems.ts'
import { foldClocks } from '../periods/clocks.ts'
import { checkOf } from './checks.ts'
import type { Finding, FlowRegister, Repair } from './model.ts'
import { flowRefOf } from './round.ts'
import { markRepaired } from './store.ts'

export type RepairDeps = { readonly orm: MikroORM; readonly flows: FlowRegister }
type Mend = (deps: RepairDeps, finding: Finding & { readonly caseId: string }) => Promise<boolean>

/** Each changes no fact of the case, only what follows from the facts, and finds its work done when it comes twice. */
const MENDS: Readonly<Record<Repair, Mend>> = {
  startFlow: async ({ flows }, { facts, subject, caseId }) => {
    const ref = flowRefOf(facts.flow, subject, caseId)
    if (ref === null) return false
    await flows.start(ref)
    return true
  },
  retell: async ({ orm }, { subject }) => {
    const [row] = await orm.em.fork().execute<{ told: number }[]>('select integrity_retell(?::uuid) as told', [subject])
    return (row?.told ?? 0) > 0
  },
  recountTitles: async ({ orm }, { caseId }) => await recountTitles(orm, caseId),
  recountClocks: async ({ orm }, { caseId, facts }) => facts.fault !== 'unreadable' && (await recountClocks(orm, caseId)),
}

/** Brings the rows of a case's periods to what its events give, as every step on the case does. */
async function recountClocks(orm: MikroORM, caseId: string): Promise<boolean> {
  return await forCase(orm, caseId).transactional(async em => {
    const loaded = await lockCase(em, caseId)
    const last = loaded.events.at(-1)
    if (last === undefined) return false
    await syncClocks(em, caseId, loaded.periods, foldClocks(loaded.events, loaded.calendar), last.id)
    loaded.row.nextDueAt = nextDueAt(loaded.periods)
    loaded.row.updatedAt = loaded.now
    await em.flush()
    return true
  })
}

/** What the database refuses, because it would hold somebody twice or leave him without a holder, is for people to mend. */
const REFUSED = ['23P01', '23514']

/** Brings the rows of a case's titles to what its events give. */
async function recountTitles(orm: MikroORM, caseId: string): Promise<boolean> {
  try {
    return await forCase(orm, caseId).transactional(async em => {
      const { row, events } = await lockCase(em, caseId)
      await syncTitles(em, caseId, row.originAgency, foldTitles(events))
      return true
    })
  } catch (error) {
    if (REFUSED.includes(codeOf(error))) return false
    throw error
  }
}

/** Those that bring a whole case to what its events give: one is enough for all findings of it. */
const OF_CASE: readonly Repair[] = ['recountClocks', 'recountTitles']

/**
 * Mends what may be mended without a decision of people, once per case and kind, each with an entry in the trail of its case.
 * @returns how many findings are mended
 */
export async function repairFindings(deps: RepairDeps, acting: Acting, findings: readonly Finding[]): Promise<number> {
  const counted = new Set<string>()
  let mended = 0
  for (const finding of findings) {
    const { caseId, check, subject } = finding
    const repair = checkOf(check).repair
    if (repair === null || caseId === null) continue
    const isDone = counted.has(`${repair} ${caseId}`)
    if (!isDone && !(await MENDS[repair](deps, { ...finding, caseId }))) continue
    if (OF_CASE.includes(repair)) counted.add(`${repair} ${caseId}`)
    mended++
    await deps.orm.em.fork().transactional(async em => {
      await markRepaired(em, finding)
      if (!isDone) await record(em, acting, caseId, { action: 'integrity.repaired', target: caseId, details: { check, subject, repair } })
    })
  }
  return mended
}
