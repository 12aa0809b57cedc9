import type { MikroORM } from '@mikro-orm/postgresql'
import { verifyChains } from '../audit/store.ts'
import { leastAdvanced, STAGE_ORDER, type Stage } from '../domain/stages.ts'
import { readCalendar } from '../periods/calendar-store.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { BY_CASE } from './case-checks.ts'
import { readAstrayPeriods } from './folds.ts'
import type { Finding, FlowRef, FlowRegister } from './model.ts'
import { missingPapers, unknownObjects } from './objects.ts'
import { type FoundRow, nextRange, query, type Range, readCourses, readNumbers, sampleCases, samplePapers } from './store.ts'
import { Tally } from './tally.ts'
import { astrayTitles } from './title-folds.ts'

/** What the checks ask: rows of all cases, the trail, the stored bytes, the flow engine. */
export type RoundDeps = { readonly orm: MikroORM; readonly auditor: MikroORM; readonly store: ObjectStore; readonly flows: FlowRegister }

/** How much is looked at in one step, and how much of what is sampled. */
export type Sizes = { readonly batch: number; readonly folds: number; readonly objects: number; readonly settledMs?: number }
const SIZES: Sizes = { batch: 2_000, folds: 2_000, objects: 500 }

/** All checks of all cases, or those of one. It reads only, each statement by itself, so that nobody waits for a round. */
export async function checkRound(deps: RoundDeps, caseId: string | null, sizes: Sizes = SIZES): Promise<Tally> {
  const tally = new Tally()
  for await (const range of rangesOf(deps, caseId, sizes)) await checkRange(deps, range, tally)
  await checkFolds(deps, caseId, sizes, tally)
  await checkTrail(deps, caseId, tally)
  if (caseId === null) await checkNumbers(deps, tally)
  await checkObjects(deps, caseId, sizes, tally)
  return tally
}

async function* rangesOf({ orm }: RoundDeps, caseId: string | null, { batch }: Sizes): AsyncGenerator<Range> {
  if (caseId !== null) return yield { lo: caseId, hi: caseId, cases: 1 }
  for (let after: string | null = null; ; ) {
    const range = await nextRange(orm.em.fork(), after, batch)
    if (range === null) return
    yield range
    after = range.hi
  }
}

type Found = Omit<Finding, 'check'>
const toFound = ({ case_id, case_no, subject, agency, since, facts: { stages: _, ...facts } }: FoundRow): Found => ({
  ...{ subject, agency, facts, caseId: case_id, caseNo: case_no },
  since: since === null ? null : new Date(since),
})

async function checkRange({ orm, flows }: RoundDeps, range: Range, tally: Tally): Promise<void> {
  for (const check of BY_CASE) {
    const rows = await query(orm.em.fork(), check.query, range, check.given)
    if (check.code === 'stage-not-least') tally.add(check.code, range.cases, rows.flatMap(notLeast))
    else if (check.code === 'flow-missing') await checkFlows(flows, rows, tally)
    else tally.add(check.code, range.cases, rows.map(toFound))
  }
}

const isStage = (text: string): text is Stage => STAGE_ORDER.some(stage => stage === text)

/** The rule of the stages decides; the query only names the cases in which there is something to decide. */
function notLeast(row: FoundRow): Found[] {
  const shown = String(row.facts.stage)
  const should = leastAdvanced((row.facts.stages ?? []).filter(isStage), isStage(shown) ? shown : 'INTAKE')
  return should === shown ? [] : [{ ...toFound(row), facts: { stage: shown, should } }]
}

async function checkFlows(flows: FlowRegister, rows: readonly FoundRow[], tally: Tally): Promise<void> {
  const refs = rows.flatMap(row => {
    const ref = flowRefOf(row.facts.flow, row.subject, row.case_id)
    return ref ? [ref] : []
  })
  try {
    const missing = new Set((await flows.missing(refs)).map(({ flow, id }) => `${flow} ${id}`))
    tally.add(
      'flow-missing',
      rows.length,
      rows
        .filter(row => missing.has(`${row.facts.flow} ${row.subject}`))
        .map(toFound)
        .map(one => ({ ...one, agency: null })),
    )
  } catch {
    tally.skip('flow-missing')
  }
}

