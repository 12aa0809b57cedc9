import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { can } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import type { EntityManager } from '../db/orm.ts'
import { instant, instantOrNull } from '../domain/present.ts'
import { Problem } from '../domain/problem.ts'
import { command } from '../http/command.ts'
import { CHECKS } from './checks.ts'
import { askRound } from './commands.ts'
import { AskBody, Asked, LatestView, NumbersQuery, NumbersView, RoundView, RunParams } from './schemas.ts'
import { ownerOf, sentenceOf } from './sentences.ts'
import { findRun, listFindings, type NumberSeries, type Run, readNumbers, type StoredFinding } from './store.ts'

/** Of findings no more are sent at once; the counts say how many there are. */
const MOST_SENT = 500

export const integrityRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get(
    '/integrity',
    { config: { action: 'integrity.read' }, schema: { tags: ['integrity'], response: { 200: LatestView } } },
    async request =>
      await request.em.transactional(async em => {
        const run = await findRun(em, null)
        return { round: run === null ? null : await viewOf(em, run, null) }
      }),
  )

  app.post(
    '/integrity/runs',
    { config: { action: 'integrity.run' }, schema: { tags: ['integrity'], body: AskBody, response: { 202: Asked } } },
    async (request, reply) =>
      await command(request, reply, async em => {
        const { caseNo, repair } = request.body
        return { status: 202, body: await askRound(em, request.actor, { caseNo: caseNo ?? null, repair: repair ?? false }) }
      }),
  )

  app.get(
    '/integrity/runs/:runId',
    { config: { action: 'integrity.read' }, schema: { tags: ['integrity'], params: RunParams, response: { 200: RoundView } } },
    async request =>
      await request.em.transactional(async em => {
        const run = await findRun(em, request.params.runId)
        if (run === null) throw new Problem('not-found')
        return await viewOf(em, run, run.id)
      }),
  )

  app.get(
    '/integrity/numbers',
    { config: { action: 'numbers.read' }, schema: { tags: ['integrity'], querystring: NumbersQuery, response: { 200: NumbersView } } },
    async request => {
      const { issuer = null, year = null } = request.query
      const { em, actor } = request
      const series =
        can(actor, 'integrity.read', null) === 'allowed'
          ? await em.transactional(async tx => await readNumbers(tx, issuer, year))
          : await readOwn(actor, issuer, year)
      const ok = series.every(({ missing, doubled, beyond }) => missing + doubled + beyond === 0)
      return { ok, series: series.map(one => ({ ...one, issuerName: ownerOf(one.issuer.startsWith('platform:') ? null : one.issuer) })) }
    },
  )

  /** Whoever supervises nobody sees the series of the own agency; the database knows supervisors only, so the system reads for them. */
  async function readOwn({ agency }: Actor, issuer: string | null, year: number | null): Promise<NumberSeries[]> {
    return issuer === null || issuer === agency ? await readNumbers(app.deps.worker.em.fork(), agency, year) : []
  }
}

async function viewOf(em: EntityManager, run: Run, findingsOf: string | null) {
  const findings = await listFindings(em, findingsOf, MOST_SENT)
  const checked = new Map(run.checked.map(one => [one.code, one]))
  return {
    runId: run.id,
    kind: run.kind,
    state: run.state,
    wholePlatform: run.only_case === null,
    askedAt: instant(run.asked_at),
    finishedAt: instantOrNull(run.finished_at),
    found: run.found,
    repaired: run.repaired,
    checks: CHECKS.flatMap(({ code, title, basis, severity, repair }) => {
      const one = checked.get(code)
      return one === undefined ? [] : [{ title, basis, severity, repair, ...one }]
    }),
    findings: findings.map(findingView),
  }
}

function findingView({ id, check_code, case_no, agency, facts, since, first_seen, last_seen, repaired_at }: StoredFinding) {
  return {
    id,
    check: check_code,
    sentence: sentenceOf({ check: check_code, caseNo: case_no, agency, facts }),
    caseNo: case_no,
    owner: ownerOf(agency),
    agency,
    since: instantOrNull(since),
    firstSeen: instant(first_seen),
    lastSeen: instant(last_seen),
    repairedAt: instantOrNull(repaired_at),
  }
}