/** The flow that a finding speaks of; null where it speaks of none. */
export function flowRefOf(flow: unknown, id: string, caseId: string): FlowRef | null {
  return flow === 'caseFlow' || flow === 'handOver' || flow === 'letter' || flow === 'custodyTransfer' ? { flow, id, caseId } : null
}

const FOLDED_AT_ONCE = 200

async function checkFolds({ orm }: RoundDeps, caseId: string | null, { folds }: Sizes, tally: Tally): Promise<void> {
  const cases = await sampleCases(orm.em.fork(), caseId, folds)
  const calendar = await readCalendar(orm.em.fork())
  const sampled = caseId === null
  for (const code of ['period-not-by-events', 'title-not-by-events']) tally.add(code, 0, [], sampled)
  for (let from = 0; from < cases.length; from += FOLDED_AT_ONCE) {
    const some = cases.slice(from, from + FOLDED_AT_ONCE)
    const { events, periods, titles } = await readCourses(
      orm.em.fork(),
      some.map(({ case_id }) => case_id),
    )
    for (const { case_id, case_no, agency } of some) {
      const rows = periods.get(case_id) ?? []
      const found = readAstrayPeriods(rows, events.get(case_id) ?? [], calendar).map(({ code, key, fault, since }) => ({
        ...{ caseId: case_id, caseNo: case_no, agency, since },
        subject: key === '' ? case_id : key,
        facts: { period: code, fault },
      }))
      tally.add('period-not-by-events', rows.length, found, sampled)
      const chains = titles.get(case_id) ?? []
      const astray = astrayTitles(chains, events.get(case_id) ?? []).map(({ person, key, fault, since }) => ({
        ...{ caseId: case_id, caseNo: case_no, agency, since },
        subject: key,
        facts: { person, fault },
      }))
      tally.add('title-not-by-events', chains.length, astray, sampled)
    }
  }
}

async function checkTrail({ auditor }: RoundDeps, caseId: string | null, tally: Tally): Promise<void> {
  const { entries, broken } = await verifyChains(auditor.em.fork(), caseId === null ? null : `case:${caseId}`)
  tally.add(
    'audit-broken',
    entries,
    broken.map(({ chain, seq, why }) => ({
      ...{ subject: `${chain} ${seq}`, caseNo: null, agency: null, since: null, facts: { chain, seq, why } },
      caseId: chain.startsWith('case:') ? chain.slice('case:'.length) : null,
    })),
  )
}

async function checkNumbers({ orm }: RoundDeps, tally: Tally): Promise<void> {
  const series = await readNumbers(orm.em.fork(), null, null)
  const wrong = series.filter(({ missing, doubled, beyond }) => missing + doubled + beyond > 0)
  tally.add(
    'numbers-not-gapless',
    series.reduce((sum, { used }) => sum + used, 0),
    wrong.map(({ issuer, series: name, year, missing, gaps, doubled, doubles, beyond }) => ({
      ...{ subject: `${issuer} ${name} ${year}`, caseId: null, caseNo: null, since: null },
      agency: issuer.startsWith('platform:') ? null : issuer,
      facts: { issuer, series: name, year, missing, gaps: gaps.join(' '), doubled, doubles: doubles.join(' '), beyond },
    })),
  )
}

async function checkObjects({ orm, store }: RoundDeps, caseId: string | null, { objects, settledMs }: Sizes, tally: Tally): Promise<void> {
  try {
    const papers = await samplePapers(orm.em.fork(), caseId, objects)
    tally.add('object-missing', papers.length, await missingPapers(store, papers), caseId === null)
    if (caseId !== null) return
    const { rows, found } = await unknownObjects(orm.em.fork(), store, objects, settledMs)
    tally.add('object-unknown', rows, found, true)
  } catch {
    tally.skip('object-missing')
    if (caseId === null) tally.skip('object-unknown')
  }
}
